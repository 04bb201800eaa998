"""Page by page, every filter gives the rooms it is for, in the desk's order, each of them once."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any

import pytest

from rip.accounts.models import User, name_key
from rip.core.errors import BadInput
from rip.support.models import Room, Status
from rip.support.rooms import lists
from rip.support.rooms.counts import rooms_tally
from rip.support.rooms.lists import NOBODY, RoomFilter, chats_list, rooms_page, summaries_of

BEGAN = datetime(2026, 1, 1, tzinfo=UTC)
NAMES = ("Маша", "Миша", "мартын", "MARK", "mary")

pytestmark = pytest.mark.django_db


@pytest.fixture
def rooms(operator: User, stranger: User) -> list[Room]:
    """Rooms in every state, in some of which something happened at the same moment."""
    states = product(range(3), (0, 2), (operator, stranger, None))
    made = []
    for number, (kind, unread, assignee) in enumerate([*states, *states]):
        name = f"{NAMES[number % len(NAMES)]}{number}"
        owner = User.objects.create(username=name, username_key=name_key(name))
        room = Room.objects.create(
            owner=owner,
            last_seq=3,
            last_owner_seq=3 if kind else 2,
            decision=Status.DONE if kind == 2 else "",
            decision_seq=3,
            unread=unread,
            assignee=assignee,
        )
        Room.objects.filter(pk=room.pk).update(last_activity=BEGAN + timedelta(hours=number % 5))
        room.refresh_from_db()
        made.append(room)
    return made


def in_order(rooms: list[Room], holds: Callable[[Room], bool]) -> list[int]:
    def place(room: Room) -> tuple[bool, datetime, int]:
        return (room.unread > 0, room.last_activity, room.pk)

    return [room.pk for room in sorted(filter(holds, rooms), key=place, reverse=True)]


def walked(user: User, wanted: RoomFilter, limit: int) -> list[int]:
    found: list[int] = []
    cursor: str | None = None
    while True:
        page = rooms_page(user=user, limit=limit, cursor=cursor, wanted=wanted)
        assert len(page.items) <= limit
        found += [item["room"] for item in page.items]
        if page.next_cursor is None:
            return found
        cursor = page.next_cursor


@pytest.mark.parametrize("limit", [1, 4, 100])
def test_every_filter_gives_its_rooms(rooms: list[Room], operator: User, limit: int) -> None:
    for assignee, status, unread in product(
        (None, operator.pk, NOBODY), (None, *Status.values), (False, True)
    ):

        def holds(room: Room) -> bool:
            return (
                (assignee is None or (room.assignee_id or NOBODY) == assignee)  # noqa: B023
                and status in (None, room.status)  # noqa: B023
                and (room.unread > 0 or not unread)  # noqa: B023
            )

        wanted = RoomFilter("", status, assignee, unread)
        assert walked(operator, wanted, limit) == in_order(rooms, holds), wanted


@pytest.mark.parametrize("many", [1, 4, 100])
def test_names_are_found_by_their_beginning_in_any_case(
    rooms: list[Room], operator: User, monkeypatch: pytest.MonkeyPatch, many: int
) -> None:
    """It makes no difference how many have the name."""
    monkeypatch.setattr(lists, "MANY_NAMESAKES", many)
    for search in ("м", "МА", "маша", "mar", "Mary", "ark", "%", "_", "М%"):

        def holds(room: Room) -> bool:
            return room.owner.username.casefold().startswith(search.casefold())  # noqa: B023

        for unread in (False, True):
            expected = in_order(rooms, lambda room: holds(room) and (room.unread > 0 or not unread))  # noqa: B023
            assert walked(operator, RoomFilter(search, unread=unread), 3) == expected, search


@pytest.mark.parametrize("many", [1, 100])
def test_a_number_finds_its_room_beside_the_names_that_begin_so(
    rooms: list[Room], operator: User, monkeypatch: pytest.MonkeyPatch, many: int
) -> None:
    monkeypatch.setattr(lists, "MANY_NAMESAKES", many)
    wanted = str(rooms[7].pk)
    namesake = User.objects.create(username=f"{wanted}th", username_key=f"{wanted}th")
    every = [*rooms, Room.objects.create(owner=namesake)]
    both = in_order(every, lambda room: room.pk in (rooms[7].pk, namesake.pk))
    assert walked(operator, RoomFilter(wanted), 10) == both
    assert walked(operator, RoomFilter("9" * 30), 10) == []


def test_a_customer_gets_their_own_room_if_it_matches(rooms: list[Room], stranger: User) -> None:
    own = rooms[3]
    status = Status(own.status)
    another = next(one for one in Status if one != status)
    for wanted, found in (
        (RoomFilter(), [own.pk]),
        (RoomFilter(status=status), [own.pk]),
        (RoomFilter(status=another), []),
        (RoomFilter(own.owner.username), [own.pk]),
        (RoomFilter(rooms[4].owner.username), []),
        (RoomFilter(unread=True), [own.pk] if own.unread else []),
    ):
        assert walked(own.owner, wanted, 5) == found
    assert walked(stranger, RoomFilter(), 5) == []


def test_the_cursor_of_one_filter_goes_on_with_another(rooms: list[Room], operator: User) -> None:
    """It is a place in the desk's order."""
    every = in_order(rooms, lambda room: True)
    for place in (2, len(every) - 3):
        cursor = rooms_page(user=operator, limit=place).next_cursor
        unread = rooms_page(user=operator, limit=100, cursor=cursor, wanted=RoomFilter(unread=True))
        behind = [one for one in rooms if one.pk in every[place:]]
        expected = in_order(behind, lambda room: room.unread > 0)
        assert [item["room"] for item in unread.items] == expected


@pytest.mark.parametrize("cursor", ["", "forged"])
def test_a_cursor_that_was_not_given_is_refused(operator: User, cursor: str) -> None:
    with pytest.raises(BadInput):
        rooms_page(user=operator, limit=5, cursor=cursor)


def test_the_seeds_list_has_every_room_in_order(rooms: list[Room]) -> None:
    pairs = [
        f'{{"chat_name":"{pk}","support_read":{"false" if unread else "true"}}}'
        for pk, unread in [
            (one, next(room for room in rooms if room.pk == one).unread)
            for one in in_order(rooms, lambda room: True)
        ]
    ]
    assert chats_list().decode() == f'{{"chats":[{",".join(pairs)}]}}'


def test_without_rooms_there_is_nothing_to_list(operator: User) -> None:
    assert chats_list() == b'{"chats":[]}'
    assert rooms_page(user=operator, limit=5).items == summaries_of(room_ids=[]) == []


def test_the_counts_are_those_of_the_lists(rooms: list[Room], operator: User) -> None:
    counts: dict[str, Any] = rooms_tally().of(operator.pk)

    def count(**wanted: Any) -> int:
        return len(walked(operator, RoomFilter(**wanted), 100))

    assert counts == {
        "all": count(),
        "unread": count(unread=True),
        **{status: count(status=status) for status in Status.values},
        "mine": count(assignee=operator.pk) - count(assignee=operator.pk, status=Status.DONE.value),
        "nobody": count(assignee=NOBODY) - count(assignee=NOBODY, status=Status.DONE.value),
    }

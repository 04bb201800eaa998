"""The list of rooms: who sees which, in which order, page by page, with what was said last."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from tests.kit.people import Person
from tests.kit.talking import hear, tell

ROOMS = "/api/v1/support/rooms"


def listed(person: Person, **query: str | int) -> list[dict[str, Any]]:
    answer = person.http.get(ROOMS, params=query)
    assert answer.status_code == 200, answer.text
    rooms: list[dict[str, Any]] = answer.json()["rooms"]
    return rooms


def write_in(person: Person, *messages: str) -> None:
    for message in messages:
        path = f"{ROOMS}/{person.room}/messages"
        assert person.http.post(path, json={"message": message}).status_code == 201


def read_all(operator: Person, room: int, seq: int) -> None:
    answer = operator.http.post(f"{ROOMS}/{room}/read", json={"seq": seq})
    assert answer.status_code == 200, answer.text


def summary_of(operator: Person, person: Person) -> dict[str, Any]:
    [found] = [one for one in listed(operator, q=person.username) if one["room"] == person.room]
    return found


def test_a_customer_sees_their_own_room_only(owner: Person, stranger: Person) -> None:
    assert owner.room
    assert stranger.room
    assert [room["room"] for room in listed(owner)] == [owner.room]
    assert listed(owner, q=stranger.username) == []


def test_whoever_has_not_asked_support_has_no_room_to_see(owner: Person) -> None:
    assert listed(owner) == []


def test_a_room_says_what_was_said_last_and_how_much_is_unread(
    owner: Person, operator: Person
) -> None:
    write_in(owner, "one", "two", "щ" * 300)
    with operator.chat(owner.room, since=3) as support:
        answer = tell(support, "answer " * 50)
    read_all(operator, owner.room, 4)
    summary = summary_of(operator, owner)
    assert summary.pop("last_activity")
    assert summary == {
        "room": owner.room,
        "customer": owner.username,
        "last_seq": 4,
        "support_read": True,
        "unread": 0,
        "last_message": {
            "sender": operator.username,
            "message": answer["message"][:200],
            "seq": 4,
            "sent_at": answer["sent_at"],
        },
        "read_up_to": 4,
        "status": "waiting",
        "assignee": None,
        "tended": 0,
    }


def test_only_the_customers_messages_count_as_unread(owner: Person, operator: Person) -> None:
    write_in(owner, "1", "2")
    answer = operator.http.post(f"{ROOMS}/{owner.room}/messages", json={"message": "an answer"})
    assert answer.status_code == 201
    write_in(owner, "4")
    summary = summary_of(operator, owner)
    assert (summary["unread"], summary["support_read"], summary["last_seq"]) == (3, False, 4)
    read_all(operator, owner.room, 2)
    assert summary_of(operator, owner)["unread"] == 1
    read_all(operator, owner.room, 4)
    summary = summary_of(operator, owner)
    assert (summary["unread"], summary["support_read"]) == (0, True)


def test_an_empty_room_has_no_last_message(owner: Person) -> None:
    assert owner.room
    [summary] = listed(owner)
    assert (summary["last_message"], summary["last_seq"], summary["unread"]) == (None, 0, 0)


def test_rooms_are_found_by_the_beginning_of_a_name_and_by_number(
    owner: Person, stranger: Person, operator: Person
) -> None:
    write_in(owner, "a")
    write_in(stranger, "a")
    assert [one["room"] for one in listed(operator, q=owner.username[:-2])] == [owner.room]
    assert owner.room in [one["room"] for one in listed(operator, q=owner.room)]
    assert stranger.room not in [one["room"] for one in listed(operator, q=owner.room)]
    assert listed(operator, q=owner.username[1:]) == []
    for wild in ("%", "_", "9" * 30, "\\", "'"):
        assert listed(operator, q=wild) == []


@pytest.fixture
def crowd(person: Callable[[str], Person], operator: Person) -> list[Person]:
    """Six customers whose names begin alike; support has read the first three."""
    people = [person("crowd-of-a-page") for _ in range(6)]
    for number, one in enumerate(people):
        write_in(one, "a")
        if number < 3:
            read_all(operator, one.room, 1)
    return people


def pages(operator: Person, between: Callable[[], None] = lambda: None) -> list[int]:
    """The rooms of the crowd by pages of two, with something that happens after the first."""
    found: list[int] = []
    cursor: dict[str, str] = {}
    while True:
        answer = operator.http.get(ROOMS, params={"q": "crowd-of-a-page", "limit": 2, **cursor})
        page = answer.json()
        found += [room["room"] for room in page["rooms"]]
        if page["next_cursor"] is None:
            return found
        if not cursor:
            between()
        cursor = {"cursor": page["next_cursor"]}


def test_unread_rooms_come_first_then_the_newest_page_by_page(
    crowd: list[Person], operator: Person
) -> None:
    rooms = [one.room for one in crowd]
    ours = [room for room in pages(operator) if room in rooms]
    assert ours == [rooms[5], rooms[4], rooms[3], rooms[2], rooms[1], rooms[0]]


def test_pages_stay_stable_while_rooms_change(crowd: list[Person], operator: Person) -> None:
    rooms = [one.room for one in crowd]
    found = pages(operator, lambda: write_in(crowd[5], "newer"))
    ours = [room for room in found if room in rooms]
    assert ours == [rooms[5], rooms[4], rooms[3], rooms[2], rooms[1], rooms[0]]


def test_rooms_are_filtered_by_whose_turn_it_is_whose_they_are_and_what_is_unread(
    crowd: list[Person], operator: Person
) -> None:
    rooms = [one.room for one in crowd]
    operator.http.put(f"{ROOMS}/{rooms[0]}/status", json={"status": "done", "seq": 1})
    operator.http.put(
        f"{ROOMS}/{rooms[1]}/assignee", json={"assignee": operator.username, "was": None}
    )
    operator.http.post(f"{ROOMS}/{rooms[2]}/messages", json={"message": "an answer"})

    def found(**query: str | int) -> list[int]:
        listing = listed(operator, q="crowd-of-a-page", **query)
        return [room["room"] for room in listing if room["room"] in rooms]

    assert found(status="done") == [rooms[0]]
    assert found(status="waiting") == [rooms[2]]
    assert found(status="open") == [rooms[5], rooms[4], rooms[3], rooms[1]]
    assert found(assignee="me") == [rooms[1]]
    assert rooms[1] not in found(assignee="nobody")
    assert found(unread="true") == [rooms[5], rooms[4], rooms[3]]
    assert found(unread="true", status="done") == []


@pytest.mark.parametrize(
    "query",
    [
        {"limit": 0},
        {"limit": 101},
        {"limit": "x"},
        {"cursor": "forged"},
        {"q": "x" * 101},
        {"status": "x"},
        {"assignee": "x"},
    ],
    ids=str,
)
def test_a_malformed_query_is_refused(operator: Person, query: dict[str, str | int]) -> None:
    answer = operator.http.get(ROOMS, params=query)
    assert answer.status_code == 400
    assert set(answer.json()["errors"]) == set(query)


def test_without_a_token_nothing_is_listed(nobody: httpx.Client) -> None:
    assert nobody.get(ROOMS).status_code == 401


def test_the_list_shows_a_message_as_soon_as_it_is_acknowledged(
    owner: Person, operator: Person
) -> None:
    with owner.chat(owner.room) as socket, operator.chat(owner.room) as support:
        for number in range(1, 6):
            tell(socket, "a")
            assert summary_of(operator, owner)["last_seq"] == number
            assert hear(support)["seq"] == number

"""What is remembered of the rooms' counters spares a question, and is never trusted blindly."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rip.accounts.models import User
from rip.chat.messages import counters as counters_module
from rip.chat.messages.counters import Counters
from rip.chat.messages.drafts import Posted, Result
from rip.chat.messages.log import messages_post
from rip.support.kind import SUPPORT
from rip.support.models import Room
from rip.support.rooms.rooms import room_open
from tests.chat.rooms import at_once, numbers_in, post, remembered, written

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def only_sqlite() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("elsewhere the counters are locked, or remembered by the quick lane")


def seqs(results: list[Result]) -> list[Any]:
    return [one.seq if isinstance(one, Posted) else type(one).__name__ for one in results]


def questions(queries: CaptureQueriesContext) -> list[str]:
    return [query["sql"] for query in queries if "last_seq" in query["sql"].partition("FROM")[0]]


@pytest.mark.sqlite
@pytest.mark.usefixtures("only_sqlite")
def test_the_second_group_of_a_room_asks_for_no_counter(owner: User, room: Room) -> None:
    counters = Counters()
    messages_post(kind=SUPPORT, drafts=[written(room.pk, owner, "a")], counters=counters)
    with CaptureQueriesContext(connection) as queries:
        results = messages_post(
            kind=SUPPORT, drafts=[written(room.pk, owner, "b")] * 2, counters=counters
        )
    assert [query for query in questions(queries) if query.startswith("SELECT")] == []
    assert seqs(results) == [2, 2]
    assert remembered(counters, room) == [2]


@pytest.mark.sqlite
@pytest.mark.usefixtures("only_sqlite")
def test_only_the_rooms_that_are_not_remembered_are_asked_for(
    owner: User, stranger: User, room: Room
) -> None:
    counters, other = Counters(), room_open(owner=stranger)
    post(other, stranger)
    messages_post(kind=SUPPORT, drafts=[written(room.pk, owner, "a")], counters=counters)
    both = [written(room.pk, owner, "b"), written(other.pk, stranger, "b")]
    assert seqs(messages_post(kind=SUPPORT, drafts=both, counters=counters)) == [2, 2]
    assert remembered(counters, room, other) == [2, 2]


def test_a_room_that_others_have_posted_to_goes_on_from_there(owner: User, room: Room) -> None:
    counters = Counters()
    messages_post(kind=SUPPORT, drafts=[written(room.pk, owner, "a")], counters=counters)
    at_once(lambda: post(room, owner))
    results = messages_post(kind=SUPPORT, drafts=[written(room.pk, owner, "b")], counters=counters)
    assert seqs(results) == [3]
    assert numbers_in(room) == [1, 2, 3]


@pytest.mark.parametrize("wrong", [0, 1, 7])
def test_a_counter_that_is_remembered_wrongly_gives_no_wrong_number(
    owner: User, stranger: User, room: Room, wrong: int
) -> None:
    counters, other = Counters(), room_open(owner=stranger)
    for _ in range(2):
        both = [written(room.pk, owner, "a"), written(other.pk, stranger, "a")]
        messages_post(kind=SUPPORT, drafts=both, counters=counters)
    counters.keep({room.pk: wrong})
    both = [written(room.pk, owner, "b"), written(other.pk, stranger, "b")]
    assert seqs(messages_post(kind=SUPPORT, drafts=both, counters=counters)) == [3, 3]
    assert (numbers_in(room), numbers_in(other)) == ([1, 2, 3], [1, 2, 3])
    room.refresh_from_db()
    assert (room.last_seq, room.last_owner_seq) == (3, 3)


def test_a_room_that_is_gone_is_not_found(owner: User, stranger: User, room: Room) -> None:
    counters, other, gone = Counters(), room_open(owner=stranger), room.pk
    both = [written(gone, owner, "a"), written(other.pk, stranger, "a")]
    messages_post(kind=SUPPORT, drafts=both, counters=counters)
    room.messages.all().delete()
    room.delete()
    more = [written(gone, owner, "b"), written(other.pk, stranger, "b")]
    assert seqs(messages_post(kind=SUPPORT, drafts=more, counters=counters)) == ["NotFound", 2]


def test_a_repeat_beside_a_new_message_is_found(owner: User, room: Room) -> None:
    counters = Counters()
    messages_post(kind=SUPPORT, drafts=[written(room.pk, owner, "a", "id-1")], counters=counters)
    again = [written(room.pk, owner, "b", "id-2"), written(room.pk, owner, "a", "id-1")]
    assert seqs(messages_post(kind=SUPPORT, drafts=again, counters=counters)) == [2, 1]
    assert seqs(
        messages_post(kind=SUPPORT, drafts=[written(room.pk, owner, "c")], counters=counters)
    ) == [3]


def test_what_cannot_be_stored_leaves_nothing_remembered_that_is_not_so(
    owner: User, room: Room
) -> None:
    counters = Counters()
    messages_post(kind=SUPPORT, drafts=[written(room.pk, owner, "a")], counters=counters)
    mixed = [written(room.pk, owner, "b"), written(room.pk, owner, "\ud800")]
    assert seqs(messages_post(kind=SUPPORT, drafts=mixed, counters=counters)) == [
        2,
        "UnicodeEncodeError",
    ]
    assert seqs(
        messages_post(kind=SUPPORT, drafts=[written(room.pk, owner, "c")], counters=counters)
    ) == [3]
    assert numbers_in(room) == [1, 2, 3]


def test_what_is_remembered_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counters_module, "MOST_COUNTERS", 3)
    counters = Counters()
    for room_id in range(10):
        counters.keep({room_id: 1})
    assert len(counters.take(range(10))) <= 4

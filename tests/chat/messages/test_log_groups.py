"""Groups of drafts, one after the other: each goes on from where its rooms are."""

from typing import Any

import pytest

from rip.accounts.models import User
from rip.chat.messages.drafts import Draft, Posted, Result
from rip.chat.messages.log import messages_post
from rip.support.kind import SUPPORT
from rip.support.models import Room
from rip.support.rooms.rooms import room_open
from tests.chat.rooms import at_once, numbers_in, post, written

pytestmark = pytest.mark.django_db(transaction=True)


def stored(drafts: list[Draft]) -> list[Result]:
    return messages_post(kind=SUPPORT, drafts=drafts)


def seqs(results: list[Result]) -> list[Any]:
    return [one.seq if isinstance(one, Posted) else type(one).__name__ for one in results]


def test_a_room_that_others_have_posted_to_goes_on_from_there(owner: User, room: Room) -> None:
    stored([written(room.pk, owner, "a")])
    at_once(lambda: post(room, owner))
    results = stored([written(room.pk, owner, "b")])
    assert seqs(results) == [3]
    assert numbers_in(room) == [1, 2, 3]


def test_a_room_that_is_gone_is_not_found(owner: User, stranger: User, room: Room) -> None:
    other, gone = room_open(owner=stranger), room.pk
    both = [written(gone, owner, "a"), written(other.pk, stranger, "a")]
    stored(both)
    room.messages.all().delete()
    room.delete()
    more = [written(gone, owner, "b"), written(other.pk, stranger, "b")]
    assert seqs(stored(more)) == ["NotFound", 2]


def test_a_repeat_beside_a_new_message_is_found(owner: User, room: Room) -> None:
    stored([written(room.pk, owner, "a", "id-1")])
    again = [written(room.pk, owner, "b", "id-2"), written(room.pk, owner, "a", "id-1")]
    assert seqs(stored(again)) == [2, 1]
    assert seqs(stored([written(room.pk, owner, "c")])) == [3]


def test_what_cannot_be_stored_takes_no_number(owner: User, room: Room) -> None:
    stored([written(room.pk, owner, "a")])
    mixed = [written(room.pk, owner, "b"), written(room.pk, owner, "\ud800")]
    assert seqs(stored(mixed)) == [
        2,
        "UnicodeEncodeError",
    ]
    assert seqs(stored([written(room.pk, owner, "c")])) == [3]
    assert numbers_in(room) == [1, 2, 3]


def test_texts_are_stored_as_they_are(owner: User, room: Room) -> None:
    texts = ["Кто это? 🐾", "%s'\\\"", "%d %% {}", "\\n"]
    drafts = [written(room.pk, owner, text, f"id-{at}") for at, text in enumerate(texts)]
    assert seqs(stored([*drafts, written(987654321, owner, "a")])) == [1, 2, 3, 4, "NotFound"]
    assert [message.body for message in room.messages.order_by("seq")] == texts
    room.refresh_from_db()
    assert (room.last_seq, room.last_owner_seq) == (4, 4)

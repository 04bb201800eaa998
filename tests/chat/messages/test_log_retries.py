"""Retrying is always safe: the same client_message_id is the same message."""

from functools import partial

import pytest
from django.db import connection

from rip.accounts.models import User
from rip.chat.messages.drafts import Draft, Posted
from rip.chat.messages.log import messages_post
from rip.support.kind import SUPPORT
from rip.support.models import Message, Room
from rip.support.rooms.rooms import room_open
from tests.chat.rooms import at_once, numbers_in, post, read_back, written

pytestmark = pytest.mark.django_db


def test_a_retry_gets_the_original_message(owner: User, room: Room) -> None:
    original = post(room, owner, "a", "id-1")
    post(room, owner, "b")
    again = post(room, owner, "a", "id-1")
    assert (original.fresh, again) == (True, read_back(original))
    assert numbers_in(room) == [1, 2]


def test_a_retry_with_another_text_gets_the_original_message(owner: User, room: Room) -> None:
    original = post(room, owner, "a", "id-1")
    assert post(room, owner, "changed", "id-1").frame == original.frame


def test_a_retry_in_the_same_batch_gets_the_original_message(owner: User, room: Room) -> None:
    draft = written(room.pk, owner, "a", "id-1")
    first, other, again = messages_post(
        kind=SUPPORT, drafts=[draft, written(room.pk, owner, "b"), draft]
    )
    assert isinstance(first, Posted)
    assert isinstance(other, Posted)
    assert (first.seq, other.seq, again) == (1, 2, read_back(first))
    assert numbers_in(room) == [1, 2]


def test_a_batch_of_retries_takes_no_numbers(owner: User, room: Room) -> None:
    post(room, owner, "a", "id-1")
    results = messages_post(kind=SUPPORT, drafts=[written(room.pk, owner, "a", "id-1")] * 3)
    assert [isinstance(one, Posted) and one.seq for one in results] == [1, 1, 1]
    assert post(room, owner, "b").seq == 2


def test_a_draft_without_an_id_is_one_message_however_often_it_is_tried(
    owner: User, room: Room
) -> None:
    draft = written(room.pk, owner, "a")
    [first] = messages_post(kind=SUPPORT, drafts=[draft])
    assert isinstance(first, Posted)
    for retrying in (True, False):
        [again] = messages_post(kind=SUPPORT, drafts=[draft], retrying=retrying)
        assert again == read_back(first)
    assert numbers_in(room) == [1]
    assert '"client_message_id":null' in first.frame


def test_messages_without_an_id_are_all_new(owner: User, room: Room) -> None:
    assert [post(room, owner, "a").seq for _ in range(3)] == [1, 2, 3]


def test_the_id_of_another_author_is_another_id(owner: User, operator: User, room: Room) -> None:
    post(room, owner, "a", "id-1")
    theirs = post(room, operator, "b", "id-1")
    assert (theirs.seq, theirs.fresh) == (2, True)


def test_the_id_in_another_room_is_another_id(owner: User, operator: User, room: Room) -> None:
    post(room, operator, "a", "id-1")
    elsewhere = post(room_open(owner=operator), operator, "a", "id-1")
    assert (elsewhere.seq, elsewhere.fresh) == (1, True)


def test_ids_that_differ_only_in_case_are_different(owner: User, room: Room) -> None:
    posted = [post(room, owner, name, name) for name in ("aBc", "abc", "ABC")]
    assert [(one.seq, one.fresh) for one in posted] == [(1, True), (2, True), (3, True)]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("attempt", range(5))
def test_a_retry_that_races_with_its_original_is_stored_once(
    owner: User, room: Room, attempt: int
) -> None:
    def batch() -> list[Draft]:
        return [written(room.pk, owner, "a", f"id-{attempt}"), written(room.pk, owner, "b")]

    batches = at_once(*[partial(messages_post, kind=SUPPORT, drafts=batch()) for _ in range(6)])
    posted = [batch[0] for batch in batches]
    assert all(isinstance(one, Posted) for batch in batches for one in batch)
    assert sum(isinstance(one, Posted) and one.fresh for one in posted) == 1
    assert len({one.frame for one in posted if isinstance(one, Posted)}) == 1
    assert numbers_in(room) == list(range(1, 8))


def test_looking_for_a_retry_does_not_read_the_room(owner: User, room: Room) -> None:
    post(room, owner, "a", "id-1")
    query = Message.objects.in_room(room.pk).filter(
        author__in={owner.pk}, client_message_id__in={"id-1"}
    )
    wanted = {
        "sqlite": "author_id=? AND room_id=? AND client_message_id=?",
        "mysql": "message_sent_once",
    }
    # MySQL's own form says nothing of a row that it reads while it plans.
    form = {"format": "TRADITIONAL"} if connection.vendor == "mysql" else {}
    assert wanted[connection.vendor] in query.explain(**form)

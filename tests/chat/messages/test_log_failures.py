"""A message that cannot be stored fails alone, and a lost connection duplicates nothing."""

from collections.abc import Callable

import pytest
from django.db import InterfaceError, OperationalError, connection

from rip.accounts.models import User
from rip.chat.messages.drafts import Posted
from rip.chat.messages.log import messages_post
from rip.core.errors import NotFound
from rip.support.kind import SUPPORT
from rip.support.models import Message, Room
from tests.chat.rooms import numbers_in, post, written

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_draft_for_a_room_that_does_not_exist_fails_alone(owner: User, room: Room) -> None:
    rooms = [room.pk, 987654321, room.pk]
    first, poison, last = messages_post(
        kind=SUPPORT, drafts=[written(one, owner, "a") for one in rooms]
    )
    assert isinstance(first, Posted)
    assert isinstance(last, Posted)
    assert isinstance(poison, NotFound)
    assert (first.seq, last.seq) == (1, 2)
    assert Message.objects.count() == 2
    assert not Room.objects.exclude(pk=room.pk).exists()


@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_text_no_database_takes_fails_alone(owner: User, room: Room, place: int) -> None:
    drafts = [written(room.pk, owner, "a"), written(room.pk, owner, "b")]
    drafts.insert(place, written(room.pk, owner, "\ud800"))
    results = messages_post(kind=SUPPORT, drafts=drafts)
    assert isinstance(results.pop(place), UnicodeEncodeError)
    assert [isinstance(one, Posted) and one.seq for one in results] == [1, 2]
    assert numbers_in(room) == [1, 2]


def test_a_failed_draft_leaves_no_gap(owner: User, room: Room) -> None:
    messages_post(kind=SUPPORT, drafts=[written(room.pk, owner, "\ud800")])
    assert post(room, owner).seq == 1


def connection_number() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT CONNECTION_ID()")
        number: int = cursor.fetchone()[0]
        return number


@pytest.mark.mariadb
@pytest.mark.mysql
def test_after_a_lost_connection_the_next_message_is_stored(
    owner: User, room: Room, killed_connections: Callable[[int], None]
) -> None:
    killed_connections(connection_number())
    with pytest.raises((OperationalError, InterfaceError)):
        post(room, owner)
    connection.close_if_unusable_or_obsolete()
    assert post(room, owner, "b").seq == 1


@pytest.mark.mariadb
@pytest.mark.mysql
def test_nothing_is_stored_twice_when_the_answer_to_the_commit_is_lost(
    owner: User,
    room: Room,
    killed_connections: Callable[[int], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    number = connection_number()
    commit = connection.commit

    def lose_the_answer() -> None:
        commit()
        killed_connections(number)
        connection_number()

    drafts = [written(room.pk, owner, "a"), written(room.pk, owner, "b")]
    with monkeypatch.context() as patch:
        patch.setattr(connection, "commit", lose_the_answer)
        with pytest.raises((OperationalError, InterfaceError)):
            messages_post(kind=SUPPORT, drafts=drafts)
    connection.close_if_unusable_or_obsolete()
    again = messages_post(kind=SUPPORT, drafts=drafts, retrying=True)
    assert [isinstance(one, Posted) and (one.seq, one.fresh) for one in again] == [
        (1, False),
        (2, False),
    ]
    assert numbers_in(room) == [1, 2]

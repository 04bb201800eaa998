"""Pictures of the chat on the disk: for those who may talk in the room, gone if never shown."""

from datetime import timedelta
from functools import partial

import pytest
from django.utils import timezone

from rip.accounts.models import User
from rip.chat.messages.pictures import picture_add, pictures_prune
from rip.core.errors import NotAllowed, NotFound
from rip.core.pictures.convert import picture_convert
from rip.support.kind import SUPPORT
from rip.support.models import ChatPicture, Room
from tests.chat.rooms import at_once, post
from tests.conftest import FilesLeft
from tests.kit import pictures

pytestmark = pytest.mark.django_db(transaction=True)


def add(user: User, room_id: int) -> ChatPicture:
    picture = picture_convert(pictures.png())
    row = picture_add(kind=SUPPORT, user=user, room_id=room_id, picture=picture)
    assert isinstance(row, ChatPicture)
    return row


def names_of(*kept: ChatPicture) -> list[str]:
    return sorted(one.file_name(width) for one in kept for width in one.WIDTHS)


def much_later() -> int:
    return pictures_prune(
        kind=SUPPORT, now=timezone.now() + timedelta(hours=24) + timedelta(minutes=1)
    )


def test_it_is_kept_in_three_widths_under_a_random_name(
    room: Room, owner: User, files_left: FilesLeft
) -> None:
    picture = add(owner, room.pk)
    assert (picture.author, picture.room) == (owner, room)
    assert picture.url.startswith("/media/support/")
    assert len(picture.name) >= 20
    assert files_left() == names_of(picture)


def test_it_is_not_kept_for_people_who_may_not_talk_there(
    room: Room, stranger: User, operator: User, files_left: FilesLeft
) -> None:
    with pytest.raises(NotAllowed):
        add(stranger, room.pk)
    with pytest.raises(NotFound):
        add(operator, 10**9)
    assert files_left() == []
    assert add(operator, room.pk).room == room


def test_no_file_is_left_when_the_row_cannot_be_stored(
    room: Room, owner: User, files_left: FilesLeft, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = add(owner, room.pk)
    monkeypatch.setattr(ChatPicture._meta.get_field("name"), "_get_default", lambda: first.name)
    monkeypatch.setattr(ChatPicture, "FOLDER", "elsewhere")
    with pytest.raises(Exception, match=r"(?i)unique|duplicate"):
        add(owner, room.pk)
    monkeypatch.undo()
    assert [name for name in files_left() if name.startswith("elsewhere")] == []


def test_what_no_message_shows_is_removed_in_time_and_the_rest_stays(
    room: Room, owner: User, files_left: FilesLeft
) -> None:
    told_before = add(owner, room.pk)
    post(room, owner, "Вот он:")
    shown, linked, forgotten = (add(owner, room.pk) for _ in range(3))
    post(room, owner, shown.url)
    post(room, owner, f"Смотрите: {linked.url} — правда, похож?")
    assert pictures_prune(kind=SUPPORT, now=timezone.now()) == 0
    assert much_later() == 4
    assert files_left() == names_of(shown, linked)
    assert set(ChatPicture.objects.all()) == {shown, linked}
    assert much_later() == 0
    assert told_before not in ChatPicture.objects.all()
    assert forgotten not in ChatPicture.objects.all()


def test_another_rooms_message_does_not_keep_it(
    room: Room, owner: User, stranger: User, files_left: FilesLeft
) -> None:
    picture = add(owner, room.pk)
    post(Room.objects.create(owner=stranger), stranger, picture.url)
    much_later()
    assert files_left() == []


def test_two_processes_may_forget_at_once(room: Room, owner: User, files_left: FilesLeft) -> None:
    shown = add(owner, room.pk)
    post(room, owner, shown.url)
    for _ in range(3):
        add(owner, room.pk)
    at_once(*[partial(much_later)] * 2)
    assert files_left() == names_of(shown)

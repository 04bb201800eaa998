"""A person's part in support, for whoever asks for all their data or deletes the account."""

from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.db.models import F, Min

from rip.accounts.models import User
from rip.accounts.personal_data import DataSource, Rows
from rip.core.database.batches import in_batches
from rip.core.pictures.stored import files_remove
from rip.support.models import ChatPicture, Message, Note


def _export(user: User) -> dict[str, Rows]:
    return {"messages": _messages_of(user)}


def _messages_of(user: User) -> Iterator[dict[str, Any]]:
    """Room after room, each in the order of its numbers."""
    # Not found by the author's index, which would have all of a room's messages sorted anew for
    # each batch: no index serves a sum.
    own = Message.objects.alias(writer=F("author_id") + 0).filter(writer=user.pk)
    columns = ("room_id", "seq", "created", "body")
    room = _room_after(user, 0)
    while room is not None:
        found = own.filter(room=room).values_list(*columns, named=True)
        yield from (one._asdict() for one in in_batches(found, "seq"))
        room = _room_after(user, room)


def _room_after(user: User, room: int) -> int | None:
    """The next room that the user has written in."""
    later = Message.objects.filter(author=user, room__gt=room)
    first: int | None = later.aggregate(first=Min("room"))["first"]
    return first


def _erase(user: User) -> None:
    """The messages stay, under a name that says nothing: a room is a numbered log without gaps, and
    operators have answered what is in it."""
    pictures = list(ChatPicture.objects.filter(author=user))
    ChatPicture.objects.filter(pk__in=[picture.pk for picture in pictures]).delete()
    transaction.on_commit(lambda: files_remove(pictures), robust=True)
    Note.objects.filter(room=user.pk).delete()


SOURCE = DataSource("support", _export, _erase)

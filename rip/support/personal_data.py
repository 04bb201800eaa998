"""A person's part in support, for whoever asks for all their data or deletes the account."""

from typing import Any

from django.db import transaction

from rip.accounts.models import User
from rip.accounts.personal_data import DataSource
from rip.core.pictures.stored import files_remove
from rip.support.models import ChatPicture, Message, Note


def _export(user: User) -> dict[str, Any]:
    messages = Message.objects.filter(author=user).order_by("room", "seq")
    return {"messages": list(messages.values("room_id", "seq", "created", "body"))}


def _erase(user: User) -> None:
    """The messages stay, under a name that says nothing: a room is a numbered log without gaps, and
    operators have answered what is in it."""
    pictures = list(ChatPicture.objects.filter(author=user))
    ChatPicture.objects.filter(pk__in=[picture.pk for picture in pictures]).delete()
    transaction.on_commit(lambda: files_remove(pictures), robust=True)
    Note.objects.filter(room=user.pk).delete()


SOURCE = DataSource("support", _export, _erase)

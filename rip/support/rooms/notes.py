"""Customers as operators see them, and the notes about them."""

from typing import Any, Final

from django.db import transaction
from django.db.models import F

from rip.accounts.models import User
from rip.core.errors import NotFound
from rip.support.models import Note, Room

NOTES_SHOWN: Final = 100


def customer_of(*, room_id: int) -> dict[str, Any]:
    """Return all that an operator may know of a room's customer. Raises NotFound."""
    room = Room.objects.select_related("owner").filter(pk=room_id).first()
    if room is None:
        raise NotFound
    customer = room.owner
    notes = room.notes.select_related("author").order_by("-pk")[:NOTES_SHOWN]
    return {
        "id": customer.pk,
        "name": customer.username,
        "guest": customer.is_guest,
        "since": customer.date_joined.isoformat(timespec="seconds"),
        "messages": room.last_seq,
        "tended": room.tended,
        "notes": [_shown(note) for note in notes],
    }


def note_add(*, author: User, room_id: int, body: str) -> dict[str, Any]:
    """Add a note about a room's customer. Raises NotFound."""
    with transaction.atomic():
        _tend(room_id)
        return _shown(Note.objects.create(room_id=room_id, author=author, body=body))


def note_remove(*, room_id: int, note_id: int) -> None:
    """Remove a note, whoever wrote it. Raises NotFound."""
    with transaction.atomic():
        _tend(room_id)
        if not Note.objects.filter(pk=note_id, room_id=room_id).delete()[0]:
            raise NotFound


def _tend(room_id: int) -> None:
    if not Room.objects.filter(pk=room_id).update(tended=F("tended") + 1):
        raise NotFound


def _shown(note: Note) -> dict[str, Any]:
    return {
        "id": note.pk,
        "author": note.author.username,
        "text": note.body,
        "created": note.created.isoformat(timespec="milliseconds"),
    }

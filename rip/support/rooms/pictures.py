"""Pictures in the chat: uploaded first, then shown by a message that is the picture's address."""

import re
from datetime import datetime, timedelta
from typing import Final

from django.core.files.storage import default_storage
from django.db import transaction

from rip.accounts.models import User
from rip.core.pictures.convert import ConvertedPicture
from rip.core.pictures.stored import files_remove, files_stored
from rip.support.models import ChatPicture, Message
from rip.support.rooms.rooms import room_enter

# As long as a client may keep a message that it cannot send.
KEPT_UNSHOWN: Final = timedelta(days=7)
FORGOTTEN_AT_ONCE: Final = 200


_ADDRESS: Final = re.compile(
    rf"{re.escape(default_storage.url(ChatPicture.FOLDER))}/[\w-]+/[\w-]+-\d+\.webp", re.ASCII
)


def picture_in(body: str) -> str | None:
    """The address of the picture that a message is, if it is nothing else."""
    address = body.strip()
    return address if _ADDRESS.fullmatch(address) else None


def picture_add(*, user: User, room_id: int, picture: ConvertedPicture) -> ChatPicture:
    """Keep a picture for a message in this room. Raises NotAllowed or NotFound."""
    room = room_enter(user=user, room_id=room_id)
    row = ChatPicture(
        room=room,
        author=user,
        room_seq=room.last_seq,
        width=picture.width,
        height=picture.height,
    )
    with files_stored([(row, picture)]), transaction.atomic():
        row.save()
    return row


def pictures_forget(*, now: datetime) -> int:
    """Remove pictures that no message came to show in time; how many were looked at."""
    late = ChatPicture.objects.filter(shown=False, created__lt=now - KEPT_UNSHOWN)
    some = list(late.order_by("created")[:FORGOTTEN_AT_ONCE])
    with transaction.atomic():
        shown = [picture.pk for picture in some if _is_shown(picture)]
        ChatPicture.objects.filter(pk__in=shown).update(shown=True)
        gone = [picture for picture in some if picture.pk not in set(shown)]
        ChatPicture.objects.filter(pk__in=[picture.pk for picture in gone]).delete()
        transaction.on_commit(lambda: files_remove(gone), robust=True)
    return len(some)


def _is_shown(picture: ChatPicture) -> bool:
    later = Message.objects.filter(room=picture.room_id, seq__gt=picture.room_seq)
    return later.filter(body__contains=picture.name).exists()

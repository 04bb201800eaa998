"""Pictures in rooms: uploaded first, then shown by a message that is the picture's URL."""

import functools
import re
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q

from rip.accounts.models import User
from rip.chat.kinds import RoomKind
from rip.chat.models import PictureBase
from rip.core.pictures.convert import ConvertedPicture
from rip.core.pictures.quotas import quota_check
from rip.core.pictures.stored import files_remove, files_stored

PRUNED_AT_ONCE: Final = 200


@functools.cache
def _url(kind: RoomKind) -> re.Pattern[str]:
    folder = re.escape(default_storage.url(kind.picture_model.FOLDER))
    return re.compile(rf"{folder}/[\w-]+/[\w-]+-\d+\.webp", re.ASCII)


def picture_in(body: str, *, kind: RoomKind) -> str | None:
    """Return the URL of the picture that a message is, or None if it is anything else."""
    url = body.strip()
    return url if _url(kind).fullmatch(url) else None


def picture_check(*, kind: RoomKind, user: User, room_id: int) -> None:
    """Check that `picture_add` would take one now, before it is converted.

    Raises NotAllowed or NotFound, and Conflict or TooLarge when a quota is used up.
    """
    kind.enter(user=user, room_id=room_id)
    quota_check(owner_id=user.pk, pictures=1, unlimited=user.is_staff)


def picture_add(
    *, kind: RoomKind, user: User, room_id: int, picture: ConvertedPicture
) -> PictureBase:
    """Store a picture for a message in this room. Raises NotAllowed or NotFound."""
    room = kind.enter(user=user, room_id=room_id).room
    row = kind.picture_model(
        author=user,
        room_seq=room.last_seq,
        width=picture.width,
        height=picture.height,
        stored_bytes=picture.stored_bytes,
    )
    row.room_id = room.pk
    with files_stored([(row, picture)]), transaction.atomic():
        row.save()
    return row


def pictures_prune(*, kind: RoomKind, now: datetime) -> int:
    """Remove pictures that no message came to show in time. Return how many were looked at."""
    pictures = kind.picture_model._default_manager
    since = now - timedelta(hours=settings.RIP_UNUSED_PICTURE_HOURS)
    late = pictures.filter(shown=False, created__lt=since)
    some = list(late.order_by("created")[:PRUNED_AT_ONCE])
    with transaction.atomic():
        shown = {picture.pk for picture in some if _is_shown(kind, picture)}
        pictures.filter(pk__in=shown).update(shown=True)
        gone = [picture for picture in some if picture.pk not in shown]
        pictures.filter(pk__in=[picture.pk for picture in gone]).delete()
        transaction.on_commit(lambda: files_remove(gone), robust=True)
    return len(some)


def _is_shown(kind: RoomKind, picture: PictureBase) -> bool:
    later = kind.message_model.objects.filter(Q(room=picture.room_id), seq__gt=picture.room_seq)
    found: bool = later.filter(body__contains=picture.name).exists()
    return found

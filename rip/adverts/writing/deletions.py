"""Deleting an advert on a page: it is closed at once, and erased when its owner had time to undo.

So it is out of everyone's sight from the first moment, and the message on the page holds even if
the page is closed: the advert can be taken back from the list of one's own adverts until then.
"""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from rip.accounts.models import User
from rip.adverts.models import Advert, Status
from rip.adverts.models.owners import PendingDeletion
from rip.adverts.writing import picture_rows
from rip.adverts.writing.commands import advert_to_change
from rip.adverts.writing.log import advert_erase, advert_write
from rip.core.errors import NotFound

UNDO: Final = timedelta(minutes=10)
# The status of an advert that may still be taken back.
DELETED_AS: Final = Status.CLOSED
ERASED_AT_ONCE: Final = 100


def advert_delete_later(*, user: User | None, advert_id: int) -> Advert:
    """Close the advert now, and let it be erased after `UNDO`.

    Raises NotFound, NotSignedIn or NotAllowed.
    """
    with transaction.atomic():
        advert = advert_to_change(user, advert_id)
        if PendingDeletion.objects.filter(advert=advert, seq=advert.seq).exists():
            return advert
        was = advert.status
        _set_status(advert, DELETED_AS)
        PendingDeletion.objects.update_or_create(
            advert=advert, defaults={"was": was, "seq": advert.seq, "at": timezone.now()}
        )
    return advert


def advert_undelete(*, user: User | None, advert_id: int) -> Advert:
    """Take the advert back as it was. Raises NotFound (it is too late), NotSignedIn, NotAllowed."""
    with transaction.atomic():
        advert = advert_to_change(user, advert_id)
        pending = PendingDeletion.objects.filter(advert=advert, seq=advert.seq).first()
        if pending is None:
            raise NotFound
        pending.delete()
        _set_status(advert, pending.was)
    return advert


def deletions_finish(*, now: datetime) -> int:
    """Erase adverts whose time to be taken back is over; how many were looked at."""
    late = PendingDeletion.objects.filter(at__lt=now - UNDO).order_by("at")
    ids = list(late.values_list("pk", flat=True)[:ERASED_AT_ONCE])
    for number in ids:
        with transaction.atomic():
            _finish(number)
    return len(ids)


def _finish(pending_id: int) -> None:
    pending = PendingDeletion.objects.filter(pk=pending_id).first()
    if pending is None:
        return
    advert = Advert.objects.select_for_update().filter(pk=pending.advert_id).first()
    if advert is None:  # another process was first
        return
    if advert.seq != pending.seq:
        pending.delete()
        return
    picture_rows.remove(advert.album)
    advert_erase(advert)


def _set_status(advert: Advert, status: str) -> None:
    before = advert.filter_values()
    advert.status = status
    advert_write(advert, before=before, fields=["status"])

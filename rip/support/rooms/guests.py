"""Guests who never wrote anything are deleted once they cannot come back."""

from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Exists, OuterRef, ProtectedError, Q

from rip.accounts.models import RefreshFamily, User
from rip.support.models import Room

PRUNED_AT_ONCE: Final = 100


def guests_prune(*, now: datetime, after: int = 0) -> int | None:
    """Delete guests who said nothing and whose last token has expired, of some with an id greater
    than `after`; give the id to go on after, or None when there are no more.

    A guest whom another table still needs stays, with an empty room or none.
    """
    can_return = RefreshFamily.objects.filter(user=OuterRef("pk"), expires__gt=now, revoked_at=None)
    silent = User.objects.filter(Q(room=None) | Q(room__last_seq=0), is_guest=True, pk__gt=after)
    some = silent.filter(~Exists(can_return)).order_by("pk")
    ids = list(some.values_list("pk", flat=True)[:PRUNED_AT_ONCE])
    for user_id in ids:
        _delete(user_id)
    return ids[-1] if len(ids) == PRUNED_AT_ONCE else None


def _delete(user_id: int) -> None:
    try:
        with transaction.atomic():
            # Locked first: who writes at this moment has a message before it, or no room after it.
            room = Room.objects.select_for_update().filter(pk=user_id).first()
            if room is not None and room.last_seq == 0:
                room.delete()
            if room is None or room.last_seq == 0:
                User.objects.filter(pk=user_id, is_guest=True).delete()
    except ProtectedError:
        return

"""Favourites: adverts that somebody wants to find again."""

from collections.abc import Sequence
from typing import Final

from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from rip.accounts.models import User
from rip.adverts.models import Advert
from rip.adverts.models.readers import Favourite
from rip.core.errors import Conflict, NotFound

MOST_KEPT: Final = 500


def favourite_add(*, user: User, advert_id: int) -> None:
    """Keep an advert; one that is kept already stays as it is.

    Raises NotFound when the user may not see such an advert, Conflict when they keep too many.
    """
    advert = Advert.objects.filter(pk=advert_id).first()
    if advert is None or not advert.may_be_seen_by(user):
        raise NotFound
    favourites_merge(user=user, advert_ids=[advert_id])


def favourites_merge(*, user: User, advert_ids: Sequence[int]) -> int:
    """Keep those of these adverts that the user may see; how many were new.

    Raises Conflict when there would be too many.
    """
    adverts = [
        one for one in Advert.objects.filter(pk__in=set(advert_ids)) if one.may_be_seen_by(user)
    ]
    with transaction.atomic():
        # Locked, so that two who add at once do not pass the limit together.
        User.objects.select_for_update().get(pk=user.pk)
        kept = set(user.favourites.values_list("advert_id", flat=True))
        order = {advert_id: place for place, advert_id in enumerate(advert_ids)}
        new = sorted((one for one in adverts if one.pk not in kept), key=lambda one: order[one.pk])
        if new and len(kept) + len(new) > MOST_KEPT:
            raise Conflict(
                format_lazy(
                    _("You keep {count} adverts already. Take away one that you need no more."),
                    count=len(kept),
                )
            )
        Favourite.objects.bulk_create(
            Favourite(user=user, advert=one, title=one.title) for one in new
        )
    return len(new)


def favourite_remove(*, user: User, advert_id: int) -> None:
    """Keep an advert no longer; nothing happens when it was not kept, or is not there any more."""
    Favourite.objects.filter(user=user, advert_id=advert_id).delete()


def advert_of(kept: Favourite, user: User) -> Advert | None:
    """The advert that is kept, unless it is gone or closed to this user."""
    try:
        advert = kept.advert
    except Advert.DoesNotExist:
        return None
    return advert if advert.may_be_seen_by(user) else None

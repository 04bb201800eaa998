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

MAX_FAVOURITES: Final = 500


def favourite_add(*, user: User, advert_id: int) -> None:
    """Add an advert to the user's favourites; one of them stays as it is.

    Raises NotFound if the user may not see such an advert, Conflict if there would be too many.
    """
    advert = Advert.objects.filter(pk=advert_id).first()
    if advert is None or not advert.may_be_seen_by(user):
        raise NotFound
    favourites_merge(user=user, advert_ids=[advert_id])


def favourites_merge(*, user: User, advert_ids: Sequence[int]) -> int:
    """Add those of these adverts that the user may see. Return how many were new.

    Raises Conflict if there would be too many.
    """
    adverts = [
        one for one in Advert.objects.filter(pk__in=set(advert_ids)) if one.may_be_seen_by(user)
    ]
    with transaction.atomic():
        # Locked, so that two who add at once do not pass the limit together.
        User.objects.select_for_update().get(pk=user.pk)
        there = set(user.favourites.values_list("advert_id", flat=True))
        order = {advert_id: index for index, advert_id in enumerate(advert_ids)}
        new = [one for one in adverts if one.pk not in there]
        new.sort(key=lambda one: order[one.pk])
        if new and len(there) + len(new) > MAX_FAVOURITES:
            raise Conflict(
                format_lazy(
                    _("You keep {count} adverts already. Take away one that you need no more."),
                    count=len(there),
                )
            )
        Favourite.objects.bulk_create(
            Favourite(user=user, advert=one, title=one.title) for one in new
        )
    return len(new)


def favourite_remove(*, user: User, advert_id: int) -> None:
    """Take an advert from the favourites, if it is among them; it need not exist any more."""
    Favourite.objects.filter(user=user, advert_id=advert_id).delete()


def advert_of(favourite: Favourite, user: User) -> Advert | None:
    """Return the favourite advert, or None if it is gone or the user may not see it."""
    try:
        advert = favourite.advert
    except Advert.DoesNotExist:
        return None
    return advert if advert.may_be_seen_by(user) else None

"""A person's adverts and favourites, as part of their personal data."""

import heapq
import operator
from collections.abc import Iterator
from typing import Final

from rip.accounts.models import User
from rip.accounts.personal_data import DataSource, Rows
from rip.adverts.encoding import full_shape
from rip.adverts.models import Advert, PostKey, Status
from rip.adverts.writing.commands import advert_delete
from rip.core.database.batches import BATCH, in_batches

_number: Final = operator.attrgetter("pk")


def _export(user: User) -> dict[str, Rows]:
    favourites = in_batches(user.favourites.all(), "pk")
    return {
        "published": (full_shape(one) for one in _adverts_of(user)),
        "favourites": (
            {"advert_id": one.advert_id, "title": one.title, "added": one.added}
            for one in favourites
        ),
    }


def _adverts_of(user: User) -> Iterator[Advert]:
    """In the order of their ids. The index has them by status first, so the statuses of many are
    read apart."""
    own = Advert.objects.filter(owner=user)
    few = own[:BATCH].with_albums()
    if len(few) < BATCH:
        return iter(sorted(few, key=_number))
    each = [in_batches(own.filter(status=one).with_pictures(), "pk") for one in Status.values]
    return heapq.merge(*each, key=_number)


def _erase(user: User) -> None:
    for number in list(Advert.objects.filter(owner=user).values_list("pk", flat=True)):
        advert_delete(user=user, advert_id=number)
    user.favourites.all().delete()
    PostKey.objects.filter(owner_id=user.pk).delete()


SOURCE = DataSource("adverts", _export, _erase)

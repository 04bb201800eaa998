"""A person's adverts and favourites, as part of their personal data."""

from typing import Any

from rip.accounts.models import User
from rip.accounts.personal_data import DataSource
from rip.adverts.encoding import full_shape
from rip.adverts.models import Advert, PostKey
from rip.adverts.writing.commands import advert_delete


def _export(user: User) -> dict[str, Any]:
    adverts = Advert.objects.filter(owner=user).with_pictures().order_by("pk")
    favourites = user.favourites.order_by("pk").values("advert_id", "title", "added")
    return {"published": [full_shape(one) for one in adverts], "favourites": list(favourites)}


def _erase(user: User) -> None:
    for number in list(Advert.objects.filter(owner=user).values_list("pk", flat=True)):
        advert_delete(user=user, advert_id=number)
    user.favourites.all().delete()
    PostKey.objects.filter(owner_id=user.pk).delete()


SOURCE = DataSource("adverts", _export, _erase)

"""Adverts like another one."""

from typing import Final

from rip.adverts.models import Advert

SHOWN: Final = 4


def similar_to(advert: Advert) -> list[Advert]:
    """Return some published adverts of the same kind, with pictures: first the newest of the same
    breed, then of the same location, then of the kind. At most four queries, by indexes."""
    board = Advert.objects.published().filter(kind=advert.kind).exclude(pk=advert.pk)
    found: dict[int, Advert] = {}
    for alike in (
        board.filter(breed_key=advert.breed_key),
        board.filter(location_key=advert.location_key),
        board,
    ):
        if len(found) < SHOWN:
            more = alike.with_pictures()[: SHOWN + len(found)]
            found.update((one.pk, one) for one in more if one.pk not in found)
    return list(found.values())[:SHOWN]

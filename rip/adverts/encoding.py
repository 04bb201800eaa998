"""Adverts as JSON: the seed's body, and the full document, whose first part that is."""

import operator
from collections.abc import Iterable
from typing import Any, Final

import msgspec

from rip.adverts import fields
from rip.adverts.declarations import Field, Money
from rip.adverts.models import Advert
from rip.core.http.fields import number

_encoder: Final = msgspec.json.Encoder(decimal_format="number")


class _Part:
    """Some keys of an advert's JSON, read by one call: this runs for every advert that is shown."""

    def __init__(
        self, part: tuple[Field, ...], before: dict[str, str], after: dict[str, str]
    ) -> None:
        """`before` and `after` the fields come keys with the names of attributes."""
        attributes = {**before, **{field.name: field.name for field in part}, **after}
        self._keys = [*attributes]
        self._read = operator.attrgetter(*attributes.values())
        self._amounts = [field.name for field in part if isinstance(field, Money)]

    def of(self, advert: Advert) -> dict[str, Any]:
        shape = dict(zip(self._keys, self._read(advert), strict=True))
        for name in self._amounts:
            shape[name] = number(shape[name])
        return shape


_seed: Final = _Part(fields.SEED, {"id": "pk"}, {"image": "image"})
_others: Final = _Part(
    fields.OTHERS,
    {},
    {
        "owner": "owner_id",
        "status": "status",
        "created": "created",
        "updated": "updated",
        "seq": "seq",
    },
)


def shape(advert: Advert) -> dict[str, Any]:
    """The seed's fields of an advert, and only those."""
    return _seed.of(advert)


def full_shape(advert: Advert) -> dict[str, Any]:
    """The seed's fields of an advert and all others."""
    return shape(advert) | _other_fields(advert)


def _other_fields(advert: Advert) -> dict[str, Any]:
    others = _others.of(advert)
    others["pictures"] = [
        {
            "id": picture.pk,
            "image": picture.url,
            "thumbnail": picture.thumbnail,
            "width": picture.width,
            "height": picture.height,
        }
        for picture in advert.album
    ]
    return others


def to_json(document: object) -> bytes:
    """Anything made of shapes as JSON; a decimal is an exact number."""
    return _encoder.encode(document)


def encode_full(advert: Advert) -> bytes:
    """One advert with all its fields, as JSON."""
    return to_json(full_shape(advert))


def encode_in_parts(advert: Advert) -> tuple[bytes, bytes]:
    """The seed's fields and all others, each as a JSON object."""
    return to_json(shape(advert)), to_json(_other_fields(advert))


def encode(adverts: Advert | Iterable[Advert]) -> bytes:
    """One advert, or a list of them, as JSON with the seed's fields."""
    if isinstance(adverts, Advert):
        return _encoder.encode(shape(adverts))
    return _encoder.encode([shape(advert) for advert in adverts])

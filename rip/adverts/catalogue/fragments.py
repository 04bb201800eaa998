"""Adverts as encoded JSON, ready to be joined into any answer."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from types import SimpleNamespace
from typing import Any, Final, cast

from rip.accounts.models import User
from rip.adverts.models import Advert, Picture, may_see
from rip.adverts.schemas import encode_in_parts
from rip.core.answers import SMALLEST_PACKED, KeptAnswer
from rip.core.glance import Glance, Row

# Databases bound how many values one condition may list.
MOST_AT_ONCE: Final = 500
# More would keep the event loop from others for too long.
MOST_AT_A_GLANCE: Final = 100
# Beside the body: the fragment itself and its numbers.
BYTES_BESIDE: Final = 200

_FIELDS: Final = [
    field for field in Advert._meta.concrete_fields if not field.name.endswith("_key")
]
_NAMES: Final = [field.attname for field in _FIELDS]
_PRICE, _CREATED, _UPDATED = map(_NAMES.index, ("price", "created", "updated"))
_PICTURES: Final = Picture._meta.db_table
_ADVERTS: Final = (
    f"SELECT {', '.join(str(field.column) for field in _FIELDS)},"  # noqa: S608
    f" EXISTS (SELECT 1 FROM {_PICTURES} WHERE advert_id = advert.id)"
    f" FROM {Advert._meta.db_table} advert WHERE id IN "
)
_ALBUM: Final = (
    f"SELECT id, position, name, width, height FROM {_PICTURES}"  # noqa: S608
    " WHERE advert_id = ? ORDER BY position, id"
)


class Fragment:
    """One advert as bytes; the seed's fields come first."""

    __slots__ = ("_answer", "_seed_length", "advert_id", "body", "owner", "seq", "status")

    def __init__(self, advert: Advert) -> None:
        """Costs no query when the pictures were brought along."""
        self.advert_id: int = advert.pk
        self.seq = advert.seq
        self.owner = advert.owner_id
        self.status = advert.status
        self.body, self._seed_length = encode_in_parts(advert)
        self._answer: KeptAnswer | None = None

    @property
    def size(self) -> int:
        # A long one keeps its answer, with a packed form that is about half as long.
        length = len(self.body)
        return BYTES_BESIDE + (length if length < SMALLEST_PACKED else length * 2)

    @property
    def seed_fields(self) -> bytes:
        """The object without what the seed does not know, and without the closing bracket."""
        return self.body[: self._seed_length]

    def answer(self) -> KeptAnswer:
        if self._answer is not None:
            return self._answer
        answer = KeptAnswer(self.body)
        # Of a short one it would take more memory than the advert.
        if len(self.body) >= SMALLEST_PACKED:
            self._answer = answer
        return answer

    def may_be_seen_by(self, user: User | None) -> bool:
        return may_see(user, owner_id=self.owner, status=self.status)


def fragments_of(ids: Iterable[int]) -> dict[int, Fragment]:
    """The adverts with these ids, read from the database; those that are gone are missing."""
    wanted = list(ids)
    found: dict[int, Fragment] = {}
    for start in range(0, len(wanted), MOST_AT_ONCE):
        adverts = Advert.objects.filter(pk__in=wanted[start : start + MOST_AT_ONCE])
        for advert in adverts.with_pictures():
            found[advert.pk] = Fragment(advert)
    return found


def fragments_at_a_glance(glance: Glance, ids: list[int]) -> dict[int, Fragment] | None:
    """The same, read on the event loop; None when a database thread must do it."""
    if len(ids) > MOST_AT_A_GLANCE:
        return None
    rows = glance.rows(f"{_ADVERTS}({','.join('?' * len(ids))})", tuple(ids))
    if rows is None:
        return None
    found: dict[int, Fragment] = {}
    for *values, has_pictures in rows:
        album = glance.rows(_ALBUM, (values[0],)) if has_pictures else []
        if album is None:
            return None
        found[values[0]] = Fragment(_advert(values, album))
    return found


def _advert(values: list[Any], album: list[Row]) -> Advert:
    """An advert of SQLite's values, for showing it alone: a model of Django's costs more than all
    the rest of a read."""
    values[_PRICE] = Decimal(str(values[_PRICE]))
    for place in (_CREATED, _UPDATED):
        values[place] = datetime.fromisoformat(f"{values[place]}+00:00")
    pictures = [
        Picture(pk=pk, position=position, name=name, width=width, height=height)
        for pk, position, name, width, height in album
    ]
    image = pictures[0].url if pictures else None
    fields = dict(zip(_NAMES, values, strict=True))
    return cast("Advert", SimpleNamespace(**fields, pk=values[0], album=pictures, image=image))


def join(fragments: Iterable[Fragment], *, seed_only: bool = False) -> bytes:
    """A JSON list of them."""
    if seed_only:
        bodies = [fragment.seed_fields for fragment in fragments]
        return b"[" + b"},".join(bodies) + b"}]" if bodies else b"[]"
    return b"[" + b",".join([fragment.body for fragment in fragments]) + b"]"

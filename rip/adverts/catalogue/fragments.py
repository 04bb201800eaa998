"""Adverts as encoded JSON, ready to be joined into any response."""

from collections.abc import Iterable
from typing import Final, Self

from rip.accounts.models import User
from rip.adverts.encoding import encode_in_parts
from rip.adverts.models import Advert, may_see
from rip.core.http.responses import SMALLEST_COMPRESSED, CachedResponse

# Databases bound how many values one condition may list.
MOST_IN_QUERY: Final = 500
# Beside the body: the fragment itself and its numbers.
BYTES_BESIDE: Final = 200


class Fragment:
    """One advert as bytes; the seed's fields come first."""

    __slots__ = ("_response", "_seed_length", "advert_id", "body", "owner", "seq", "status")

    def __init__(
        self, advert_id: int, seq: int, owner: int | None, status: str, seed: bytes, rest: bytes
    ) -> None:
        """`seed` and `rest` are JSON objects: the seed's fields, and all others."""
        self.advert_id = advert_id
        self.seq = seq
        self.owner = owner
        self.status = status
        self.body = b"%b,%b" % (seed[:-1], rest[1:])
        self._seed_length = len(seed) - 1
        self._response: CachedResponse | None = None

    @classmethod
    def of(cls, advert: Advert) -> Self:
        """Costs no query when the pictures were brought along."""
        parts = encode_in_parts(advert)
        return cls(advert.pk, advert.seq, advert.owner_id, advert.status, *parts)

    @property
    def size(self) -> int:
        # A long one caches its response, with a compressed form that is about half as long.
        length = len(self.body)
        return BYTES_BESIDE + (length if length < SMALLEST_COMPRESSED else length * 2)

    @property
    def seed_fields(self) -> bytes:
        """The object with the seed's fields alone, without the closing bracket."""
        return self.body[: self._seed_length]

    def response(self) -> CachedResponse:
        if self._response is not None:
            return self._response
        response = CachedResponse(self.body)
        # That of a short one would take more memory than the advert.
        if len(self.body) >= SMALLEST_COMPRESSED:
            self._response = response
        return response

    def may_be_seen_by(self, user: User | None) -> bool:
        return may_see(user, owner_id=self.owner, status=self.status)


def fragments_of(ids: Iterable[int]) -> dict[int, Fragment]:
    """The adverts with these ids, read from the database; those that are gone are missing."""
    wanted = list(ids)
    found: dict[int, Fragment] = {}
    for start in range(0, len(wanted), MOST_IN_QUERY):
        adverts = Advert.objects.filter(pk__in=wanted[start : start + MOST_IN_QUERY])
        for advert in adverts.with_albums():
            found[advert.pk] = Fragment.of(advert)
    return found


def join(fragments: Iterable[Fragment], *, seed_only: bool = False) -> bytes:
    """A JSON list of them."""
    if seed_only:
        bodies = [fragment.seed_fields for fragment in fragments]
        return b"[" + b"},".join(bodies) + b"}]" if bodies else b"[]"
    return b"[" + b",".join([fragment.body for fragment in fragments]) + b"]"

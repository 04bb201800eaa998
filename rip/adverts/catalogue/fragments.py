"""Adverts as encoded JSON, ready to be joined into any answer."""

from collections.abc import Iterable
from typing import Final

from rip.accounts.models import User
from rip.adverts.models import Advert, Status
from rip.adverts.schemas import encode, encode_full
from rip.core.answers import KeptAnswer

# Databases bound how many values one condition may list.
MOST_AT_ONCE: Final = 500


class Fragment:
    """One advert as bytes; the seed's fields come first."""

    __slots__ = ("_answer", "_seed_length", "advert_id", "body", "owner", "seq", "status")

    def __init__(self, advert: Advert) -> None:
        """Costs no query when the pictures were brought along."""
        self.advert_id: int = advert.pk
        self.seq = advert.seq
        self.owner = advert.owner_id
        self.status = advert.status
        self.body = encode_full(advert)
        self._seed_length = len(encode(advert)) - 1
        self._answer: KeptAnswer | None = None

    @property
    def size(self) -> int:
        # The packed form of the answer is about half as long.
        return len(self.body) * 3 // 2

    @property
    def seed_fields(self) -> bytes:
        """The object without what the seed does not know, and without the closing bracket."""
        return self.body[: self._seed_length]

    def answer(self) -> KeptAnswer:
        if self._answer is None:
            self._answer = KeptAnswer(self.body)
        return self._answer

    def may_be_seen_by(self, user: User | None) -> bool:
        """A closed advert is for its owner and staff."""
        if self.status != Status.CLOSED:
            return True
        return user is not None and (user.is_staff or user.pk == self.owner)


def fragments_of(ids: Iterable[int]) -> dict[int, Fragment]:
    """The adverts with these ids, read from the database; those that are gone are missing."""
    wanted = list(ids)
    found: dict[int, Fragment] = {}
    for start in range(0, len(wanted), MOST_AT_ONCE):
        adverts = Advert.objects.filter(pk__in=wanted[start : start + MOST_AT_ONCE])
        for advert in adverts.with_pictures():
            found[advert.pk] = Fragment(advert)
    return found


def join(fragments: Iterable[Fragment], *, seed_only: bool = False) -> bytes:
    """A JSON list of them."""
    if seed_only:
        bodies = [fragment.seed_fields for fragment in fragments]
        return b"[" + b"},".join(bodies) + b"}]" if bodies else b"[]"
    return b"[" + b",".join([fragment.body for fragment in fragments]) + b"]"

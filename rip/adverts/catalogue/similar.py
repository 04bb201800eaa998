"""Adverts like another one, cached by the advert."""

from typing import Final, NamedTuple

import msgspec

from rip.adverts import fields
from rip.adverts.catalogue.as_of import AsOf
from rip.adverts.catalogue.cache import Cache
from rip.adverts.catalogue.cached_adverts import CachedAdverts
from rip.adverts.catalogue.fragments import Fragment
from rip.adverts.catalogue.pages import Pages
from rip.adverts.feed.recent_changes import Change
from rip.adverts.listing.listing import Filter, Listing, Values
from rip.adverts.statuses import ON_BOARD
from rip.core.database.columns import fold

SHOWN: Final = 4
# An entry with its key and its numbers.
BYTES: Final = 600

# Those of the same breed, of the same location, and others.
Rank = tuple[int, int]


class Likeness(msgspec.Struct):
    """The part of an `AdvertFull` by which others are like it."""

    kind: str
    breed: str
    location: str

    def tiers(self) -> list[Filter]:
        """The adverts that are like it, the most alike first."""
        return [
            Filter.of(kind=self.kind, breed=fold(self.breed)),
            Filter.of(kind=self.kind, location=fold(self.location)),
            Filter.of(kind=self.kind),
        ]

    def tier_of(self, values: Values) -> int | None:
        """The first tier that an advert with these values is in."""
        held = values.fields
        if values.status != ON_BOARD or held[fields.KIND.name] != self.kind:
            return None
        if fold(held[fields.BREED.name]) == fold(self.breed):
            return 0
        return 1 if fold(held[fields.LOCATION.name]) == fold(self.location) else 2


class Similar(AsOf):
    """The ids of the adverts that are most like one: those of its kind on the board, first the
    newest of the same breed, then of the same location, then others."""

    size = BYTES

    def __init__(self, advert_id: int, number: int, likeness: Likeness, ranks: list[Rank]) -> None:
        """`ranks` has the tier and the negative id of each."""
        super().__init__(number)
        self._advert_id = advert_id
        self._likeness = likeness
        self._ranks = sorted(ranks)[:SHOWN]
        self.ids = [-newest for _tier, newest in self._ranks]

    def absorb(self, change: Change) -> bool:
        if change.advert_id == self._advert_id:
            return False
        before, after = (self._rank(change, values) for values in (change.before, change.after))
        return before == after or not (self._covers(before) or self._covers(after))

    def _rank(self, change: Change, values: Values | None) -> Rank | None:
        tier = self._likeness.tier_of(values) if values is not None else None
        return (tier, -change.advert_id) if tier is not None else None

    def _covers(self, rank: Rank | None) -> bool:
        return rank is not None and (len(self._ranks) < SHOWN or rank <= self._ranks[-1])


class Surroundings(NamedTuple):
    """An advert, and what its page shows of others."""

    advert: Fragment
    similar: list[Fragment]
    # The number of its owner's adverts on the board.
    of_owner: int


class CachedSimilar:
    """Adverts like others, by the ids of those."""

    def __init__(self, cache: Cache, adverts: CachedAdverts, pages: Pages) -> None:
        self._cache = cache
        self._adverts = adverts
        self._pages = pages

    async def get(self, number: int, advert: Fragment) -> list[Fragment]:
        """Those like this advert, true as of `number` or later."""
        key = ("similar", advert.advert_id)

        async def make() -> Similar:
            similar = await self._find(number, advert)
            self._cache.store(key, similar)
            return similar

        ids = (await self._cache.get(number, key, make)).ids
        # They may have left the board since.
        return [one for one in await self._adverts.get(ids) if one.status == ON_BOARD]

    async def _find(self, number: int, advert: Fragment) -> Similar:
        likeness = msgspec.json.decode(advert.body, type=Likeness)
        ranks: dict[int, Rank] = {}
        numbers: list[int] = []
        for tier, wanted in enumerate(likeness.tiers()):
            # One of them may be the advert itself.
            page = await self._pages.get(number, Listing(wanted, limit=SHOWN + 1))
            numbers.append(page.number)
            for one in page.ids:
                if one != advert.advert_id:
                    ranks.setdefault(one, (tier, -one))
            if len(ranks) >= SHOWN:
                break
        return Similar(advert.advert_id, min(numbers), likeness, list(ranks.values()))

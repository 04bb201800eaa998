"""The full board as one list, cached while it fits the memory."""

import time
from typing import Final

from rip.adverts.catalogue.as_of import AsOf
from rip.adverts.catalogue.cache import Cache
from rip.adverts.catalogue.cached_adverts import CachedAdverts
from rip.adverts.catalogue.fragments import Fragment, join
from rip.adverts.feed.follower import BoardFollower
from rip.adverts.feed.recent_changes import Change
from rip.adverts.listing.listing import Filter
from rip.adverts.models import Advert
from rip.adverts.statuses import ON_BOARD
from rip.core.database import threads
from rip.core.http.responses import CachedResponse

# The list may take this share of the memory, so that its adverts fit beside it.
SHARE: Final = 4
SECONDS_TOO_LARGE: Final = 60.0
CHUNK: Final = 500
KEY: Final = "full"
# An advert with nothing in it is longer than this, as JSON with the seed's fields.
SMALLEST_ADVERT: Final = 150

_board: Final = Filter()


class TooLarge(Exception):
    """The list does not fit its share of the memory."""


class FullList(AsOf):
    """The list of all published adverts, the newest first."""

    def __init__(self, number: int, response: CachedResponse) -> None:
        super().__init__(number)
        self.response = response

    @property
    def size(self) -> int:
        # Each of the compressed forms is up to a quarter as long.
        return len(self.response.body) * 3 // 2

    def absorb(self, change: Change) -> bool:
        return not (_board.matches(change.before) or _board.matches(change.after))


class CachedFullList:
    """The full list in the memory, made anew after a change of the board."""

    def __init__(
        self, follower: BoardFollower, cache: Cache, adverts: CachedAdverts, most_bytes: int
    ) -> None:
        self._follower = follower
        self._cache = cache
        self._adverts = adverts
        self._most_bytes = most_bytes // SHARE
        self._too_large_until = 0.0

    async def get(self, number: int) -> CachedResponse | None:
        """The list, true as of `number` or later. None when it does not fit."""
        if time.monotonic() < self._too_large_until:
            return None
        try:
            return (await self._cache.get(number, KEY, self._make)).response
        except TooLarge:
            self._too_large_until = time.monotonic() + SECONDS_TOO_LARGE
            return None

    async def _make(self) -> FullList:
        number = await self._follower.catch_up()
        ids = await threads.read(published_ids, self._most_bytes // SMALLEST_ADVERT)
        fragments = await self._fragments(ids)
        full = FullList(number, CachedResponse(join(fragments, seed_only=True)))
        self._cache.store(KEY, full)
        return full

    async def _fragments(self, ids: list[int]) -> list[Fragment]:
        """The published ones of these adverts. Raises TooLarge."""
        fragments: list[Fragment] = []
        space = self._most_bytes
        for start in range(0, len(ids), CHUNK):
            # One that was closed since is on the board no more.
            some = await self._adverts.get(ids[start : start + CHUNK])
            fragments += [one for one in some if one.status == ON_BOARD]
            space -= sum(len(one.body) for one in some)
            if space < 0:
                raise TooLarge
        return fragments


def published_ids(most: int) -> list[int]:
    """The ids of the board, the newest first. Raises TooLarge when there are more than `most`."""
    ids = list(Advert.objects.published().values_list("pk", flat=True)[: most + 1])
    if len(ids) > most:
        raise TooLarge
    return ids

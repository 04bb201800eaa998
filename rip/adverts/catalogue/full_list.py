"""The full board as one list: cached joined while it fits, and refreshed by what changed."""

import time
from collections.abc import Sequence
from typing import Final, cast

from rip.adverts.catalogue.as_of import AsOf
from rip.adverts.catalogue.cache import Memory
from rip.adverts.catalogue.cached_adverts import CachedAdverts
from rip.adverts.catalogue.fragments import Fragment, join
from rip.adverts.feed.follower import LogFollower
from rip.adverts.feed.recent_changes import Change
from rip.adverts.listing.listing import Filter
from rip.adverts.models import Advert
from rip.adverts.statuses import ON_BOARD
from rip.core.database import threads
from rip.core.http.responses import CachedResponse
from rip.core.work.coalesce import SingleFlight

# The list may take this share of the memory, so that its adverts fit beside it.
SHARE: Final = 4
SECONDS_TOO_LARGE: Final = 60.0
CHUNK: Final = 500
KEY: Final = "full"
# An advert with nothing in it is longer than this, as JSON with the seed's fields.
SMALLEST_ADVERT: Final = 150
BYTES_PER_ID: Final = 100


class FullList(AsOf):
    """The published adverts' ids, the newest first, and their list."""

    def __init__(self, number: int, ids: Sequence[int]) -> None:
        super().__init__(number)
        self._ids = list(ids)
        # Adverts that have changed since the ids were put in order: True if they are on the board.
        self._changed: dict[int, bool] = {}
        self._filter = Filter()
        self._response: CachedResponse | None = None

    @property
    def size(self) -> int:
        body = len(self._response.body) if self._response is not None else 0
        # Each of the compressed forms is up to a quarter as long.
        return body * 3 // 2 + BYTES_PER_ID * len(self._ids)

    @property
    def response(self) -> CachedResponse | None:
        """The list, if nothing has changed since it was joined."""
        return self._response

    @property
    def ids(self) -> list[int]:
        if self._changed:
            # Nearly in order already, which sorting makes use of.
            others = [one for one in self._ids if one not in self._changed]
            here = [one for one, is_here in self._changed.items() if is_here]
            self._ids = sorted([*others, *here], reverse=True)
            self._changed = {}
        return self._ids

    def absorb(self, change: Change) -> bool:
        was, is_here = self._filter.matches(change.before), self._filter.matches(change.after)
        if was or is_here:
            self._changed[change.advert_id] = is_here
            self._response = None
        return True

    def store(self, response: CachedResponse, number: int) -> None:
        """Store the list that was joined from the ids as of `number`, if they are still so."""
        if number == self.number:
            self._response = response


class CachedFullList:
    """The full list in the memory, while it fits."""

    def __init__(self, follower: LogFollower, memory: Memory, adverts: CachedAdverts) -> None:
        self._follower = follower
        self._memory = memory
        self._adverts = adverts
        self._making = SingleFlight()
        self._too_large_until = 0.0

    async def get(self, number: int) -> CachedResponse | None:
        """The list, true as of `number` or later. None when it does not fit."""
        full = self._cached()
        if full is not None and full.response is not None:
            return full.response
        while time.monotonic() >= self._too_large_until:
            made = await self._making.do(KEY, self._make)
            if made is not None and made[0] >= number:
                return made[1]
        return None

    def _cached(self) -> FullList | None:
        full = cast("FullList | None", self._memory.get(KEY))
        return full if full is not None and full.advance(self._follower.recent) else None

    async def _make(self) -> tuple[int, CachedResponse] | None:
        """The list, and the number it is true as of. None when it does not fit."""
        number = await self._follower.catch_up()
        full = self._cached()
        if full is None:
            most = self._memory.most_bytes // SHARE // SMALLEST_ADVERT
            ids = await threads.read(published_ids, most)
            full = FullList(number, ids) if ids is not None else None
        if full is not None:
            # Others may advance it meanwhile; this list is true as of its number here.
            number, ids = full.number, full.ids
            shown = await self._shown(ids)
            if shown is not None:
                response = CachedResponse(join(shown, seed_only=True))
                full.store(response, number)
                self._memory.put(KEY, full)
                return number, response
        self._too_large_until = time.monotonic() + SECONDS_TOO_LARGE
        return None

    async def _shown(self, ids: list[int]) -> list[Fragment] | None:
        """The adverts of the list. None when they are too many bytes."""
        shown: list[Fragment] = []
        space = self._memory.most_bytes // SHARE
        for start in range(0, len(ids), CHUNK):
            # One that was closed since is on the board no more.
            some = await self._adverts.get(ids[start : start + CHUNK])
            shown += [one for one in some if one.status == ON_BOARD]
            space -= sum(len(one.body) for one in some)
            if space < 0:
                return None
        return shown


def published_ids(most: int) -> list[int] | None:
    """The ids of the board, the newest first; None when there are more than `most`."""
    ids = list(Advert.objects.published().values_list("pk", flat=True)[: most + 1])
    return ids if len(ids) <= most else None

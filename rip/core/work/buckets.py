"""Token buckets by key: so much at once, and so much a second for good."""

import time
from collections.abc import Callable, Hashable
from typing import Final, NamedTuple

FEW: Final = 1_024
# Sums of floats are not exact.
ALMOST_NOW: Final = 1e-6


class Pace(NamedTuple):
    """A bucket holds `burst` tokens, and gets `per_second` new ones."""

    per_second: float
    burst: int


class Buckets:
    """The buckets of one process. One that is full again is forgotten, so that what is kept is
    bounded by what was taken lately."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._full_at: dict[Hashable, float] = {}
        self._evict_above = FEW

    def __len__(self) -> int:
        return len(self._full_at)

    def take(self, key: Hashable, pace: Pace) -> float:
        """Take a token; return 0, or the seconds until there is one: then nothing was taken."""
        now = self._clock()
        full_at, wait = self._with_one_less(key, pace, now)
        if not wait:
            self._store(key, full_at, now)
        return wait

    def reserve(self, key: Hashable, pace: Pace) -> float:
        """Take a token that may be yet to come; return the seconds until it is there.

        Each reservation is for a later token than the one before.
        """
        now = self._clock()
        full_at, wait = self._with_one_less(key, pace, now)
        self._store(key, full_at, now)
        return wait

    def _with_one_less(self, key: Hashable, pace: Pace, now: float) -> tuple[float, float]:
        """Return when the bucket would be full again, and how long the token takes to come."""
        per_second, burst = pace
        full_at = self._full_at.get(key, now)
        full_at = max(full_at, now) + 1 / per_second
        wait = full_at - now - burst / per_second
        return full_at, wait if wait > ALMOST_NOW else 0.0

    def _store(self, key: Hashable, full_at: float, now: float) -> None:
        self._full_at[key] = full_at
        if len(self._full_at) > self._evict_above:
            self._full_at = {one: at for one, at in self._full_at.items() if at > now}
            self._evict_above = max(FEW, 2 * len(self._full_at))

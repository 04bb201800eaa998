"""Counts of attempts to enter a password: in Redis for all processes together, else in memory."""

import functools
import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Protocol, TypeAlias

import structlog
from django.conf import settings
from redis import Redis
from redis.exceptions import RedisError, WatchError

log = structlog.get_logger(__name__)

KEPT_SECONDS: Final = 24 * 3600
MOST_IN_MEMORY: Final = 50_000
# Each loses to one that has written meanwhile, and few write at a time.
TURNS: Final = 20


@dataclass(frozen=True, slots=True)
class Tries:
    """A number of attempts that count, as of a moment (of Unix time)."""

    count: float = 0.0
    at: float = 0.0


NONE: Final = Tries()

# Returns what the counts become, or raises and leaves them as they are.
Decision: TypeAlias = Callable[[list[Tries]], list[Tries]]


class AttemptStore(Protocol):
    def change(self, keys: Sequence[str], decide: Decision) -> None:
        """Replace the counts of `keys` by what `decide` makes of them, in one step."""


class AttemptsInMemory:
    """Of the counts beyond `most` those are forgotten that changed the longest ago."""

    def __init__(self, most: int = MOST_IN_MEMORY) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._counts: OrderedDict[str, Tries] = OrderedDict()

    def __len__(self) -> int:
        return len(self._counts)

    def change(self, keys: Sequence[str], decide: Decision) -> None:
        with self._lock:
            counts = decide([self._counts.get(key, NONE) for key in keys])
            for key, count in zip(keys, counts, strict=True):
                self._counts[key] = count
                self._counts.move_to_end(key)
            while len(self._counts) > self._most:
                self._counts.popitem(last=False)


class AttemptsInRedis:
    """Falls back to the memory of this process while Redis does not answer."""

    def __init__(self, url: str, fallback: AttemptStore) -> None:
        self._redis = Redis.from_url(url, socket_timeout=1.0, socket_connect_timeout=1.0)
        self._fallback = fallback

    def change(self, keys: Sequence[str], decide: Decision) -> None:
        names = [f"rip:attempts:{hashlib.sha256(key.encode()).hexdigest()}" for key in keys]
        try:
            for _ in range(TURNS):
                if self._changed(names, decide):
                    return
        except RedisError as error:
            log.warning("shared_attempts_unavailable", error=str(error))
        self._fallback.change(keys, decide)

    def _changed(self, names: list[str], decide: Decision) -> bool:
        """False if another process has changed one of the counts meanwhile."""
        with self._redis.pipeline() as pipeline:
            pipeline.watch(*names)  # type: ignore[no-untyped-call]
            counts = decide([_decoded(raw) for raw in pipeline.mget(names)])
            pipeline.multi()
            for name, tries in zip(names, counts, strict=True):
                pipeline.set(name, f"{tries.count} {tries.at}", ex=KEPT_SECONDS)
            try:
                pipeline.execute()
            except WatchError:
                return False
        return True


def _decoded(raw: bytes | str | None) -> Tries:
    if raw is None:
        return NONE
    count, at = raw.split()
    return Tries(float(count), float(at))


@functools.cache
def store() -> AttemptStore:
    """Return the counts of this site."""
    in_memory = AttemptsInMemory()
    if settings.RIP_REDIS_URL:
        return AttemptsInRedis(settings.RIP_REDIS_URL, in_memory)
    return in_memory

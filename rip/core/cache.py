"""Django's cache in Redis, shared by all processes, with a fallback in memory."""

from collections.abc import Callable
from typing import Any

import structlog
from django.core.cache.backends.base import BaseCache
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

log = structlog.get_logger(__name__)


class SharedCache(BaseCache):
    """Caches in Redis, and in this process while Redis does not answer.

    Entries may be lost at any time: the cache counts attempts, and nothing depends on it.
    """

    def __init__(self, url: str, params: dict[str, Any]) -> None:
        super().__init__(params)
        self._shared = RedisCache(url, params)
        self._local = LocMemCache("rip", params)

    def add(self, *args: Any, **kwargs: Any) -> bool:
        return bool(self._try(lambda cache: cache.add(*args, **kwargs)))

    def get(self, *args: Any, **kwargs: Any) -> Any:
        return self._try(lambda cache: cache.get(*args, **kwargs))

    def set(self, *args: Any, **kwargs: Any) -> None:
        self._try(lambda cache: cache.set(*args, **kwargs))

    def touch(self, *args: Any, **kwargs: Any) -> bool:
        return bool(self._try(lambda cache: cache.touch(*args, **kwargs)))

    def delete(self, *args: Any, **kwargs: Any) -> bool:
        return bool(self._try(lambda cache: cache.delete(*args, **kwargs)))

    def clear(self) -> None:
        self._try(lambda cache: cache.clear())

    def _try(self, use: Callable[[BaseCache], Any]) -> Any:
        try:
            return use(self._shared)
        except RedisError as error:
            log.warning("shared_cache_unavailable", error=str(error))
            return use(self._local)

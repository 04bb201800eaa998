"""Django's cache: in Redis, so that all processes share it; in this process while Redis is away."""

from collections.abc import Callable
from typing import Any

import structlog
from django.core.cache.backends.base import BaseCache
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

log = structlog.get_logger(__name__)


class SharedCache(BaseCache):
    """What is kept here may be forgotten at any time: it counts attempts, and holds nothing."""

    def __init__(self, address: str, params: dict[str, Any]) -> None:
        super().__init__(params)
        self._shared = RedisCache(address, params)
        self._own = LocMemCache("rip", params)

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
            return use(self._own)

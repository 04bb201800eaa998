"""A cache of bounded bytes, and the admission to it."""

import functools
from collections import OrderedDict
from collections.abc import Callable
from typing import Any, Generic, Protocol, TypeVar

# An entry costs so much beside its bytes: the key, the objects, a slot in the dictionary.
OVERHEAD = 300


class Sized(Protocol):
    """Something that says how many bytes it holds."""

    @property
    def size(self) -> int: ...


K = TypeVar("K")
T = TypeVar("T")
V = TypeVar("V", bound=Sized)


class LRUCache(Generic[K, V]):
    """A mapping that never holds more than `most_bytes`. Evicts the least recently used entry."""

    def __init__(self, most_bytes: int) -> None:
        self.most_bytes = most_bytes
        self.bytes = 0
        self._reserved = 0
        self._entries: OrderedDict[K, tuple[V, int]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._entries)

    def __contains__(self, key: K) -> bool:
        return key in self._entries

    def get(self, key: K) -> V | None:
        """The entry, which counts as used."""
        entry = self._entries.get(key)
        if entry is None:
            return None
        self._entries.move_to_end(key)
        return entry[0]

    def peek(self, key: K) -> V | None:
        """The entry, which does not count as used; any thread may call this."""
        entry = self._entries.get(key)
        return entry[0] if entry is not None else None

    def put(self, key: K, value: V) -> None:
        """Store `value`, or count its size anew. A value that does not fit at all is dropped."""
        self.drop(key)
        size = value.size + OVERHEAD
        if size > self.most_bytes - self._reserved:
            return
        self._entries[key] = (value, size)
        self.bytes += size
        self._evict()

    def reserve(self, size: int) -> None:
        """Leave so many bytes to something that is stored elsewhere; `bytes` counts them."""
        self.bytes += size - self._reserved
        self._reserved = size
        self._evict()

    def _evict(self) -> None:
        while self.bytes > self.most_bytes and self._entries:
            _key, (_value, freed) = self._entries.popitem(last=False)
            self.bytes -= freed

    def drop(self, key: K) -> None:
        entry = self._entries.pop(key, None)
        if entry is not None:
            self.bytes -= entry[1]

    def clear(self) -> None:
        self._entries.clear()
        self.bytes = self._reserved


def cached_if_short(
    most: int, longest: int = 200
) -> Callable[[Callable[..., T]], Callable[..., T]]:
    """Cache the last `most` results of a function of texts, of which none is longer than `longest`:
    strangers may send any number of texts of any length."""

    def decorate(function: Callable[..., T]) -> Callable[..., T]:
        cached = functools.lru_cache(maxsize=most)(function)

        @functools.wraps(function)
        def called(*texts: Any) -> T:
            for text in texts:
                if len(text) > longest:
                    return function(*texts)
            return cached(*texts)

        return called

    return decorate


class SeenRecently(Generic[K]):
    """The keys that were seen recently: at least the last `most`, at most twice as many.

    When much more is requested than fits, most of it is requested once. To admit that to a cache
    would evict what is requested again and again, and cost more than it saves.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._new: set[K] = set()
        self._old: set[K] = set()

    def __contains__(self, key: K) -> bool:
        return key in self._new or key in self._old

    def again(self, key: K) -> bool:
        """True if the key was seen before; it has been from here on."""
        if key in self._new:
            return True
        before = key in self._old
        self._new.add(key)
        if len(self._new) >= self._most:
            self._old, self._new = self._new, set()
        return before

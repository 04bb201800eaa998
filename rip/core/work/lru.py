"""What a process remembers: as many bytes as it may, the least recently used go first."""

from collections import OrderedDict
from typing import Generic, Protocol, TypeVar

# What an entry costs beside its bytes: the key, the objects, a slot in the dictionary.
OVERHEAD = 300


class Sized(Protocol):
    """Something that says how many bytes it holds."""

    @property
    def size(self) -> int: ...


K = TypeVar("K")
V = TypeVar("V", bound=Sized)


class LRUCache(Generic[K, V]):
    """A mapping that never holds more than `most_bytes`."""

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
        """The entry, which counts as used now."""
        entry = self._entries.get(key)
        if entry is None:
            return None
        self._entries.move_to_end(key)
        return entry[0]

    def peek(self, key: K) -> V | None:
        """The entry, which is not counted as used; any thread may look."""
        entry = self._entries.get(key)
        return entry[0] if entry is not None else None

    def put(self, key: K, value: V) -> None:
        """Keep `value`, or keep it on when it has grown; what does not fit at all is forgotten."""
        self.drop(key)
        size = value.size + OVERHEAD
        if size > self.most_bytes - self._reserved:
            return
        self._entries[key] = (value, size)
        self.bytes += size
        self._make_room()

    def has_room(self, value: V) -> bool:
        """Whether it can be kept and nothing else must go."""
        return self.bytes + value.size + OVERHEAD <= self.most_bytes

    def reserve(self, size: int) -> None:
        """Leave so many bytes to something that is kept elsewhere; `bytes` counts them."""
        self.bytes += size - self._reserved
        self._reserved = size
        self._make_room()

    def _make_room(self) -> None:
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


class SeenRecently(Generic[K]):
    """What was asked for lately: at least the last `most` keys, at most twice as many.

    Of much more than fits, most is asked for once. To keep that would drive out what is asked for
    again and again, and cost more than it saves.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._new: set[K] = set()
        self._old: set[K] = set()

    def again(self, key: K) -> bool:
        """Whether the key has come before; it has from now on."""
        if key in self._new:
            return True
        before = key in self._old
        self._new.add(key)
        if len(self._new) >= self._most:
            self._old, self._new = self._new, set()
        return before

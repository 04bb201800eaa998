"""Rendered texts, kept for the threads that make pages."""

from collections.abc import Callable, Hashable
from threading import Lock

from django.utils.safestring import SafeString

from rip.core.work.lru import LRUCache


class _Text:
    """A text of a known size."""

    __slots__ = ("text",)

    def __init__(self, text: SafeString) -> None:
        self.text = text

    @property
    def size(self) -> int:
        # A character outside Latin-1 makes each take two bytes.
        return 2 * len(self.text)


class KeptTexts:
    """Texts by key, in a bounded memory; any thread may call these."""

    def __init__(self, most_bytes: int) -> None:
        self._texts: LRUCache[Hashable, _Text] = LRUCache(most_bytes)
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._texts)

    def find(self, key: Hashable) -> SafeString | None:
        with self._lock:
            found = self._texts.get(key)
        return found.text if found is not None else None

    def keep(self, key: Hashable, text: SafeString) -> SafeString:
        with self._lock:
            self._texts.put(key, _Text(text))
        return text

    def get(self, key: Hashable, render: Callable[[], SafeString]) -> SafeString:
        """The text, rendered now if it is not kept."""
        return self.find(key) or self.keep(key, render())

"""The pages that are kept as bytes, each with what it was made of."""

from collections.abc import Callable, Hashable
from typing import Final, TypeAlias

from django.conf import settings

from rip.core.work.lru import LRUCache
from rip.pages.shared import SharedPage

# The part of the catalogue's memory that kept pages may take.
SHARE: Final = 4
# Pages of longer addresses, which nobody but a stranger makes up, are not kept.
LONGEST_KEY: Final = 1000

# The address, the site's own, the language and the theme.
Key: TypeAlias = tuple[bytes, str, str, str]


class KeptPage:
    """A page, true for as long as it is made of the same."""

    def __init__(self, made_of: Hashable, page: SharedPage) -> None:
        self.made_of = made_of
        self.page = page

    @property
    def size(self) -> int:
        return self.page.size


class KeptPages:
    """Pages in a bounded memory."""

    def __init__(self, most_bytes: int) -> None:
        self._pages: LRUCache[Key, KeptPage] = LRUCache(most_bytes)

    def __len__(self) -> int:
        return len(self._pages)

    def page(self, key: Key, made_of: Hashable, render: Callable[[], SharedPage]) -> SharedPage:
        """The page that was made of this, or one that `render` makes."""
        found = self._pages.get(key)
        if found is not None and found.made_of == made_of:
            return found.page
        page = render()
        if len(key[0]) + len(key[1]) <= LONGEST_KEY:
            self._pages.put(key, KeptPage(made_of, page))
        return page


kept: Final = KeptPages(settings.RIP_CATALOGUE_BYTES // SHARE)

"""Cached pages of the board, and the changes that leave one fresh."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import cast

from rip.adverts.catalogue.as_of import AsOf
from rip.adverts.catalogue.fragments import Fragment, join
from rip.adverts.feed.recent_changes import Change
from rip.adverts.listing.listing import RELEVANCE, Listing, SortKey
from rip.adverts.models import Advert
from rip.core.http.cursors import write_cursor
from rip.core.http.responses import CachedResponse


class CachedPage(AsOf):
    """The adverts of one page as JSON."""

    def __init__(
        self, listing: Listing, number: int, found: "Found", fragments: Sequence[Fragment]
    ) -> None:
        super().__init__(number)
        self.listing = listing
        self.has_more = found.until is not None
        self._until = found.until
        self.ids = found.ids
        self._items = join(fragments, seed_only=listing.seed_only)
        self._cursor = b"null"
        if found.last is not None and self.has_more:
            self._cursor = b'"%s"' % write_cursor(listing.order, cursor_parts(found.last)).encode()
        # The total of adverts that match, after the number that it is true as of.
        self.total: tuple[int, int] | None = None
        self._counts = b""
        self._response: CachedResponse | None = None

    @property
    def size(self) -> int:
        # The response holds the items once more, and their compressed forms.
        return len(self._items) * 5 // 2

    def absorb(self, change: Change) -> bool:
        if self.listing.filter.q is not None:
            return not self._may_be_touched_by(change)
        for values in (change.before, change.after):
            if values is not None and self.listing.filter.matches(values):
                sort_key = self.listing.sort.sort_key(change.advert_id, values)
                if self._covers(sort_key):
                    return False
        return True

    def _may_be_touched_by(self, change: Change) -> bool:
        """The log does not say which words an advert has, only if they are others than before."""
        before, after = (self.listing.filter.matches(one) for one in (change.before, change.after))
        if not before and not after:
            return False
        if change.advert_id in self.ids or before != after or not change.keeps_words():
            return True
        column = self.listing.sort.column
        if column in ("id", RELEVANCE.column):
            return False
        assert change.before is not None
        assert change.after is not None
        return bool(change.before.fields[column] != change.after.fields[column])

    def _covers(self, sort_key: SortKey) -> bool:
        """True if an advert with this sort key belongs on this page, or is the first behind it."""
        is_after = self.listing.sort.is_after
        if self.listing.after is not None and not is_after(sort_key, self.listing.after):
            return False
        return self._until is None or not is_after(sort_key, self._until)

    def with_counts(self, total: int, facets: Sequence[tuple[str, bytes]]) -> CachedResponse:
        """The page as the response to GET /api/v1/adverts."""
        counted = b",".join([b'"%s":%s' % (name.encode(), counts) for name, counts in facets])
        counts = b',"total":%d,"facets":{%s}}' % (total, counted)
        if self._response is None or counts != self._counts:
            body = b'{"items":%s,"next_cursor":%s%s' % (self._items, self._cursor, counts)
            self._response, self._counts = CachedResponse(body), counts
        return self._response

    def as_list(self) -> CachedResponse:
        """The adverts alone."""
        if self._response is None:
            self._response = CachedResponse(self._items)
        return self._response


@dataclass(frozen=True, slots=True)
class Found:
    """The ids of a page in their order, and the sort keys of its last advert and of the first one
    behind it."""

    ids: list[int]
    last: SortKey | None
    until: SortKey | None


def find(listing: Listing, *, few: bool = False) -> Found:
    """Find a page in the database; `few` as in `AdvertQuerySet.listed`."""
    if listing.sort is RELEVANCE:
        return _find_relevant(listing)
    listed = Advert.objects.listed(listing.filter, listing.sort, after=listing.after, few=few)
    found = listed.values_list(*listing.sort.columns())[: listing.limit + 1]
    return found_at(list(found), listing.limit)


def _find_relevant(listing: Listing) -> Found:
    adverts = Advert.objects.matching(replace(listing.filter, q=None))
    after = cast("tuple[int, int] | None", listing.after)
    found = adverts.search_page(listing.filter.q or "", after=after, limit=listing.limit + 1)
    return found_at([(advert.rank, advert.pk) for advert in found], listing.limit)


def found_at(sort_keys: list[SortKey], limit: int) -> Found:
    """A page of up to `limit`; one sort key more is that of the first behind it."""
    until = sort_keys.pop() if len(sort_keys) > limit else None
    ids = [int(sort_key[-1]) for sort_key in sort_keys]
    return Found(ids, sort_keys[-1] if sort_keys else None, until)


def cursor_parts(sort_key: SortKey) -> list[str | int]:
    """A sort key as a cursor carries it."""
    return [value if isinstance(value, int) else str(value) for value in sort_key]

"""Counts of the adverts that match a filter, in all or of each kind, breed or location.

They are counted once, in the table or in the database, together with the number of the log they are
true as of. From then on each change takes one away where the advert was and adds one where it is.
"""

import heapq
from collections import Counter
from collections.abc import Iterable
from typing import Any, Final

import msgspec
from django.db.models import Count, F, IntegerField, Max, Min, Subquery, Value
from django.db.models.functions import Coalesce

from rip.adverts import declarations, fields
from rip.adverts.catalogue.as_of import AsOf
from rip.adverts.catalogue.cache import Cache
from rip.adverts.catalogue.fragments import MOST_IN_QUERY
from rip.adverts.catalogue.hits import CachedHits
from rip.adverts.catalogue.search_follow import SearchFollower
from rip.adverts.catalogue.table.table import Table
from rip.adverts.feed.follower import BoardFollower
from rip.adverts.feed.recent_changes import Change
from rip.adverts.listing.listing import Filter, Values
from rip.adverts.listing.orm import without_index
from rip.adverts.models import Advert, AdvertLog
from rip.core.database import threads
from rip.core.database.columns import fold
from rip.core.http.responses import CachedResponse

MOST_VALUES: Final = 50
MOST_SUGGESTIONS: Final = 10
MOST_PREFIXES: Final = 500
# One value and its count take about so much memory.
BYTES_PER_VALUE: Final = 400

_number_now = Subquery(AdvertLog.objects.filter(pk=1).values("last_seq"))


class Counts(AsOf):
    """Counts of the adverts that match `filter`, by `field`; or of all together, under "".

    Spellings of a breed or location that differ by case, ё or space are counted as one value, which
    is shown as one of them.
    """

    def __init__(
        self,
        wanted: Filter,
        field: str | None,
        number: int,
        counted: Iterable[tuple[str, str, int]],
    ) -> None:
        """`counted` are the values as they are compared and as they are spelled, and the count of
        each."""
        super().__init__(number)
        self.filter = wanted
        self.field = field
        self._is_folded = field is not None and fields.BY_NAME[field].key != field
        self.counts: Counter[str] = Counter()
        self._spelling: dict[str, str] = {}
        for key, spelled, count in counted:
            self.counts[key] = count
            self._spelling[key] = spelled
        self._most_used: bytes | None = None
        self._suggestions: dict[str, CachedResponse] = {}

    @property
    def size(self) -> int:
        return BYTES_PER_VALUE * len(self.counts)

    @property
    def total(self) -> int:
        return self.counts.total()

    def absorb(self, change: Change) -> bool:
        if self.filter.q is not None:
            return not self._may_count(change)
        self._count(change.before, -1)
        self._count(change.after, 1)
        return True

    def _may_count(self, change: Change) -> bool:
        """True if a change may matter to what was counted of a search."""
        before, after = self.filter.matches(change.before), self.filter.matches(change.after)
        if before != after or (before and not change.keeps_words()):
            return True
        return before and self._value(change.before) != self._value(change.after)

    def most_used(self) -> bytes:
        """`{"value", "count"}` of the most used values as a JSON list."""
        if self._most_used is None:
            self._most_used = msgspec.json.encode(self.ranked(MOST_VALUES))
        return self._most_used

    def suggestions(self, prefix: str) -> CachedResponse:
        """The most used values that begin with `prefix`, which is folded."""
        response = self._suggestions.get(prefix)
        if response is None:
            if len(self._suggestions) >= MOST_PREFIXES:
                self._suggestions.clear()
            body = msgspec.json.encode({"values": self.ranked(MOST_SUGGESTIONS, prefix)})
            response = self._suggestions[prefix] = CachedResponse(body)
        return response

    def ranked(self, most: int, prefix: str = "") -> list[dict[str, Any]]:
        """`{"value", "count"}` of the most used values that begin with `prefix`, as folded."""
        found = [item for item in self.counts.items() if item[0].startswith(prefix)]
        best = heapq.nsmallest(most, found, key=lambda item: (-item[1], item[0]))
        return [{"value": self._spelling[key], "count": count} for key, count in best]

    def _count(self, values: Values | None, difference: int) -> None:
        if values is None or not self.filter.matches(values):
            return
        value = self._value(values)
        key = fold(value) if self._is_folded else value
        self.counts[key] += difference
        self._spelling.setdefault(key, value)
        if not self.counts[key]:
            del self.counts[key], self._spelling[key]
        self._most_used = None
        self._suggestions.clear()

    def _value(self, values: Values | None) -> str:
        return text_of(values.fields[self.field]) if self.field and values is not None else ""


def text_of(value: declarations.Value) -> str:
    """A value as it is counted and shown."""
    return str(value).lower() if isinstance(value, bool) else str(value)


class CachedCounts:
    """Counts by filter and field."""

    def __init__(
        self,
        follower: BoardFollower,
        cache: Cache,
        table: Table,
        search: SearchFollower,
        hits: CachedHits,
    ) -> None:
        self._follower = follower
        self._cache = cache
        self._table = table
        self._search = search
        self._hits = hits

    async def total(self, number: int, wanted: Filter) -> int:
        return (await self.get(number, wanted, None)).total

    async def get(self, number: int, wanted: Filter, field: str | None) -> Counts:
        """The counts, true as of `number` or later."""
        key = (field, wanted)

        async def make() -> Counts:
            counts = await self._count_in_table(wanted, field)
            if counts is None:
                counts = await self._count_in_database(wanted, field)
            self._cache.store(key, counts)
            return counts

        return await self._cache.get(number, key, make)

    async def _count_in_table(self, wanted: Filter, field: str | None) -> Counts | None:
        number = self._follower.number
        hits = await self._hits.get(number, wanted)
        if field is not None:
            counted = self._table.counts(wanted, field, hits)
        else:
            total = self._table.total(wanted, hits)
            counted = [("", "", total)] if total is not None else None
        return Counts(wanted, field, number, counted) if counted is not None else None

    async def _count_in_database(self, wanted: Filter, field: str | None) -> Counts:
        if wanted.q is None:
            return await threads.read(count_in_database, wanted, field)
        await self._search.catch_up(self._follower.number)
        number = self._search.number
        counts = await threads.read(count_in_database, wanted, field)
        # The words of what came between may not be counted yet.
        counts.number = min(counts.number, number)
        return counts


def count_in_database(wanted: Filter, field: str | None) -> Counts:
    """Count in the database, true as of the number of the log in the same snapshot."""
    while True:
        if field is not None and (rows := _groups(wanted, fields.BY_NAME[field])):
            spelled = _spelled([first for _, _, first, _ in rows], field)
            # The first advert of a value may be gone already.
            counted = [(key, spelled.get(key, key), count) for key, count, _first, _number in rows]
            return Counts(wanted, field, rows[0][3], counted)
        number, total = _total(wanted)
        if field is None or not total:
            return Counts(wanted, field, number, [("", "", total)] if total else [])


def _groups(wanted: Filter, field: declarations.Field) -> list[tuple[str, int, int, int]]:
    """Each value with its count and the id of the first advert of it, and the log's number."""
    adverts = Advert.objects.counted(wanted).order_by()
    # Only the whole board is best read in the order of the value; an expression hides that order.
    whole = wanted == Filter(status=wanted.status)
    grouped = adverts.values(value=F(field.key) if whole else without_index(field.key))
    counted = grouped.annotate(count=Count("pk"), first=Min("pk"), number=Max(_number_now))
    rows = counted.values_list("value", "count", "first", "number")
    if isinstance(field, declarations.Flag):
        # An expression gives 0 and 1.
        return [(text_of(bool(value)), *others) for value, *others in rows]
    return [(text_of(value), *others) for value, *others in rows]


def _spelled(ids: list[int], field: str) -> dict[str, str]:
    """The value of `field` as it is written in these adverts, by its folded form."""
    spelled: dict[str, str] = {}
    for start in range(0, len(ids), MOST_IN_QUERY):
        some = Advert.objects.filter(pk__in=ids[start : start + MOST_IN_QUERY])
        spelled.update(some.values_list(fields.BY_NAME[field].key, field))
    return spelled


def _total(wanted: Filter) -> tuple[int, int]:
    """The log's number, and how many adverts match."""
    # Grouped by a constant: a subquery must not aggregate the query it is in.
    group = Advert.objects.counted(wanted).order_by().values(group=Value(1))
    count = Subquery(group.annotate(count=Count("pk")).values("count"))
    total = Coalesce(count, 0, output_field=IntegerField())
    found = AdvertLog.objects.filter(pk=1).annotate(total=total)
    row: tuple[int, int] | None = found.values_list("last_seq", "total").first()
    return row or (0, 0)

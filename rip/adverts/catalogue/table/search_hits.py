"""The ids that a search finds, for the columns of the board to choose from.

FTS5 lists all ids at once in a fraction of the time that the table of adverts takes to look up each
of them. InnoDB's index is only good for rare words, so there the database does it all.
"""

from typing import Any, Final

import numpy as np
from django.db import connection

from rip.adverts.catalogue.as_of import AsOf
from rip.adverts.catalogue.table.rows import Array
from rip.adverts.feed.recent_changes import Change
from rip.adverts.listing.listing import SortKey
from rip.adverts.models import SearchEntry
from rip.adverts.search.query import Query

# All in one row: for each row that it makes a thread would wait for the interpreter anew.
_IDS: Final = "SELECT group_concat(rowid) FROM {table} WHERE {table} MATCH %s"


class SearchHits(AsOf):
    """The rising ids of adverts that have all words of a query, and of those that have them in the
    head of their text; true as of `number`, of adverts that there still are."""

    def __init__(self, number: int, ids: Array, in_head: Array) -> None:
        super().__init__(number)
        self.ids = ids
        self.in_head = in_head

    @property
    def size(self) -> int:
        """In bytes."""
        return int(self.ids.nbytes + self.in_head.nbytes)

    def absorb(self, change: Change) -> bool:
        return not change.has_new_words()

    def best(self, ids: Array, after: SortKey | None, limit: int) -> list[SortKey]:
        """The sort keys of the first `limit` of these ids by relevance, of those behind `after`."""
        last_rank, last_id = (-1, 0) if after is None else map(int, after)
        is_in_head = np.isin(ids, self.in_head, assume_unique=True)
        found: list[SortKey] = []
        for rank, ranked in enumerate((ids[is_in_head], ids[~is_in_head])):
            if rank < last_rank:
                continue
            left = ranked[ranked < last_id] if rank == last_rank else ranked
            missing = min(limit - len(found), len(left))
            if missing > 0:
                newest = np.partition(left, -missing)[-missing:]
                found += [(rank, one) for one in sorted(newest.tolist(), reverse=True)]
        return found


def listed(q: str) -> Query | None:
    """The query that finds ids; None where the database finds adverts instead."""
    query = Query.parse(q)
    return query if connection.vendor == "sqlite" and query.terms else None


def matches_of(query: Query, number: int) -> SearchHits:
    """In a database thread: the hits of a search whose index is right for `number`."""
    return SearchHits(number, _ids(query), _ids(query.in_head()))


def _ids(query: Query) -> Array:
    table = connection.ops.quote_name(SearchEntry._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(_IDS.format(table=table), (query.fts5(),))
        row: tuple[Any, ...] = cursor.fetchone()
    ids = np.fromstring(row[0] or "", np.int64, sep=",")
    ids.sort(kind="stable")
    return ids

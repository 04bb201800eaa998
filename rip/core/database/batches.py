"""Reading many rows a batch at a time, so that memory holds no more than a batch."""

from collections.abc import Iterator
from typing import Any, Final

from django.db.models import QuerySet

BATCH: Final = 500


def in_batches(found: QuerySet[Any, Any], column: str) -> Iterator[Any]:
    """The rows in the order of `column`, in which no two are the same.

    Each batch is a query of its own, so another thread may go on, and nothing is kept open between
    them. Rows that are written meanwhile may be among them.
    """
    batch = list(found.order_by(column)[:BATCH])
    yield from batch
    while len(batch) == BATCH:
        later = found.filter(**{f"{column}__gt": getattr(batch[-1], column)})
        batch = list(later.order_by(column)[:BATCH])
        yield from batch

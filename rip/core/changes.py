"""The numbered log: everything that changes gets its number inside the transaction that changes it.

A log is any table row with a counter. Taking numbers locks that row until the transaction ends, so
numbers become visible in their own order and without gaps: whoever has read up to N misses nothing
below N. (Auto-increment ids do not promise this: they become visible in commit order.)
"""

from typing import Any

from django.db import connection
from django.db.models import F, QuerySet

from rip.core.errors import NotFound


def take_numbers(log: "QuerySet[Any]", *, counter: str = "last_seq", count: int = 1) -> int:
    """Advance the counter of the one row in `log` by `count` and return the last number taken.

    The caller owns the numbers `last - count + 1 … last`. Must run inside a transaction. Raises
    NotFound when the row does not exist.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("Numbers are taken inside the transaction that uses them.")
    if log.update(**{counter: F(counter) + count}) != 1:
        raise NotFound
    last: int = log.values_list(counter, flat=True).get()
    return last

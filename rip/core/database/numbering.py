"""The numbered log: everything that changes gets its number inside the transaction that changes it.

A log is any table row with a counter. Taking numbers locks that row until the transaction ends, so
numbers become visible in order and without gaps: a reader that has read up to N misses nothing
below N. (Auto-increment ids do not guarantee this: they become visible in commit order.)
"""

import functools
from typing import Final

from django.db import connection, models

from rip.core.errors import NotFound

# One statement advances the counter and returns its new value.
_STATEMENTS: Final = {
    "sqlite": "UPDATE {table} SET {counter} = {counter} + %s WHERE {key} = %s RETURNING {counter}",
    "mysql": "UPDATE {table} SET {counter} = LAST_INSERT_ID({counter} + %s) WHERE {key} = %s",
}


def take_numbers(
    log: type[models.Model], *, row: int = 1, counter: str = "last_seq", count: int = 1
) -> int:
    """Advance the counter of one row of `log` by `count` and return the last number taken.

    The caller owns the numbers `last - count + 1 … last`. Raises NotFound if the row does not
    exist, RuntimeError outside a transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("Numbers are taken inside the transaction that uses them.")
    with connection.cursor() as cursor:
        cursor.execute(_statement(log, counter), [count, row])
        if connection.vendor == "mysql":
            last = cursor.lastrowid if cursor.rowcount else None
        else:
            found = cursor.fetchone()
            last = found[0] if found else None
    if last is None:
        raise NotFound
    return int(last)


@functools.cache
def _statement(log: type[models.Model], counter: str) -> str:
    quote = connection.ops.quote_name
    return _STATEMENTS[connection.vendor].format(
        table=quote(log._meta.db_table), counter=quote(counter), key=quote("id")
    )

"""Adverts written to a RIP database in bulk, behind the back of its server.

`python -m bench.data.fill_adverts fill N`, with the server's environment, writes adverts 1 to N,
their changes and the search index to an empty board; `touch N` changes N of them in one
transaction. Posting that many over HTTP would take longer than the benchmark itself.
"""

import sys
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from itertools import islice

import django

django.setup()

from django.core.management import call_command, get_commands  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.db.models import Model  # noqa: E402

from bench.data.adverts import TOUCHED_PRICE, advert  # noqa: E402
from rip.adverts.models import Advert, AdvertChange, AdvertLog  # noqa: E402
from rip.adverts.writing.commands import advert_update  # noqa: E402

BATCH = 10_000


def nobody(_number: int) -> None:
    """Say that an advert belongs to nobody."""


@transaction.atomic
def board_fill(count: int, owner_of: Callable[[int], int | None] = nobody) -> None:
    """Write adverts whose ids are also their numbers in the log."""
    adverts = _adverts(count, owner_of)
    while batch := list(islice(adverts, BATCH)):
        rows_insert(Advert, batch)
        rows_insert(
            AdvertChange,
            [
                AdvertChange(seq=made.seq, advert_id=made.pk, after=made.filter_values())
                for made in batch
            ],
        )
    AdvertLog.objects.update(last_seq=count)


def rows_insert(model: type[Model], rows: Sequence[Model]) -> None:
    """Insert rows faster than `bulk_create`, which sends SQLite only a few rows at once."""
    fields = model._meta.concrete_fields
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({marks})",
            [
                [field.get_db_prep_save(field.pre_save(row, True), connection) for field in fields]
                for row in rows
            ],
        )


def _adverts(count: int, owner_of: Callable[[int], int | None]) -> Iterator[Advert]:
    for number in range(1, count + 1):
        fields = advert(number)
        price = Decimal(fields.pop("price")).quantize(Decimal("0.01"))
        yield Advert(id=number, seq=number, price=price, owner_id=owner_of(number), **fields)


@transaction.atomic
def board_touch(count: int) -> None:
    for number in range(1, count + 1):
        advert_update(user=None, advert_id=number, values={"price": Decimal(TOUCHED_PRICE)})


if __name__ == "__main__":
    _, action, count = sys.argv
    if action == "touch":
        board_touch(int(count))
    else:
        board_fill(int(count))
        if "search_rebuild" in get_commands():
            call_command("search_rebuild", verbosity=0)

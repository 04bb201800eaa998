"""Writing many rows of a table at once, by statements that are put together once.

Django compiles a statement anew each time, and takes every value through half a dozen functions;
both cost several times what the database takes.
"""

import functools
from collections.abc import Sequence
from typing import Any, Final

from django.db import DEFAULT_DB_ALIAS, connection, connections, models

_INSERT: Final = "INSERT INTO {table} ({columns}) VALUES {rows}"
_UPDATE: Final = "UPDATE {table} SET {settings} WHERE {key} = %s"
# What a database driver does not take as it is.
_CONVERTED: Final = (models.DecimalField, models.DateTimeField, models.JSONField)

Model = type[models.Model]


def rows_insert(model: Model, columns: tuple[str, ...], rows: Sequence[Sequence[Any]]) -> None:
    """Insert rows, each the values of `columns` (names of fields), by one statement."""
    fields = _fields(model, columns)
    values = [value for row in rows for value in _prepared(fields, row)]
    with connection.cursor() as cursor:
        cursor.execute(_insert_statement(model, columns, len(rows)), values)


def rows_update(model: Model, columns: tuple[str, ...], rows: Sequence[Sequence[Any]]) -> None:
    """Write `columns` of rows that are there: each row is their values, and its primary key."""
    fields = _fields(model, (*columns, "pk"))
    values = [_prepared(fields, row) for row in rows]
    with connection.cursor() as cursor:
        cursor.executemany(_update_statement(model, columns), values)


def saved_values(instance: models.Model, columns: tuple[str, ...], *, add: bool) -> list[Any]:
    """The values of these fields as saving would write them: with the time of an `auto_now`."""
    return [field.pre_save(instance, add) for field in _fields(type(instance), columns)]


def _prepared(fields: Sequence[Any], row: Sequence[Any]) -> list[Any]:
    # The connection itself: asking `connection`, which stands for each thread's own, for every
    # value would cost more than the values do.
    database = connections[DEFAULT_DB_ALIAS]
    return [
        field.get_db_prep_save(value, database) if isinstance(field, _CONVERTED) else value
        for field, value in zip(fields, row, strict=True)
    ]


@functools.lru_cache(maxsize=256)
def _fields(model: Model, columns: tuple[str, ...]) -> list[Any]:
    meta = model._meta
    return [meta.pk if name == "pk" else meta.get_field(name) for name in columns]


@functools.lru_cache(maxsize=256)
def _insert_statement(model: Model, columns: tuple[str, ...], count: int) -> str:
    row = f"({', '.join(['%s'] * len(columns))})"
    return _INSERT.format(
        table=_quoted(model._meta.db_table),
        columns=", ".join(_quoted(field.column) for field in _fields(model, columns)),
        rows=", ".join([row] * count),
    )


@functools.lru_cache(maxsize=256)
def _update_statement(model: Model, columns: tuple[str, ...]) -> str:
    settings = [f"{_quoted(field.column)} = %s" for field in _fields(model, columns)]
    return _UPDATE.format(
        table=_quoted(model._meta.db_table),
        settings=", ".join(settings),
        key=_quoted(model._meta.pk.column),
    )


def _quoted(name: str | None) -> str:
    assert name is not None
    return connection.ops.quote_name(name)

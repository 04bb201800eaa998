"""Writes many rows of a table at once, by statements that are compiled once.

Django compiles every statement again and passes each value through half a dozen functions; both
cost several times as much as the database itself.
"""

import functools
import operator
from collections.abc import Callable, Sequence
from typing import Any, Final

import msgspec
from django.db import DEFAULT_DB_ALIAS, connection, connections, models
from django.utils import timezone

_INSERT: Final = "INSERT INTO {table} ({columns}) VALUES {rows}"
_REPLACE: Final = "REPLACE INTO {table} ({columns}) VALUES {row}"
_DELETE: Final = "DELETE FROM {table} WHERE {key} IN ({keys})"
_UPDATE: Final = "UPDATE {table} SET {settings} WHERE {key} = %s"
_KEYS: Final = "SELECT {column}, {key} FROM {table} WHERE {column} BETWEEN %s AND %s"

Model = type[models.Model]


def rows_insert(model: Model, columns: tuple[str, ...], rows: Sequence[Sequence[Any]]) -> None:
    """Insert rows by one statement. Each row is the values of `columns`, which are field names."""
    prepare = _prepare(model, columns)
    values = [value for row in rows for value in prepare(row)]
    with connection.cursor() as cursor:
        cursor.execute(_insert_statement(model, columns, len(rows)), values)


def rows_replace(model: Model, columns: tuple[str, ...], rows: Sequence[Sequence[Any]]) -> None:
    """Like `rows_insert`, but replace rows with the same primary key, which is the first column.

    The caller is in a transaction. On MySQL, REPLACE of several rows takes all but the last out of
    a full-text index.
    """
    if not rows:
        return
    if connection.vendor == "mysql":
        with connection.cursor() as cursor:
            cursor.execute(_delete_statement(model, len(rows)), [row[0] for row in rows])
        rows_insert(model, columns, rows)
        return
    prepare = _prepare(model, columns)
    with connection.cursor() as cursor:
        cursor.executemany(_replace_statement(model, columns), [prepare(row) for row in rows])


def rows_update(model: Model, columns: tuple[str, ...], rows: Sequence[Sequence[Any]]) -> None:
    """Update existing rows. Each row is the values of `columns`, then its primary key."""
    prepare = _prepare(model, (*columns, "pk"))
    with connection.cursor() as cursor:
        cursor.executemany(_update_statement(model, columns), [prepare(row) for row in rows])


def keys_between(model: Model, column: str, first: int, last: int) -> dict[int, int]:
    """Map the values of `column`, which is unique, from `first` to `last` to primary keys."""
    with connection.cursor() as cursor:
        cursor.execute(_keys_statement(model, column), [first, last])
        return dict(cursor.fetchall())


def saved_values(
    instances: Sequence[models.Model], columns: tuple[str, ...], *, add: bool
) -> list[list[Any]]:
    """Return the values that saving would write to these fields, with one timestamp for all."""
    if not instances:
        return []
    fields = _fields(type(instances[0]), columns)
    now = timezone.now()
    for name in (field.attname for field in fields if _is_timestamp(field, add=add)):
        for instance in instances:
            setattr(instance, name, now)
    getters = _getters(type(instances[0]), columns)
    return [[get(instance) for get in getters] for instance in instances]


def _is_timestamp(field: Any, *, add: bool) -> bool:
    return isinstance(field, models.DateTimeField) and (
        field.auto_now or (field.auto_now_add and add)
    )


@functools.lru_cache(maxsize=256)
def _getters(model: Model, columns: tuple[str, ...]) -> list[Callable[[models.Model], Any]]:
    return [_getter(field) for field in _fields(model, columns)]


def _getter(field: Any) -> Callable[[models.Model], Any]:
    if isinstance(field, models.DateTimeField) or type(field).pre_save is models.Field.pre_save:
        return operator.attrgetter(field.attname)
    return functools.partial(field.pre_save, add=False)


@functools.lru_cache(maxsize=256)
def _prepare(model: Model, columns: tuple[str, ...]) -> Callable[[Sequence[Any]], list[Any]]:
    """Return a function that converts a row of values for the database's driver."""
    all_converters = enumerate(map(_converter, _fields(model, columns)))
    converters = [(index, convert) for index, convert in all_converters if convert is not None]

    def prepared(row: Sequence[Any]) -> list[Any]:
        values = list(row)
        for index, convert in converters:
            values[index] = convert(values[index])
        return values

    return prepared


@functools.cache
def _converter(field: Any) -> Callable[[Any], Any] | None:
    """Return the conversion for the driver; None if it takes the field's values unchanged."""
    if isinstance(field, models.JSONField):
        return _json
    if isinstance(field, models.DecimalField):
        return functools.partial(_decimal, field.decimal_places)
    if not isinstance(field, models.DateTimeField):
        return None

    # All rows of a batch share one timestamp.
    @functools.lru_cache(maxsize=64)
    def converted(value: Any) -> Any:
        return field.get_db_prep_save(value, connections[DEFAULT_DB_ALIAS])

    return converted


def _decimal(places: int, value: Any) -> str | None:
    """Format a decimal as Django does, without its slow quantizing."""
    return None if value is None else f"{value:.{places}f}"


def _json(value: Any) -> str | None:
    """Encode as UTF-8: Django's own encoder writes six bytes for each letter outside ASCII."""
    return None if value is None else msgspec.json.encode(value).decode()


@functools.lru_cache(maxsize=256)
def _fields(model: Model, columns: tuple[str, ...]) -> list[Any]:
    meta = model._meta
    return [meta.pk if name == "pk" else meta.get_field(name) for name in columns]


@functools.lru_cache(maxsize=256)
def _insert_statement(model: Model, columns: tuple[str, ...], count: int) -> str:
    return _INSERT.format(**_names(model, columns), rows=", ".join([_row(columns)] * count))


@functools.lru_cache(maxsize=256)
def _replace_statement(model: Model, columns: tuple[str, ...]) -> str:
    return _REPLACE.format(**_names(model, columns), row=_row(columns))


@functools.lru_cache(maxsize=256)
def _delete_statement(model: Model, count: int) -> str:
    meta = model._meta
    return _DELETE.format(
        table=_quoted(meta.db_table),
        key=_quoted(meta.pk.column),
        keys=", ".join(["%s"] * count),
    )


def _names(model: Model, columns: tuple[str, ...]) -> dict[str, str]:
    names = ", ".join(_quoted(field.column) for field in _fields(model, columns))
    return {"table": _quoted(model._meta.db_table), "columns": names}


def _row(columns: tuple[str, ...]) -> str:
    return f"({', '.join(['%s'] * len(columns))})"


@functools.lru_cache(maxsize=256)
def _update_statement(model: Model, columns: tuple[str, ...]) -> str:
    settings = [f"{_quoted(field.column)} = %s" for field in _fields(model, columns)]
    return _UPDATE.format(
        table=_quoted(model._meta.db_table),
        settings=", ".join(settings),
        key=_quoted(model._meta.pk.column),
    )


@functools.cache
def _keys_statement(model: Model, column: str) -> str:
    return _KEYS.format(
        table=_quoted(model._meta.db_table),
        column=_quoted(_fields(model, (column,))[0].column),
        key=_quoted(model._meta.pk.column),
    )


def _quoted(name: str | None) -> str:
    assert name is not None
    return connection.ops.quote_name(name)

"""Columns that behave alike on every database."""

import functools
from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper


class ExactCharField(models.CharField[Any, Any]):
    """Text compared byte by byte: MySQL's default collations treat "a" and "A" as equal."""

    def db_parameters(self, connection: BaseDatabaseWrapper) -> Any:
        parameters = super().db_parameters(connection)
        if connection.vendor == "mysql":
            parameters["collation"] = "utf8mb4_bin"
        return parameters


class ChoiceField(models.CharField[Any, Any]):
    """Text that is one of `choices`, which live in the code alone: the migrations do not name them,
    so a new choice needs none."""

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("choices", None)
        return name, path, args, kwargs


class RowNumberField(models.BigIntegerField[Any, Any]):
    """A primary key that the caller sets. On SQLite it is the rowid; a `bigint` would need an
    index beside the table."""

    def db_type(self, connection: BaseDatabaseWrapper) -> str | None:
        return "integer" if connection.vendor == "sqlite" else super().db_type(connection)


@functools.lru_cache(maxsize=20_000)
def fold(text: str) -> str:
    """Return `text` in lower case, with ё as е and single spaces, for comparisons and indexes.

    The result is never longer than `text`: İ is the one letter that lower() makes two of.
    """
    return " ".join(text.replace("İ", "i").lower().replace("ё", "е").split())


class FoldedCharField(ExactCharField):
    """A folded copy of another field of the row, for an index. Every save updates it."""

    def __init__(self, *, of: str, **kwargs: Any) -> None:
        super().__init__(editable=False, default="", **kwargs)
        self.of = of

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        del kwargs["editable"], kwargs["default"]
        return name, path, args, {**kwargs, "of": self.of}

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        folded = fold(getattr(model_instance, self.of))
        setattr(model_instance, self.attname, folded)
        return folded

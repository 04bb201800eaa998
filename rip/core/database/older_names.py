"""Migration operations for databases whose tables were made under older names.

Before migrations were only added, the first one of each app was changed in place: a database may
have applied it when tables, columns and indexes had other names. These operations look at the
database itself, mend what is of old there, and leave everything else alone. On MySQL, where a
migration that fails leaves what it has done, they go on from there when they are run again.
"""

from abc import ABC, abstractmethod
from typing import Any

from django.core.management.base import CommandError
from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class OlderName(Operation, ABC):
    """Changes neither the state of the models nor, on the way back, the database."""

    model_name: str

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        pass

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        self.mend(to_state.apps.get_model(app_label, self.model_name), schema_editor)

    def database_backwards(self, *_: Any) -> None:
        pass

    @abstractmethod
    def mend(self, model: type[models.Model], editor: BaseDatabaseSchemaEditor) -> None:
        """Bring what is of old in the model's table up to date."""


class ColumnOnceCalled(OlderName):
    """The column of a field, which may still be called `older`."""

    def __init__(self, model_name: str, older: str, name: str) -> None:
        self.model_name = model_name
        self.older = older
        self.name = name

    def mend(self, model: type[models.Model], editor: BaseDatabaseSchemaEditor) -> None:
        if self.older in columns_of(model, editor):
            quote, table = editor.quote_name, model._meta.db_table
            editor.execute(
                f"ALTER TABLE {quote(table)}"
                f" RENAME COLUMN {quote(self.older)} TO {quote(self.name)}"
            )


class IndexesOnceCalled(OlderName):
    """Indexes and unique constraints of a model, by the names they may still have."""

    def __init__(self, model_name: str, names: dict[str, str]) -> None:
        self.model_name = model_name
        self.names = names

    def mend(self, model: type[models.Model], editor: BaseDatabaseSchemaEditor) -> None:
        connection, table = editor.connection, model._meta.db_table
        with connection.cursor() as cursor:
            there = connection.introspection.get_constraints(cursor, table)
        older = [name for name in self.names if name in there]
        if older and connection.vendor == "sqlite":
            # A constraint's name is part of the table there.
            editor._remake_table(model)  # type: ignore[attr-defined]
            return
        quote = editor.quote_name
        for name in older:
            new = quote(self.names[name])
            editor.execute(f"ALTER TABLE {quote(table)} RENAME INDEX {quote(name)} TO {new}")


class EveryColumnIsThere(Operation):
    """Refuses a database that is older than all that can be mended, before anything uses it."""

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        pass

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for model in to_state.apps.get_app_config(app_label).get_models():
            # A rowid of SQLite's full-text tables is not described.
            fields = [one for one in model._meta.local_concrete_fields if not one.primary_key]
            wanted = {str(field.column) for field in fields}
            if missing := wanted - columns_of(model, schema_editor):
                raise CommandError(
                    f"The table {model._meta.db_table} has no {', '.join(sorted(missing))}: this"
                    " database is older than this version can bring up to date. CHANGELOG.md says"
                    " by which version to go."
                )

    def database_backwards(self, *_: Any) -> None:
        pass


def columns_of(model: type[models.Model], editor: BaseDatabaseSchemaEditor) -> set[str]:
    """The columns that the table has in the database; none if there is no such table."""
    connection, table = editor.connection, model._meta.db_table
    with connection.cursor() as cursor:
        if table not in connection.introspection.table_names(cursor):
            return set()
        described = connection.introspection.get_table_description(cursor, table)
    return {column.name for column in described}

"""`python -m tests.database.older [APP=MIGRATION…] <rows`: fill the database of DATABASE_URL.

All migrations are applied, those of an app up to the one that is named for it. The rows are JSON:
a list of objects for each table. Nothing of today's models is used.
"""

import json
import os
import sys

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.database.older.settings"

import django

django.setup()

from django.db import connection  # noqa: E402  (Django is ready only now)
from django.db.migrations.executor import MigrationExecutor  # noqa: E402

from tests.database.tables import Rows  # noqa: E402


def migrate(last: dict[str, str]) -> None:
    executor = MigrationExecutor(connection)
    leaves = [leaf for leaf in executor.loader.graph.leaf_nodes() if leaf[0] not in last]
    executor.migrate([*leaves, *last.items()])


def insert(rows: Rows) -> None:
    quote = connection.ops.quote_name
    with connection.constraint_checks_disabled(), connection.cursor() as cursor:
        for table, records in rows.items():
            columns = list(records[0])
            names = ", ".join(map(quote, columns))
            values = ", ".join(["%s"] * len(columns))
            cursor.executemany(
                f"INSERT INTO {quote(table)} ({names}) VALUES ({values})",
                [[record[column] for column in columns] for record in records],
            )
    connection.check_constraints()


if __name__ == "__main__":
    migrate(dict(argument.split("=") for argument in sys.argv[1:]))
    insert(json.load(sys.stdin))

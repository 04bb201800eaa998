"""Django's MySQL backend, with one round trip less for every transaction.

Django switches autocommit off before a transaction and on again after it; BEGIN does both.

Relies on `set_autocommit` calling the method below if there is one, as it does for SQLite:
`tests/core/database/test_django.py` fails when Django changes it.
"""

from django.db.backends.mysql import base


class DatabaseWrapper(base.DatabaseWrapper):
    def _start_transaction_under_autocommit(self) -> None:
        """Called by Django instead of switching autocommit off."""
        with self.wrap_database_errors:
            self.connection.begin()

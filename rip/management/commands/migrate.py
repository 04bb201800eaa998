from typing import Any

from django.core.management.commands import migrate
from django.db import connections

from rip.core.database.migrating import one_at_a_time


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        """Wait for the other processes that migrate this database, and then see what is left."""
        with one_at_a_time(connections[options["database"]]):
            super().handle(*args, **options)

"""The lock that lets one process at a time migrate a database.

Django takes none: of two nodes that are started at once on a new database each would plan to make
every table, and one of them would find it there.
"""

import contextlib
import fcntl
import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from django.core.management.base import CommandError
from django.db.backends.base.base import BaseDatabaseWrapper

# Of another process, which may be changing a large table.
LONGEST_WAIT_SECONDS: Final = 3600


def one_at_a_time(
    connection: BaseDatabaseWrapper,
) -> contextlib.AbstractContextManager[None]:
    """Hold the lock of this database; it ends with the process at the latest."""
    if connection.vendor == "sqlite":
        return _locked_file(str(connection.settings_dict["NAME"]))
    return _locked_name(connection)


@contextlib.contextmanager
def _locked_file(database: str) -> Iterator[None]:
    if ":memory:" in database or database.startswith("file:"):
        yield
        return
    path = Path(f"{database}-migrating")
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextlib.contextmanager
def _locked_name(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """On MySQL a lock belongs to a connection. It has one of its own: the other may be closed."""
    name = str(connection.settings_dict["NAME"])
    # The names are of the whole server, and at most 64 characters long.
    key = f"rip-migrate-{hashlib.sha256(name.encode()).hexdigest()[:32]}"
    locking = connection.copy()
    try:
        with locking.cursor() as cursor:
            cursor.execute("SELECT GET_LOCK(%s, %s)", [key, LONGEST_WAIT_SECONDS])
            if cursor.fetchone() != (1,):
                raise CommandError(f"The database {name} is being migrated by another process.")
        yield
    finally:
        locking.close()

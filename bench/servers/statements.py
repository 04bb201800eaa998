"""A count of the statements that SQLite runs in a server, in a file that others can read.

Every connection reports each of its statements, BEGIN and COMMIT included. That costs time, so a
server that counts is not measured.
"""

import mmap
import sqlite3
import struct
from pathlib import Path
from typing import Any, Final

_COUNT: Final = struct.Struct("<Q")


def count_statements(name: str) -> None:
    """Count the statements of all connections that are opened from now on."""
    path = Path(name)
    path.write_bytes(bytes(_COUNT.size))
    with path.open("r+b") as file:
        shared = mmap.mmap(file.fileno(), _COUNT.size)

    def count(_statement: str) -> None:
        _COUNT.pack_into(shared, 0, _COUNT.unpack_from(shared)[0] + 1)

    def connect(*arguments: Any, **options: Any) -> sqlite3.Connection:
        connection: sqlite3.Connection = _connect(*arguments, **options)
        connection.set_trace_callback(count)
        return connection

    _connect = sqlite3.connect
    # Django knows it by its second name.
    sqlite3.connect = sqlite3.dbapi2.connect = connect  # type: ignore[assignment]


def statements_counted(path: Path) -> int:
    count: int = _COUNT.unpack(path.read_bytes())[0]
    return count

"""A lane of messages with a connection of its own to MySQL or MariaDB, used from the event loop.

In a thread, a transaction of a few short statements spends most of its time waiting for the
interpreter, once for each response. Here a group is one request and one response: the rooms'
counters are known from the group before, and the transaction fails if another process has moved
one. Only the plain case is handled: anything else is left to `messages_post`, which looks for what
may have been stored. docs/decisions/049-lanes-of-messages.md has the command that measures it.
"""

import time
from collections.abc import Sequence
from typing import Any, Final

import asyncmy
import structlog
from asyncmy.errors import IntegrityError
from django.db import connection

from rip.chat.kinds import RoomKind
from rip.chat.messages.counters import Counters
from rip.chat.messages.drafts import Draft, Result
from rip.chat.messages.statements import Group

log = structlog.get_logger(__name__)

SECONDS_BETWEEN_TRIES: Final = 5.0

# Settings that Django and asyncmy's `connect` both have, by Django's names and asyncmy's.
_NAMES: Final = {
    "host": "host",
    "port": "port",
    "unix_socket": "unix_socket",
    "user": "user",
    "password": "password",
    "passwd": "password",
    "database": "db",
    "db": "db",
    "charset": "charset",
    "connect_timeout": "connect_timeout",
    "init_command": "init_command",
    "ssl": "ssl",
}
_SESSION: Final = (
    "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED",
    # NULL for a column that has none must be an error: see `Group.move`.
    "SET SESSION sql_mode = CONCAT(@@sql_mode, ',STRICT_TRANS_TABLES')",
)
_BAD_NULL_ERROR: Final = 1048


class NotConnected(Exception):
    """There is no connection, and it is too early to try again."""


class MysqlLane:
    """One connection, made when it is first needed.

    Lanes share their `counters`, because a room may be in any of them, though in one at a time.
    """

    def __init__(self, kind: RoomKind, counters: Counters) -> None:
        self._kind = kind
        self._counters = counters
        self.connection: Any = None
        self._not_before = 0.0

    async def post(self, drafts: Sequence[Draft]) -> list[Result]:
        """Store a group, as `messages_post` does.

        Raises NotConnected, and then nothing was tried; or whatever went wrong, and then everything
        may have been stored, or nothing.
        """
        if self.connection is None:
            await self._connect()
        try:
            try:
                return await self.append(drafts)
            except IntegrityError as error:
                if error.args[0] != _BAD_NULL_ERROR:
                    raise
            # Another process has posted to one of the rooms. The counters have been taken, so they
            # are read this time.
            await self.connection.rollback()
            return await self.append(drafts)
        except BaseException:
            await self.close()
            raise

    async def append(self, drafts: Sequence[Draft]) -> list[Result]:
        """Append the drafts by the connection that there is, in one transaction."""
        group = Group(self._kind, drafts)
        async with self.connection.cursor() as cursor:
            group.number(await self._take_counters(group, cursor), {})
            if group.rows:
                move = cursor.mogrify(*group.move(checked=True))
                insert = cursor.mogrify(*group.insert())
                await cursor.execute(f"BEGIN; {move}; {insert}; COMMIT")
                while await cursor.nextset():
                    pass
        self._counters.store(group.newest)
        return group.results

    async def _take_counters(self, group: Group, cursor: Any) -> dict[int, int]:
        """Return the counters that are known, and read the others."""
        found = self._counters.take(group.room_ids)
        if unknown := group.room_ids - found.keys():
            await cursor.execute(*group.counters(unknown, lock=False))
            found.update(group.counters_in(await cursor.fetchall()))
        return found

    async def _connect(self) -> None:
        if time.monotonic() < self._not_before:
            raise NotConnected
        self._not_before = time.monotonic() + SECONDS_BETWEEN_TRIES
        made = await asyncmy.connect(**connection_parameters(), autocommit=True)
        try:
            async with made.cursor() as cursor:
                for statement in _SESSION:
                    await cursor.execute(statement)
        except BaseException:
            made.close()
            raise
        self.connection = made
        self._not_before = 0.0

    async def close(self) -> None:
        """Drop the connection, and with it a transaction that has not committed."""
        made, self.connection = self.connection, None
        if made is not None:
            made.close()


def connection_parameters() -> dict[str, Any]:
    """Return what asyncmy needs to connect to the database of the settings."""
    given = connection.get_connection_params()
    return {theirs: given[ours] for ours, theirs in _NAMES.items() if ours in given}

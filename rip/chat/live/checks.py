"""Periodic checks of a hub: they notice what it was not told.

The bus may lose news, so positions are compared with the database now and then. Log-ins may end in
another process. Clients may fall silent without closing.
"""

import asyncio
import random
import time
from collections.abc import Coroutine, Iterable, Mapping
from typing import Any, Final, Protocol

import structlog
from django.conf import settings

from rip.accounts.models import sessions_changed
from rip.accounts.sessions import sessions_alive
from rip.chat.kinds import RoomKind
from rip.chat.live.room import LiveRoom, RoomSocket
from rip.chat.live.socket import ChatSocket
from rip.chat.messages import log as message_log
from rip.chat.protocol import typed
from rip.chat.protocol.frames import Close
from rip.core.database import threads
from rip.core.errors import Unavailable

log = structlog.get_logger(__name__)

# Parts of the settings, so that not all processes look at the same moment.
CHECK_SPREAD: Final = (0.4, 1.0)
CHECK_SPREAD_WITHOUT_BUS: Final = (0.7, 1.3)
# While checks are switched off; whether they are may depend on the bus.
SECONDS_BETWEEN_LOOKS: Final = 1.0
SECONDS_BETWEEN_PINGS: Final = 5.0
SILENT_SECONDS: Final = 70.0


class Checked(Protocol):
    """Something with sockets in rooms that is to be checked: a hub."""

    @property
    def kind(self) -> RoomKind: ...

    @property
    def rooms(self) -> Mapping[int, LiveRoom]: ...

    @property
    def has_trusty_bus(self) -> bool: ...

    def sockets(self) -> list[ChatSocket]: ...

    def members(self) -> Iterable[RoomSocket]: ...

    async def compare(self) -> None:
        """Let the observers find what they were not told."""

    def tell_session_change(self, user_id: int) -> None: ...

    def spawn(self, work: Coroutine[Any, Any, None], *, endless: bool = False) -> None: ...


class Checks:
    def __init__(self, checked: Checked) -> None:
        self._checked = checked
        self._loop: asyncio.AbstractEventLoop | None = None

    def start(self) -> None:
        self._loop = asyncio.get_running_loop()
        sessions_changed.connect(self._on_sessions_changed)
        self._checked.spawn(self._check_regularly(), endless=True)
        self._checked.spawn(self._listen_for_silence(), endless=True)

    def stop(self) -> None:
        sessions_changed.disconnect(self._on_sessions_changed)

    async def check_positions(self) -> None:
        """Make every member read what it was not given."""
        rooms = self._checked.rooms
        if not rooms:
            return
        newest = await threads.read(
            message_log.rooms_newest, kind=self._checked.kind, room_ids=list(rooms)
        )
        for room_id, seq in newest.items():
            room = rooms.get(room_id)
            if room is not None:
                room.newest = max(room.newest, seq)
                for member in room.members:
                    member.look_up(seq)

    def check(self, socket: ChatSocket) -> None:
        """Close this socket if its log-in has ended."""
        self._checked.spawn(_close_ended([socket]))

    def check_user(self, user_id: int) -> None:
        """Close what this user may no longer have open."""
        theirs = [one for one in self._checked.sockets() if one.session.user.pk == user_id]
        if theirs:
            self._checked.spawn(_close_ended(theirs))

    def _on_sessions_changed(self, user_id: int, **_: Any) -> None:
        """Runs in whichever thread committed the change."""
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._checked.tell_session_change, user_id)

    async def _check_regularly(self) -> None:
        while True:
            pause = self._pause()
            await asyncio.sleep(pause or SECONDS_BETWEEN_LOOKS)
            if not pause:
                continue
            try:
                await self.check_positions()
                await self._checked.compare()
                await _close_ended(self._checked.sockets())
            except Unavailable as error:
                log.warning("chat_check_failed", error=str(error.__cause__))
            except Exception as error:
                log.error("chat_check_failed", exc_info=error)

    def _pause(self) -> float:
        """Return the seconds until the next check; 0 if there is to be none."""
        if self._checked.has_trusty_bus:
            return settings.RIP_CHAT_CHECK_SECONDS * random.uniform(*CHECK_SPREAD)
        seconds = settings.RIP_CHAT_CHECK_SECONDS_WITHOUT_REDIS
        return seconds * random.uniform(*CHECK_SPREAD_WITHOUT_BUS)

    async def _listen_for_silence(self) -> None:
        """Ping quiet clients of the typed mode, and close those that do not answer."""
        while True:
            await asyncio.sleep(SECONDS_BETWEEN_PINGS)
            ping_after = settings.RIP_CHAT_PING_SECONDS
            if not ping_after:
                continue
            now = time.monotonic()
            for member in list(self._checked.members()):
                silent = now - member.heard_at
                if member.mode.typed and silent > SILENT_SECONDS:
                    member.close(Close.SILENT)
                elif member.mode.typed and silent > ping_after:
                    member.offer(typed.PING)


async def _close_ended(sockets: list[ChatSocket]) -> None:
    """Close the sockets whose log-in has ended, or whose user may no longer be there."""
    if not sockets:
        return
    alive = await threads.read(sessions_alive, sessions={socket.session for socket in sockets})
    for socket in sockets:
        user = alive.get(socket.session)
        if user is None:
            socket.close(Close.TICKET)
        elif not socket.may_stay(user):
            socket.close(Close.NOT_YOURS)

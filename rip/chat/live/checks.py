"""Regular work of a hub: to notice what it was not told.

The bus may lose news, so positions are compared with the database now and then; log-ins may end in
another process; clients may fall silent without closing.
"""

import asyncio
import random
import time
from typing import TYPE_CHECKING, Any, Final

import structlog

from rip.accounts.models import sessions_changed
from rip.accounts.sessions import sessions_alive
from rip.chat.live.room import RoomSocket
from rip.chat.live.socket import ChatSocket
from rip.chat.protocol import typed
from rip.chat.protocol.frames import Close
from rip.core.database import threads
from rip.core.errors import Unavailable
from rip.support.models import Side
from rip.support.rooms import rooms

if TYPE_CHECKING:
    from rip.chat.live.hub import Hub

log = structlog.get_logger(__name__)

CHECK_SECONDS: Final = (10.0, 25.0)
CHECK_SECONDS_WITHOUT_BUS: Final = (0.7, 1.3)
SECONDS_BETWEEN_PINGS: Final = 5.0
PING_AFTER_SECONDS: Final = 25.0
SILENT_SECONDS: Final = 70.0


class Checks:
    def __init__(self, hub: "Hub") -> None:
        self._hub = hub
        self._loop: asyncio.AbstractEventLoop | None = None

    def start(self) -> None:
        self._loop = asyncio.get_running_loop()
        sessions_changed.connect(self._on_sessions_changed)
        self._hub.spawn(self._check_regularly(), endless=True)
        self._hub.spawn(self._listen_for_silence(), endless=True)

    def stop(self) -> None:
        sessions_changed.disconnect(self._on_sessions_changed)

    async def check_positions(self) -> None:
        """Make every connection read what it was not given."""
        feeds = self._hub.feeds
        if not feeds:
            return
        newest = await threads.read(rooms.rooms_newest, room_ids=list(feeds))
        for room_id, seq in newest.items():
            feed = feeds.get(room_id)
            if feed is not None:
                feed.newest = max(feed.newest, seq)
                for connection in feed.members:
                    connection.look_up(seq)

    def check(self, socket: ChatSocket) -> None:
        """Close this socket if its log-in has ended."""
        self._hub.spawn(_close_ended([socket]))

    def check_user(self, user_id: int) -> None:
        """Close what this user may no longer have open."""
        theirs = [one for one in self._hub.sockets() if one.session.user.pk == user_id]
        if theirs:
            self._hub.spawn(_close_ended(theirs))

    def _on_sessions_changed(self, user_id: int, **_: Any) -> None:
        """Runs in whichever thread committed the change."""
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._hub.tell_session_change, user_id)

    async def _check_regularly(self) -> None:
        while True:
            trusty = self._hub.has_trusty_bus
            await asyncio.sleep(
                random.uniform(*(CHECK_SECONDS if trusty else CHECK_SECONDS_WITHOUT_BUS))
            )
            try:
                await self.check_positions()
                await self._hub.desk.compare()
                await _close_ended(self._hub.sockets())
            except Unavailable as error:
                log.warning("chat_check_failed", error=str(error.__cause__))
            except Exception as error:
                log.error("chat_check_failed", exc_info=error)

    async def _listen_for_silence(self) -> None:
        """Ping quiet clients of the typed mode, and let go of those that do not answer."""
        while True:
            await asyncio.sleep(SECONDS_BETWEEN_PINGS)
            now = time.monotonic()
            for connection in list(self._hub.connections()):
                silent = now - connection.heard_at
                if connection.mode.typed and silent > SILENT_SECONDS:
                    connection.close(Close.SILENT)
                elif connection.mode.typed and silent > PING_AFTER_SECONDS:
                    connection.offer(typed.PING)


async def _close_ended(sockets: list[ChatSocket]) -> None:
    """Close the sockets whose log-in has ended, or whose user may no longer be there."""
    if not sockets:
        return
    alive = await threads.read(sessions_alive, sessions={socket.session for socket in sockets})
    for socket in sockets:
        user = alive.get(socket.session)
        if user is None:
            socket.close(Close.TICKET)
        elif not user.is_staff and _needs_staff(socket):
            socket.close(Close.NOT_YOURS)


def _needs_staff(socket: ChatSocket) -> bool:
    return not (isinstance(socket, RoomSocket) and socket.side is Side.CUSTOMER)

"""The door of the desk: for operators, who listen and say nothing but pings."""

from collections.abc import Callable
from typing import Any

from rip.chat.live.door import Client, Query, Refused, SocketDoor
from rip.chat.live.pacing import Heard, Pacing
from rip.chat.protocol import typed
from rip.chat.protocol.frames import Close, Fault, Plain
from rip.chat.protocol.typed import Signal
from rip.server.frames import Inbox
from rip.support.desk.live import Desk, DeskSocket


class DeskDoor(SocketDoor):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.hub)
        self._desk = desk

    async def serve(self, client: Client, query: Query) -> None:
        if not client.session.user.is_staff:
            raise Refused(Close.NOT_YOURS)
        write, inbox = client.direct()
        socket = DeskSocket(session=client.session, send=client.send, write=write)
        try:
            await self._desk.join(socket)
            hear = _answering_pings(socket, client.mode, inbox, self.hub.pacing)
            await self.talk(socket, client, inbox, hear)
        finally:
            self._desk.leave(socket)


def _answering_pings(
    socket: DeskSocket, mode: Plain, inbox: Inbox, pacing: Pacing
) -> Callable[[Any], None]:
    """All that a socket at the desk listens for: the desk is changed by calls of the API."""

    def take(heard: Heard) -> bool:
        if mode.typed and heard is Signal.PING:
            socket.offer(typed.PONG)
        return False

    def hear(event: Any) -> None:
        try:
            heard: Heard = mode.read(event.get("text"))
        except Fault as fault:
            heard = fault
        pacing.hear(socket, inbox, heard, take)

    return hear

"""The socket doors: /ws/chat/ROOM/ for one room, /ws/desk/ for all of them.

Both take `?uuid=TICKET`. A socket is accepted before it is checked, because a browser can read a
close code but not the status of a refused handshake.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any, Final
from urllib.parse import parse_qs

import structlog
from starlette.types import Receive, Scope, Send

from rip.accounts.sessions import Session
from rip.accounts.tickets import InvalidTicket, ticket_redeem
from rip.chat.kinds import Seat
from rip.chat.live.commands import Listener
from rip.chat.live.room import RoomSocket
from rip.chat.live.socket import ChatSocket
from rip.chat.messages.read_marks import read_marks_of
from rip.chat.models import RoomBase
from rip.chat.protocol import frames, typed
from rip.chat.protocol.frames import Close, Fault, Plain, Signal
from rip.chat.protocol.typed import Typed
from rip.core.database import threads
from rip.core.errors import NotAllowed, NotFound, RipError
from rip.server.frames import DIRECT, Inbox, ReceiveInbox, Write, no_write
from rip.support.chat import desk, hub, queue
from rip.support.desk.live import DeskSocket
from rip.support.kind import SUPPORT

log = structlog.get_logger(__name__)

HISTORY: Final = 50
CLOSE_SECONDS: Final = 5.0
PLAIN: Final = Plain()
TYPED: Final = Typed()

_ROOM = re.compile(r"/ws/chat/([^/]+)/")


class Refused(Exception):
    """The socket is not to be opened for talking; it is closed with this code."""

    def __init__(self, code: Close) -> None:
        super().__init__(code.name)
        self.code = code


class Query:
    """The parameters of a socket's address."""

    def __init__(self, scope: Scope) -> None:
        self._values = parse_qs(scope["query_string"].decode("latin-1"), keep_blank_values=True)

    def get(self, name: str) -> str | None:
        values = self._values.get(name)
        return values[0] if values else None


Serve = Callable[[Scope, Receive, Send, Session, Query, Plain], Awaitable[None]]


class SocketDoor:
    """A plain ASGI application that admits a client and lets `serve` talk to it."""

    def __init__(self, serve: Serve) -> None:
        self._serve = serve

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await receive()
        mode = TYPED if typed.SUBPROTOCOL in scope.get("subprotocols", ()) else PLAIN
        await send({"type": "websocket.accept", "subprotocol": mode.subprotocol})
        try:
            query = Query(scope)
            session = await _admit(query)
            await self._serve(scope, receive, send, session, query, mode)
        except Refused as refused:
            await _close(send, refused.code)
        except RipError as error:
            log.error("chat_socket_failed", error=error.code)
            await _close(send, Close.SERVER_ERROR)


async def _admit(query: Query) -> Session:
    if hub.draining:
        raise Refused(Close.RESTARTING)
    try:
        return await ticket_redeem(ticket=query.get("uuid") or "")
    except InvalidTicket as error:
        raise Refused(Close.TICKET) from error


async def _close(send: Send, code: Close) -> bool:
    """Say goodbye, but do not wait long for a client that has stopped reading."""
    goodbye = send({"type": "websocket.close", "code": code, "reason": code.name.lower()})
    with suppress(TimeoutError, OSError, RuntimeError):
        await asyncio.wait_for(goodbye, CLOSE_SECONDS)
        return True
    return False


def _sender(send: Send) -> Callable[[str], Awaitable[None]]:
    async def send_text(text: str) -> None:
        try:
            await send({"type": "websocket.send", "text": text})
        except RuntimeError as error:
            # The server has closed the socket on its own account, after a frame that was too large.
            raise ConnectionError from error

    return send_text


def _direct(scope: Scope, receive: Receive) -> tuple[Write, Inbox]:
    extension = scope.get("extensions", {}).get(DIRECT)
    if extension is None:
        return no_write, ReceiveInbox(receive)
    return extension["write"], extension["inbox"]


async def _talk(socket: ChatSocket, send: Send, listening: Awaitable[None]) -> None:
    """Send and listen until the client is gone, or until the socket is to be closed.

    The calling task itself listens. The server's goodbye ends that, as a client's leaving does.
    """
    caller = asyncio.current_task()
    assert caller is not None
    socket.closing.add_done_callback(
        lambda code: hub.spawn(_say_goodbye(send, code.result(), caller))
    )
    socket.open()
    try:
        await listening
    except asyncio.CancelledError:
        if not socket.closing.done():
            raise
        caller.uncancel()
    finally:
        await socket.shut()


async def _say_goodbye(send: Send, code: Close, listener: "asyncio.Task[Any]") -> None:
    if not await _close(send, code):
        listener.cancel()


async def serve_room(
    scope: Scope, receive: Receive, send: Send, session: Session, query: Query, mode: Plain
) -> None:
    room, side = await _enter(session, scope["path_params"]["room"])
    position, recovered = _place(room, query, mode)
    write, inbox = _direct(scope, receive)
    connection = RoomSocket(
        session=session,
        send=_sender(send),
        write=write,
        room=hub.room_of(room.pk),
        side=side,
        mode=mode,
        position=position,
        on_read=hub.mark_read,
    )
    hub.join(connection)
    try:
        if mode.typed:
            await _greet(connection, room, recovered)
        del room, query
        # Every layer that this socket came through keeps it, and none will read it again.
        scope.clear()
        await _talk(connection, send, inbox.deliver(Listener(connection, inbox, hub, queue).hear))
    finally:
        hub.leave(connection)


async def _enter(session: Session, room: str) -> Seat:
    try:
        room_id = frames.read_room(room)
        return await threads.read(SUPPORT.enter, user=session.user, room_id=room_id)
    except NotAllowed as error:
        raise Refused(Close.NOT_YOURS) from error
    except NotFound as error:
        raise Refused(Close.NO_SUCH_ROOM) from error


def _place(room: RoomBase, query: Query, mode: Plain) -> tuple[int, bool]:
    """The position to go on from, and whether that joins on to what the client has."""
    try:
        since = frames.read_since(query.get("since"))
    except ValueError as error:
        raise Refused(Close.BAD_ADDRESS) from error
    epoch = query.get("epoch")
    known = since is not None and since <= room.last_seq and epoch in (None, room.epoch)
    if since is not None and known:
        return since, True
    if since is not None and not mode.typed:
        # There is no frame in plain mode to say it with.
        raise Refused(Close.RELOAD)
    return max(0, room.last_seq - HISTORY), False


async def _greet(connection: RoomSocket, room: RoomBase, recovered: bool) -> None:
    marks = await threads.read(read_marks_of, kind=SUPPORT, room_id=room.pk)
    frame = typed.hello(
        room=room.pk, epoch=room.epoch, last_seq=room.last_seq, recovered=recovered, read=marks
    )
    await connection.send(frame)
    await connection.send(hub.presence_frame(room.pk))


async def serve_desk(
    scope: Scope, receive: Receive, send: Send, session: Session, query: Query, mode: Plain
) -> None:
    if not session.user.is_staff:
        raise Refused(Close.NOT_YOURS)
    write, inbox = _direct(scope, receive)
    connection = DeskSocket(session=session, send=_sender(send), write=write)
    try:
        await desk.join(connection)
        await _talk(connection, send, inbox.deliver(_answering_pings(connection, mode)))
    finally:
        desk.leave(connection)


def _answering_pings(connection: DeskSocket, mode: Plain) -> Callable[[Any], None]:
    """All that a socket at the desk listens for: the desk is changed by calls of the API."""

    def hear(event: Any) -> None:
        with suppress(Fault):
            if mode.typed and mode.read(event.get("text")) is Signal.PING:
                connection.offer(typed.PONG)

    return hear


_room_door = SocketDoor(serve_room)
_desk_door = SocketDoor(serve_desk)


def door(scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
    """Where every socket comes in."""
    if scope["path"] == "/ws/desk/":
        return _desk_door(scope, receive, send)
    if address := _ROOM.fullmatch(scope["path"]):
        scope["path_params"] = {"room": address[1]}
        return _room_door(scope, receive, send)
    return _refuse_handshake(send)


async def _refuse_handshake(send: Send) -> None:
    await send({"type": "websocket.close", "code": Close.NORMAL})

"""The door of every socket: it admits a client by a ticket, and says goodbye with a close code.

A socket is accepted before it is checked, because a browser can read a close code but not the
status of a refused handshake.
"""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Awaitable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import parse_qs

import structlog
from starlette.types import Receive, Scope, Send

from rip.accounts.sessions import Session
from rip.accounts.tickets import InvalidTicket, ticket_redeem
from rip.chat.live.hub import Hub
from rip.chat.live.places import Full
from rip.chat.live.socket import ChatSocket
from rip.chat.protocol import typed
from rip.chat.protocol.frames import Close, Plain
from rip.chat.protocol.typed import Typed
from rip.core.errors import RipError
from rip.server.frames import DIRECT, Inbox, OnEvent, ReceiveInbox, Write, no_write

log = structlog.get_logger(__name__)

CLOSE_SECONDS: Final = 5.0
PLAIN: Final = Plain()
TYPED: Final = Typed()


class Refused(Exception):
    """The socket is not to be opened for talking; it is closed with this code."""

    def __init__(self, code: Close) -> None:
        super().__init__(code.name)
        self.code = code


class Query:
    """The parameters of a socket's URL."""

    def __init__(self, scope: Scope) -> None:
        self._values = parse_qs(scope["query_string"].decode("latin-1"), keep_blank_values=True)

    def get(self, name: str) -> str | None:
        values = self._values.get(name)
        return values[0] if values else None


@dataclass(eq=False, slots=True)
class Client:
    """Somebody who was admitted: who they are, how they speak, and the ways to and from them."""

    session: Session
    mode: Plain
    scope: Scope
    receive: Receive
    asgi_send: Send

    async def send(self, text: str) -> None:
        """Send a text frame. Raises ConnectionError when the socket is closed."""
        try:
            await self.asgi_send({"type": "websocket.send", "text": text})
        except RuntimeError as error:
            # The server has closed the socket on its own account, after a frame that was too large.
            raise ConnectionError from error

    def direct(self) -> tuple[Write, Inbox]:
        """Return the shortest ways to and from the client that the server offers."""
        extension = self.scope.get("extensions", {}).get(DIRECT)
        if extension is None:
            return no_write, ReceiveInbox(self.receive)
        return extension["write"], extension["inbox"]


class SocketDoor(ABC):
    """A plain ASGI application that admits a client and lets `serve` talk to it."""

    def __init__(self, hub: Hub) -> None:
        self.hub = hub

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await receive()
        mode = TYPED if typed.SUBPROTOCOL in scope.get("subprotocols", ()) else PLAIN
        await send({"type": "websocket.accept", "subprotocol": mode.subprotocol})
        try:
            network = self.hub.places.enter(_address_of(scope))
        except Full:
            await _close(send, Close.TOO_MANY)
            return
        try:
            query = Query(scope)
            session = await self._admit(query)
            await self.serve(Client(session, mode, scope, receive, send), query)
        except Refused as refused:
            await _close(send, refused.code)
        except RipError as error:
            log.error("chat_socket_failed", error=error.code)
            await _close(send, Close.SERVER_ERROR)
        finally:
            self.hub.places.leave(network)

    @abstractmethod
    async def serve(self, client: Client, query: Query) -> None:
        """Talk to a client until one of both goes. Raises Refused."""

    async def _admit(self, query: Query) -> Session:
        if self.hub.draining:
            raise Refused(Close.RESTARTING)
        try:
            return await ticket_redeem(ticket=query.get("uuid") or "")
        except InvalidTicket as error:
            raise Refused(Close.TICKET) from error

    async def talk(self, socket: ChatSocket, client: Client, inbox: Inbox, hear: OnEvent) -> None:
        """Send and listen until the client is gone, or until the socket is to be closed.

        The calling task itself listens. The server's goodbye ends that, as a client's leaving does.
        """
        caller = asyncio.current_task()
        assert caller is not None
        send = client.asgi_send
        socket.closing.add_done_callback(
            lambda code: self.hub.spawn(_say_goodbye(send, code.result(), caller))
        )
        self.hub.places.sit(socket)
        socket.open()
        try:
            try:
                await inbox.deliver(hear)
            finally:
                self.hub.places.stand_up(socket)
                await socket.shut()
        except asyncio.CancelledError:
            # The goodbye ends the call, and may come while the socket is being shut.
            if not socket.closing.done():
                raise
            caller.uncancel()


def _address_of(scope: Scope) -> str | None:
    client = scope.get("client")
    return client[0] if client else None


async def _close(send: Send, code: Close) -> bool:
    """Say goodbye, but do not wait long for a client that has stopped reading."""
    goodbye = send({"type": "websocket.close", "code": code, "reason": code.name.lower()})
    with suppress(TimeoutError, OSError, RuntimeError):
        await asyncio.wait_for(goodbye, CLOSE_SECONDS)
        return True
    return False


async def _say_goodbye(send: Send, code: Close, listener: "asyncio.Task[Any]") -> None:
    if not await _close(send, code):
        listener.cancel()


def refuse_handshake(send: Send) -> Awaitable[None]:
    """Refuse a URL that is no socket's."""
    return send({"type": "websocket.close", "code": Close.NORMAL})

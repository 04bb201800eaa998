"""Somebody who comes in by a door of rooms: the client's end of an ASGI WebSocket."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from starlette.types import Message, Scope

from rip.accounts.sessions import Session
from rip.accounts.tickets import ticket_issue
from rip.chat.live.room_door import RoomDoor
from rip.chat.protocol.typed import SUBPROTOCOL
from tests.kit.waiting import PATIENCE_SECONDS

Frame = dict[str, Any]


class Visitor:
    def __init__(self) -> None:
        self.frames: list[Frame] = []
        self.close_code: int | None = None
        self._to_server: asyncio.Queue[Message] = asyncio.Queue()
        self._news = asyncio.Event()
        self._to_server.put_nowait({"type": "websocket.connect"})

    async def receive(self) -> Message:
        return await self._to_server.get()

    async def send(self, message: Message) -> None:
        if message["type"] == "websocket.send":
            self.frames.append(json.loads(message["text"]))
        elif message["type"] == "websocket.close":
            self.close_code = message["code"]
            self.leave()
        self._news.set()

    def say(self, **frame: object) -> None:
        self._to_server.put_nowait({"type": "websocket.receive", "text": json.dumps(frame)})

    def leave(self) -> None:
        self._to_server.put_nowait({"type": "websocket.disconnect", "code": 1000})

    def of_type(self, kind: str) -> list[Frame]:
        return [frame for frame in self.frames if frame.get("type") == kind]

    async def until(self, kind: str, **wanted: object) -> Frame:
        """Return the first typed frame of this kind with these values, waiting until it comes."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while True:
                for frame in self.of_type(kind):
                    if wanted.items() <= frame.items():
                        return frame
                self._news.clear()
                await self._news.wait()


@asynccontextmanager
async def visiting(
    door: RoomDoor, room: object, session: Session, query: str = "", *, typed: bool = True
) -> AsyncIterator[Visitor]:
    """Come in with a ticket, and leave at the end of the block unless the door closed before."""
    visitor = Visitor()
    ticket = await ticket_issue(session=session)
    scope: Scope = {
        "type": "websocket",
        "path_params": {"room": str(room)},
        "query_string": f"uuid={ticket}{query}".encode(),
        "subprotocols": [SUBPROTOCOL] if typed else [],
    }
    serving = asyncio.create_task(door(scope, visitor.receive, visitor.send))
    try:
        yield visitor
    finally:
        visitor.leave()
        async with asyncio.timeout(PATIENCE_SECONDS):
            await serving

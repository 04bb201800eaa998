"""Somebody who is told what happens in all rooms of a hub, and notes it."""

import asyncio

from rip.chat.live.socket import ChatSocket


class Watcher:
    """An observer with sockets of its own, if it is given some."""

    def __init__(self, *sockets: ChatSocket) -> None:
        self.own = list(sockets)
        self.rooms: list[int] = []
        self.moves = 0
        self.typists: list[tuple[int, str, str, float]] = []
        self.compared = 0
        self.running = 0

    def sockets(self) -> list[ChatSocket]:
        return self.own

    def touched(self, room_id: int) -> None:
        self.rooms.append(room_id)

    def people_moved(self) -> None:
        self.moves += 1

    def typing(self, room_id: int, side: str, sender: str, seconds: float) -> None:
        self.typists.append((room_id, side, sender, seconds))

    async def compare(self) -> None:
        self.compared += 1

    async def run(self) -> None:
        self.running += 1
        try:
            await asyncio.Event().wait()
        finally:
            self.running -= 1

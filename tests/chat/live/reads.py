"""Reads of messages that tests can watch, and hold while something else happens."""

import threading

from rip.chat.kinds import RoomKind
from rip.chat.messages import log
from rip.chat.messages.drafts import Posted


class Reads:
    """`messages_after`: notes the positions that are read from, and holds those of `held`.

    A read that is held has looked at the database already, and gives what it saw when it is let go.
    """

    def __init__(self, *held: int) -> None:
        self.positions: list[int] = []
        self._held = held
        self._going_on = threading.Event()

    def __call__(self, *, kind: RoomKind, room_id: int, seq: int, count: int) -> list[Posted]:
        page = log.messages_after(kind=kind, room_id=room_id, seq=seq, count=count)
        self.positions.append(seq)
        if seq in self._held:
            assert self._going_on.wait(30)
        return page

    def let_go(self) -> None:
        self._going_on.set()

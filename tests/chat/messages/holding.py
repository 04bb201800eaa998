"""The database as the queue of messages meets it, which tests can hold and watch."""

import threading

from rip.chat.kinds import RoomKind
from rip.chat.messages.drafts import Draft, Result
from rip.chat.messages.log import messages_post


class Database:
    """`messages_post`, which stands still while it is held."""

    def __init__(self) -> None:
        self.sizes: list[int] = []
        self.asked = threading.Event()
        self.going_on = threading.Event()
        self.going_on.set()

    def __call__(self, *, kind: RoomKind, drafts: list[Draft], retrying: bool) -> list[Result]:
        self.sizes.append(len(drafts))
        self.asked.set()
        assert self.going_on.wait(30)
        return messages_post(kind=kind, drafts=drafts, retrying=retrying)

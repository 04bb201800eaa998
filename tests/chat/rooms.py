"""Drafts, messages in rooms, and ways to do things at the same time."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import msgspec
from django.db import connection

from rip.accounts.models import User
from rip.chat.messages.drafts import Draft, Posted
from rip.chat.messages.log import messages_post
from rip.support.kind import SUPPORT
from rip.support.models import Message, Room, Side

T = TypeVar("T")


def shortened(value: object) -> str | None:
    """A test id for values too long to be one."""
    return repr(value[:24]) if isinstance(value, str) else None


def written(
    room_id: int, author: User, body: str = "Привет", client_id: str | None = None
) -> Draft:
    """A draft by `author`: a room of support's is its owner's if it has their number."""
    side = Side.CUSTOMER if author.pk == room_id else Side.SUPPORT
    return Draft(room_id, side, author, body, client_id)


def post(room: Room, author: User, body: str = "Привет", client_id: str | None = None) -> Posted:
    """Store one message that must be stored."""
    [result] = messages_post(kind=SUPPORT, drafts=[written(room.pk, author, body, client_id)])
    assert isinstance(result, Posted), result
    return result


def read_back(posted: Posted) -> Posted:
    """The same message as one that is in the database already."""
    return msgspec.structs.replace(posted, fresh=False)


def numbers_in(room: Room) -> list[int]:
    return list(Message.objects.filter(room=room).order_by("seq").values_list("seq", flat=True))


def at_once(*calls: Callable[[], T]) -> list[T]:
    """Make all the calls at the same moment, each in a thread of its own; their results in order.

    A barrier before the call, because threads that start one after the other seldom overlap.
    """
    barrier = threading.Barrier(len(calls))

    def one(call: Callable[[], T]) -> T:
        try:
            connection.ensure_connection()
            barrier.wait(timeout=30)
            return call()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(one, calls))

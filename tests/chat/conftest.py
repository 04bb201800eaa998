"""Rooms, drafts, sessions, and ways to do things at the same time."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import msgspec
import pytest
from django.db import connection

from rip.accounts.models import User
from rip.accounts.sessions import Session, family_open, session_of
from rip.chat.messages.counters import Counters
from rip.chat.messages.drafts import Draft, Posted
from rip.chat.messages.log import messages_post
from rip.support.models import Message, Room
from rip.support.rooms.rooms import room_open

T = TypeVar("T")


def shortened(value: object) -> str | None:
    """A test id for values too long to be one."""
    return repr(value[:24]) if isinstance(value, str) else None


@pytest.fixture
def room(owner: User) -> Room:
    return room_open(owner=owner)


@pytest.fixture
def owner_session(owner: User) -> Session:
    return session_of(access=family_open(user=owner).access)


@pytest.fixture
def operator_session(operator: User) -> Session:
    return session_of(access=family_open(user=operator).access)


def post(room: Room, author: User, body: str = "Привет", client_id: str | None = None) -> Posted:
    """Store one message that must be stored."""
    [result] = messages_post(drafts=[Draft(room.pk, author, body, client_id)])
    assert isinstance(result, Posted), result
    return result


def read_back(posted: Posted) -> Posted:
    """The same message as one that is in the database already."""
    return msgspec.structs.replace(posted, fresh=False)


def numbers_in(room: Room) -> list[int]:
    return list(Message.objects.filter(room=room).order_by("seq").values_list("seq", flat=True))


def remembered(counters: Counters, *rooms: Room) -> list[int | None]:
    """The newest number of each of the rooms, None where it is not remembered."""
    taken = counters.take([room.pk for room in rooms])
    counters.keep(taken)
    return [taken.get(room.pk) for room in rooms]


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


@pytest.fixture
def killed_connections() -> Iterator[Callable[[int], None]]:
    """Ends a MySQL connection by its number, as a restart of the database or a firewall would."""
    if connection.vendor != "mysql":
        pytest.skip("needs MariaDB or MySQL: set DATABASE_URL")
    other = connection.copy()
    other.inc_thread_sharing()

    def kill(number: int) -> None:
        with other.cursor() as cursor:
            cursor.execute(f"KILL {number:d}")

    yield kill
    other.close()

"""A room, the sessions of those who are in it, and broken connections."""

from collections.abc import Callable, Iterator

import pytest
from django.db import connection
from pytest_django import Settings

from rip.accounts import tickets
from rip.accounts.models import User
from rip.accounts.sessions import Session, family_open, session_of
from rip.accounts.tickets import DatabaseTickets
from rip.support.models import Room
from rip.support.rooms.rooms import room_open


@pytest.fixture(autouse=True)
def nothing_heals(settings: Settings) -> None:
    """Switch off what repairs a hub now and then: no test may pass because of it."""
    settings.RIP_CHAT_CHECK_SECONDS = 0
    settings.RIP_CHAT_CHECK_SECONDS_WITHOUT_REDIS = 0
    settings.RIP_CHAT_PRESENCE_SECONDS = 0
    settings.RIP_CHAT_PING_SECONDS = 0


@pytest.fixture(autouse=True)
def tickets_in_the_database(monkeypatch: pytest.MonkeyPatch) -> None:
    """A client of Redis lives in one event loop, and each test has its own."""
    monkeypatch.setattr(tickets, "stores", lambda: [DatabaseTickets()])


@pytest.fixture
def room(owner: User) -> Room:
    return room_open(owner=owner)


@pytest.fixture
def owner_session(owner: User) -> Session:
    return session_of(access=family_open(user=owner).access)


@pytest.fixture
def operator_session(operator: User) -> Session:
    return session_of(access=family_open(user=operator).access)


@pytest.fixture
def killed_connections() -> Iterator[Callable[[int], None]]:
    """Ends a MySQL connection by its number, as a restart of the database or a firewall would."""
    other = connection.copy()
    other.inc_thread_sharing()

    def kill(number: int) -> None:
        with other.cursor() as cursor:
            cursor.execute(f"KILL {number:d}")

    yield kill
    other.close()

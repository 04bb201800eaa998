"""Pings of the desk are answered, and no faster than a person may be heard."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from pytest_django import Settings
from starlette.types import Message, Scope

from rip.accounts import tickets
from rip.accounts.models import User
from rip.accounts.sessions import Session, family_open, session_of
from rip.accounts.tickets import DatabaseTickets, ticket_issue
from rip.chat.live.hub import Hub
from rip.chat.protocol.typed import SUBPROTOCOL
from rip.support.desk.door import DeskDoor
from rip.support.desk.live import Desk
from rip.support.kind import SUPPORT
from tests.chat.live.members import running
from tests.kit.waiting import turns, until

pytestmark = pytest.mark.django_db(transaction=True)

NEVER = 1e-4


@pytest.fixture(autouse=True)
def paced(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.RIP_RATE_LIMITS = True
    settings.RIP_CHAT_RATE = NEVER
    settings.RIP_CHAT_BURST = 1
    monkeypatch.setattr(tickets, "stores", lambda: [DatabaseTickets()])


def session(user: User) -> Session:
    return session_of(access=family_open(user=user).access)


class Seat:
    """An operator's socket at the desk."""

    def __init__(self) -> None:
        self.frames: list[dict[str, Any]] = []
        self.events: asyncio.Queue[Message] = asyncio.Queue()
        self.events.put_nowait({"type": "websocket.connect"})

    @property
    def pongs(self) -> int:
        return sum(frame["type"] == "pong" for frame in self.frames)

    def say(self, *frames: Any) -> None:
        for frame in frames:
            event = {"type": "websocket.receive", "text": json.dumps(frame)}
            self.events.put_nowait(event)

    async def send(self, message: Message) -> None:
        if message["type"] == "websocket.send":
            self.frames.append(json.loads(message["text"]))


@asynccontextmanager
async def seated(door: DeskDoor, session: Session) -> AsyncIterator[Seat]:
    ticket = await ticket_issue(session=session)
    scope: Scope = {
        "type": "websocket",
        "query_string": f"uuid={ticket}".encode(),
        "subprotocols": [SUBPROTOCOL],
    }
    seat = Seat()
    serving = asyncio.create_task(door(scope, seat.events.get, seat.send))
    await until(lambda: seat.frames)
    yield seat
    serving.cancel()
    await asyncio.wait([serving])


def test_an_operator_who_is_too_fast_is_heard_later_and_others_are_not(operator: User) -> None:
    colleague = User.objects.create_user("colleague", is_staff=True)
    theirs, others = session(operator), session(colleague)

    async def scenario() -> None:
        door = DeskDoor(Desk(Hub(SUPPORT)))
        async with running(door.hub), seated(door, theirs) as one, seated(door, others) as other:
            one.say("nonsense", *[{"type": "ping"}] * 5)
            other.say(*[{"type": "ping"}] * 4)
            await until(lambda: other.pongs == 4)
            await turns()
            assert one.pongs == 3

    asyncio.run(scenario())


def test_pings_are_answered_as_tokens_come(operator: User, settings: Settings) -> None:
    settings.RIP_CHAT_RATE = 25
    theirs = session(operator)

    async def scenario() -> None:
        door = DeskDoor(Desk(Hub(SUPPORT)))
        async with running(door.hub), seated(door, theirs) as one:
            one.say(*[{"type": "ping"}] * 12)
            await until(lambda: one.pongs == 12)

    asyncio.run(scenario())

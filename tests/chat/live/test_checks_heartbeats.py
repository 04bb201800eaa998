"""Typed clients that fall silent are asked, and let go of when they do not answer."""

import asyncio
import time

import pytest
from pytest_django import Settings

from rip.accounts.sessions import Session
from rip.chat.live import checks
from rip.chat.protocol.frames import Close
from rip.chat.protocol.typed import Typed
from rip.support.models import Room
from tests.chat.live.members import Member, running_hub

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    settings.RIP_CHAT_PING_SECONDS = 0.1
    monkeypatch.setattr(checks, "SECONDS_BETWEEN_PINGS", 0.02)
    monkeypatch.setattr(checks, "SILENT_SECONDS", 1.0)


def test_a_silent_client_is_asked_and_then_closed(room: Room, owner_session: Session) -> None:
    async def scenario() -> None:
        async with running_hub() as (hub, _):
            member = Member(hub, room, owner_session, mode=Typed())
            assert await member.close_code() is Close.SILENT
            assert {"type": "ping"} in member.frames
            await member.leave()

    asyncio.run(scenario())


def test_a_client_that_answers_stays(room: Room, owner_session: Session) -> None:
    async def scenario() -> None:
        async with running_hub() as (hub, _):
            silent = Member(hub, room, owner_session, mode=Typed())
            answering = Member(hub, room, owner_session, mode=Typed())
            answering.connection.heard_at = time.monotonic() + 1_000
            await silent.close_code()
            assert not answering.connection.closing.done()
            assert {"type": "ping"} not in answering.frames
            for member in (silent, answering):
                await member.leave()

    asyncio.run(scenario())


def test_a_plain_client_may_be_silent_for_ever(room: Room, owner_session: Session) -> None:
    async def scenario() -> None:
        async with running_hub() as (hub, _):
            plain = Member(hub, room, owner_session)
            typed = Member(hub, room, owner_session, mode=Typed())
            await typed.close_code()
            assert not plain.connection.closing.done()
            assert not plain.frames
            for member in (plain, typed):
                await member.leave()

    asyncio.run(scenario())

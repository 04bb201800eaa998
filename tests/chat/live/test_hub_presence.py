"""Hubs tell each other who is there, again and again: who falls silent is gone."""

import asyncio

import pytest
from pytest_django import Settings

from rip.accounts.sessions import Session
from rip.chat.live.events import Here, encode
from rip.chat.live.hub import Hub
from rip.chat.live.presence import EXPIRES_AFTER_SECONDS, Presence
from rip.chat.protocol.typed import Typed
from rip.support.kind import SUPPORT
from rip.support.models import Room
from tests.chat.live.local_bus import LocalBus, published
from tests.chat.live.members import Member, running
from tests.chat.live.observing import Watcher
from tests.kit.waiting import until

pytestmark = pytest.mark.django_db(transaction=True)


def presence_of(member: Member) -> list[tuple[bool, bool]]:
    return [(frame["customer"], frame["support"]) for frame in member.of_type("presence")]


def test_people_of_another_hub_are_there(room: Room, owner_session: Session) -> None:
    watcher = Watcher()

    async def scenario() -> None:
        hub = Hub(SUPPORT, LocalBus())
        hub.observe(watcher)
        async with running(hub):
            member = Member(hub, room, owner_session, mode=Typed())
            moves = watcher.moves
            for others in ({"anna": [0]}, {"anna": [0]}, {}):
                hub.receive(encode(Here("another", "support", others, [])))
            assert watcher.moves == moves + 3
            await member.until(lambda: len(presence_of(member)) == 2)
            assert presence_of(member) == [(True, True), (True, False)]
            await member.leave()

    asyncio.run(scenario())


def test_who_is_here_is_said_when_it_changes_and_when_the_bus_is_joined(
    room: Room, owner_session: Session
) -> None:
    async def scenario() -> None:
        hub = Hub(SUPPORT, LocalBus())
        async with running(hub):
            assert published(hub, Here) == [Here(hub.process, "support", {}, [])]
            member = Member(hub, room, owner_session)
            here = Here(hub.process, "support", {}, [room.pk])
            await until(lambda: published(hub, Here)[-1] == here)
            hub.joined()
            assert published(hub, Here)[1:] == [here] * 2
            await member.leave()

    asyncio.run(scenario())


def test_who_is_here_is_repeated(room: Room, settings: Settings) -> None:
    settings.RIP_CHAT_PRESENCE_SECONDS = 0.01

    async def scenario() -> None:
        hub = Hub(SUPPORT, LocalBus())
        async with running(hub):
            await until(lambda: len(published(hub, Here)) >= 3)

    asyncio.run(scenario())


def test_the_people_of_a_silent_hub_are_gone_in_the_end(
    room: Room, owner_session: Session, settings: Settings
) -> None:
    settings.RIP_CHAT_PRESENCE_SECONDS = 0.01
    moment = 0.0

    async def scenario() -> None:
        nonlocal moment
        hub = Hub(SUPPORT, LocalBus())
        hub.presence = Presence(hub.process, "support", lambda: moment)
        async with running(hub):
            member = Member(hub, room, owner_session, mode=Typed())
            hub.receive(encode(Here("another", "support", {"anna": [0]}, [])))
            await member.until(lambda: presence_of(member)[-1:] == [(True, True)])
            moment = EXPIRES_AFTER_SECONDS
            await member.until(lambda: presence_of(member)[-1:] == [(True, False)])
            await member.leave()

    asyncio.run(scenario())

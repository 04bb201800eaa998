"""Hubs tell each other what the members and observers of the others need to know."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

import pytest

from rip.accounts.models import RefreshFamily
from rip.accounts.sessions import Session
from rip.accounts.tokens import now
from rip.chat.live import events
from rip.chat.live import room as connection
from rip.chat.live.bus import NoBus
from rip.chat.live.events import Read, SessionsChanged, Stored, Touched, Typing, encode
from rip.chat.live.hub import Hub
from rip.chat.messages.queue import MessageQueue
from rip.chat.protocol.frames import Close
from rip.chat.protocol.typed import Typed
from rip.support.kind import SUPPORT
from rip.support.models import Room, Side
from tests.chat.live.local_bus import LocalBus, published
from tests.chat.live.members import Member, post_elsewhere, running
from tests.chat.live.observing import Watcher
from tests.chat.live.reads import Reads
from tests.chat.rooms import post, written
from tests.kit.waiting import until

pytestmark = pytest.mark.django_db(transaction=True)


@asynccontextmanager
async def two_hubs(
    *watchers: Watcher,
) -> AsyncIterator[tuple[Hub, MessageQueue, Hub, MessageQueue]]:
    """Two hubs that hear each other; the second has these observers."""
    bus = LocalBus()
    one, other = Hub(SUPPORT, bus), Hub(SUPPORT, LocalBus(bus))
    for watcher in watchers:
        other.observe(watcher)
    async with running(one) as (_, queue), running(other) as (_, other_queue):
        yield one, queue, other, other_queue


def test_a_message_reaches_the_other_hub_without_a_read(
    room: Room, owner_session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    watcher = Watcher()

    async def scenario() -> None:
        async with two_hubs(watcher) as (_, queue, other, _):
            member = Member(other, room, owner_session)
            await member.until_live()
            reads = Reads()
            monkeypatch.setattr(connection, "messages_after", reads)
            for _ in range(3):
                await queue.post(written(room.pk, room.owner))
            assert await member.until_number(3) == [1, 2, 3]
            assert reads.positions == []
            assert watcher.rooms.count(room.pk) >= 3
            await member.leave()

    asyncio.run(scenario())


def test_no_hub_takes_its_own_news_for_those_of_another(room: Room) -> None:
    watcher = Watcher()

    async def scenario() -> None:
        hub = Hub(SUPPORT, LocalBus())
        hub.observe(watcher)
        async with running(hub):
            hub.tell_touched(room.pk)
            for _ in range(5):
                await asyncio.sleep(0)
            assert watcher.rooms == [room.pk]
            assert published(hub, Touched) == [Touched(hub.process, "support", room.pk)]

    asyncio.run(scenario())


@pytest.mark.parametrize("kind", ["letters", "support"])
def test_only_news_of_its_own_kind_is_taken(kind: str) -> None:
    watcher = Watcher()

    async def scenario() -> None:
        hub = Hub(SUPPORT, LocalBus())
        hub.observe(watcher)
        async with running(hub):
            hub.receive(encode(Touched("another", kind, 7)))
        assert watcher.rooms == ([7] if kind == "support" else [])

    asyncio.run(scenario())


def test_a_mark_is_told_to_the_typed_members_of_every_hub(
    room: Room, owner_session: Session, operator_session: Session
) -> None:
    post(room, room.owner)
    watcher = Watcher()

    async def scenario() -> None:
        async with two_hubs(watcher) as (one, _, other, _):
            here = Member(one, room, owner_session, mode=Typed())
            there = Member(other, room, operator_session, mode=Typed())
            for member in (here, there):
                await member.until_number(1)
            watcher.rooms.clear()
            await one.mark_now(room.pk, Side.SUPPORT, 1)
            for member in (here, there):
                await member.until(partial(member.of_type, "read"))
                assert member.of_type("read") == [{"type": "read", "side": "support", "seq": 1}]
            assert watcher.rooms == [room.pk]
            assert published(one, Read) == [Read(one.process, "support", room.pk, "support", 1)]
            for member in (here, there):
                await member.leave()

    asyncio.run(scenario())


def test_a_plain_member_is_told_of_messages_alone(
    room: Room, owner_session: Session, operator_session: Session
) -> None:
    async def scenario() -> None:
        async with two_hubs() as (one, queue, other, _):
            plain = Member(other, room, owner_session)
            typist = Member(one, room, operator_session, mode=Typed())
            one.typing(typist.connection)
            await one.mark_now(room.pk, Side.SUPPORT, 1)
            await queue.post(written(room.pk, room.owner))
            await plain.until_number(1)
            assert len(plain.frames) == 1
            for member in (plain, typist):
                await member.leave()

    asyncio.run(scenario())


def test_of_a_mark_only_what_is_further_is_told(room: Room, owner_session: Session) -> None:
    async def scenario() -> None:
        hub = Hub(SUPPORT, LocalBus())
        async with running(hub):
            member = Member(hub, room, owner_session, mode=Typed())
            for side, seq in (("support", 3), ("support", 2), ("support", 3), ("customer", 1)):
                hub.receive(encode(Read("another", "support", room.pk, side, seq)))
            hub.receive(encode(Read("another", "support", room.pk, "support", 4)))
            await member.until(lambda: len(member.of_type("read")) >= 3)
            told = [(frame["side"], frame["seq"]) for frame in member.of_type("read")]
            assert told == [("support", 3), ("customer", 1), ("support", 4)]
            await member.leave()

    asyncio.run(scenario())


def test_typing_is_told_to_everybody_but_the_typist(
    room: Room, owner_session: Session, operator_session: Session
) -> None:
    watcher = Watcher()
    told = {"type": "typing", "side": "customer", "sender": "owner", "seconds": 6.0}

    async def scenario() -> None:
        async with two_hubs(watcher) as (one, _, other, _):
            typist = Member(one, room, owner_session, mode=Typed())
            own_tab = Member(one, room, owner_session, mode=Typed())
            there = Member(other, room, operator_session, mode=Typed())
            one.typing(typist.connection)
            for member in (own_tab, there):
                await member.until(partial(member.of_type, "typing"))
                assert member.of_type("typing") == [told]
            assert not typist.of_type("typing")
            assert watcher.typists == [(room.pk, "customer", "owner", 6.0)]
            for member in (typist, own_tab, there):
                await member.leave()

    asyncio.run(scenario())


def test_news_of_a_room_nobody_is_in_is_for_observers_alone() -> None:
    watcher = Watcher()

    async def scenario() -> None:
        hub = Hub(SUPPORT, LocalBus())
        hub.observe(watcher)
        async with running(hub):
            hub.receive(encode(Typing("another", "support", 7, "customer", "vera")))
            hub.receive(encode(Read("another", "support", 7, "customer", 3)))
            hub.receive(encode(Touched("another", "support", 8)))
            assert not hub.rooms
        assert watcher.typists == [(7, "customer", "vera", 6.0)]
        assert watcher.rooms == [7, 8]

    asyncio.run(scenario())


def test_the_end_of_a_log_in_is_told_to_every_hub(
    room: Room, owner_session: Session, operator_session: Session
) -> None:
    async def scenario() -> None:
        async with two_hubs() as (one, _, other, _):
            here = Member(one, room, owner_session)
            there = Member(other, room, owner_session)
            for member in (here, there):
                await member.until_live()
            # The database alone knows, until somebody is told.
            families = RefreshFamily.objects.filter(pk=owner_session.family_id)
            await families.aupdate(revoked_at=now())
            one.tell_session_change(owner_session.user.pk)
            for member in (here, there):
                assert await member.close_code() is Close.TICKET
                await member.leave()
            news = [SessionsChanged(one.process, "support", owner_session.user.pk)]
            assert published(one, SessionsChanged) == news
            assert not published(other, SessionsChanged)

    asyncio.run(scenario())


def test_the_end_of_a_log_in_is_looked_for_only_if_its_user_is_here(
    room: Room, owner_session: Session, operator_session: Session
) -> None:
    """Theirs alone are looked at, in the database."""

    async def scenario() -> "asyncio.Future[Close]":
        hub = Hub(SUPPORT, LocalBus())
        async with running(hub):
            member = Member(hub, room, owner_session)
            await member.until_live()
            families = RefreshFamily.objects.filter(pk=owner_session.family_id)
            await families.aupdate(revoked_at=now())
            user = operator_session.user.pk
            hub.receive(encode(SessionsChanged("another", "support", user)))
            await member.leave()
        return member.connection.closing

    assert not asyncio.run(scenario()).done()


# When the bus begins to listen


def test_whoever_joins_the_bus_looks_for_what_they_missed(
    room: Room, owner_session: Session
) -> None:
    watcher = Watcher()

    async def scenario() -> None:
        hub = Hub(SUPPORT, LocalBus())
        hub.observe(watcher)
        async with running(hub):
            await until(lambda: watcher.compared == 1)
            member = Member(hub, room, owner_session)
            await member.until_live()
            await post_elsewhere(written(room.pk, room.owner))
            hub.joined()
            assert await member.until_number(1) == [1]
            await until(lambda: watcher.compared == 2)
            await member.leave()

    asyncio.run(scenario())


def test_without_a_bus_nothing_is_published(
    room: Room, owner_session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not even encoded."""
    encoded: list[object] = []
    monkeypatch.setattr(events, "encode", encoded.append)

    async def scenario() -> None:
        hub = Hub(SUPPORT, NoBus(alone=True))
        async with running(hub) as (_, queue):
            member = Member(hub, room, owner_session)
            await queue.post(written(room.pk, room.owner))
            await member.until_number(1)
            await member.leave()

    asyncio.run(scenario())
    assert encoded == []


def test_nothing_is_published_of_nothing() -> None:
    async def scenario() -> None:
        hub = Hub(SUPPORT, LocalBus())
        async with running(hub):
            hub.deliver([])
            assert published(hub, Stored) == []

    asyncio.run(scenario())

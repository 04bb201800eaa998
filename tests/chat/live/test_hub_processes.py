"""Two hubs that share a database and Redis, as two server processes do."""

import asyncio
import uuid
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest
from asgiref.sync import sync_to_async

from rip.accounts.models import User
from rip.accounts.sessions import Session
from rip.chat.kinds import RoomKind
from rip.chat.live import room as connection
from rip.chat.live.bus import RedisBus
from rip.chat.live.events import Stored, encode
from rip.chat.live.hub import Hub
from rip.chat.live.presence import Elsewhere
from rip.chat.messages import log
from rip.chat.messages.drafts import Draft, Posted
from rip.chat.messages.queue import MessageQueue
from rip.chat.protocol.frames import Close
from rip.chat.protocol.typed import Typed
from rip.support.models import ReadMark, Room, Side
from tests.chat.live.members import Member, post_elsewhere, running_hub
from tests.chat.rooms import post, written
from tests.kit.waiting import until

pytestmark = pytest.mark.django_db(transaction=True)

Process = tuple[Hub, MessageQueue]


@pytest.fixture
def new_bus(redis_url: str) -> Callable[[], RedisBus]:
    channel = f"test:{uuid.uuid4().hex}"
    return lambda: RedisBus(redis_url, channel)


@asynccontextmanager
async def two_processes(new_bus: Callable[[], RedisBus]) -> AsyncIterator[tuple[Process, Process]]:
    async with running_hub(new_bus()) as one, running_hub(new_bus()) as other:
        await until(lambda: one[0].has_trusty_bus and other[0].has_trusty_bus)
        yield one, other


def draft_of(room: Room, body: str = "a") -> Draft:
    return written(room.pk, room.owner, body)


def test_members_of_both_processes_get_the_same_messages_in_the_same_order(
    room: Room, owner_session: Session, operator_session: Session, new_bus: Callable[[], RedisBus]
) -> None:
    async def scenario() -> None:
        async with two_processes(new_bus) as ((hub, queue), (other_hub, other_queue)):
            here = Member(hub, room, owner_session)
            there = Member(other_hub, room, operator_session, mode=Typed())
            for _ in range(30):
                await asyncio.gather(queue.post(draft_of(room)), other_queue.post(draft_of(room)))
            for member in (here, there):
                assert await member.until_number(60) == list(range(1, 61))
            texts = [
                [one["sent_at"] for one in m.frames if "message" in one] for m in (here, there)
            ]
            assert texts[0] == texts[1]
            for member in (here, there):
                await member.leave()

    asyncio.run(scenario())


def test_what_the_bus_brings_in_order_needs_no_read_of_the_database(
    room: Room,
    owner_session: Session,
    new_bus: Callable[[], RedisBus],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def scenario() -> None:
        async with two_processes(new_bus) as ((_, queue), (other_hub, _)):
            member = Member(other_hub, room, owner_session)
            await queue.post(draft_of(room))
            await member.until_number(1)
            reads = counted_reads(monkeypatch)
            for _ in range(10):
                await queue.post(draft_of(room))
            await member.until_number(11)
            assert reads == []
            await member.leave()

    asyncio.run(scenario())


def counted_reads(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The positions that messages are read from, from now on."""
    read, positions = log.messages_after, list[int]()

    def counting(*, kind: RoomKind, room_id: int, seq: int, count: int) -> list[Posted]:
        positions.append(seq)
        return read(kind=kind, room_id=room_id, seq=seq, count=count)

    monkeypatch.setattr(connection, "messages_after", counting)
    return positions


def test_a_gap_in_what_the_bus_brings_is_read_once_for_all_members(
    room: Room,
    owner_session: Session,
    new_bus: Callable[[], RedisBus],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def scenario() -> None:
        async with two_processes(new_bus) as ((_, queue), (other_hub, _)):
            members = [Member(other_hub, room, owner_session) for _ in range(5)]
            await queue.post(draft_of(room))
            for member in members:
                await member.until_number(1)
            await post_elsewhere(draft_of(room))
            reads = counted_reads(monkeypatch)
            await queue.post(draft_of(room))
            for member in members:
                assert await member.until_number(3) == [1, 2, 3]
            assert reads == [1]
            for member in members:
                await member.leave()

    asyncio.run(scenario())


def test_a_repeat_on_the_bus_is_dropped(
    room: Room, owner_session: Session, new_bus: Callable[[], RedisBus]
) -> None:
    async def scenario() -> None:
        async with two_processes(new_bus) as ((hub, queue), (other_hub, _)):
            member = Member(other_hub, room, owner_session)
            posted = [await queue.post(draft_of(room)) for _ in range(3)]
            await member.until_number(3)
            for again in (posted[:2], posted[2:], posted):
                hub.deliver(again)
            await queue.post(draft_of(room))
            assert await member.until_number(4) == [1, 2, 3, 4]
            await member.leave()

    asyncio.run(scenario())


def test_whoever_begins_to_listen_reads_what_they_may_have_missed(
    room: Room, owner_session: Session, new_bus: Callable[[], RedisBus]
) -> None:
    async def scenario() -> None:
        async with two_processes(new_bus) as (_, (hub, queue)):
            member = Member(hub, room, owner_session)
            await queue.post(draft_of(room))
            await member.until_number(1)
            await post_elsewhere(draft_of(room))
            hub.joined()
            assert await member.until_number(2) == [1, 2]
            await member.leave()

    asyncio.run(scenario())


def test_news_from_another_version_is_ignored(
    room: Room, owner_session: Session, new_bus: Callable[[], RedisBus]
) -> None:
    async def scenario() -> None:
        async with two_processes(new_bus) as ((hub, queue), (other_hub, _)):
            member = Member(other_hub, room, owner_session)
            for strange in (b"", b"{}", b'["unheard-of", 1]', b'["stored", 5, "x"]', b"\xff"):
                hub.bus.publish(strange)
            await queue.post(draft_of(room))
            assert await member.until_number(1) == [1]
            assert other_hub.has_trusty_bus
            await member.leave()

    asyncio.run(scenario())


def test_reading_typing_and_presence_cross_over(
    room: Room, owner_session: Session, operator_session: Session, new_bus: Callable[[], RedisBus]
) -> None:
    async def scenario() -> None:
        async with two_processes(new_bus) as ((hub, queue), (other_hub, _)):
            customer = Member(hub, room, owner_session, mode=Typed())
            support = Member(other_hub, room, operator_session, mode=Typed())
            await queue.post(draft_of(room))
            await support.until_number(1)
            other_hub.mark_read(support.connection, 1)
            await customer.until(lambda: customer.of_type("read"))
            assert customer.of_type("read")[0]["side"] == Side.SUPPORT
            other_hub.typing(support.connection)
            await customer.until(lambda: customer.of_type("typing"))
            assert customer.of_type("typing")[0]["sender"] == "operator"
            await customer.until(lambda: online(customer) == (True, True))
            await support.until(lambda: online(support) == (True, True))
            await support.leave()
            await customer.until(lambda: online(customer) == (True, False))
            await customer.leave()

    asyncio.run(scenario())
    assert ReadMark.objects.get(room=room, side=Side.SUPPORT).seq == 1


def online(member: Member) -> tuple[bool, bool]:
    told = member.of_type("presence")
    return (told[-1]["customer"], told[-1]["support"]) if told else (False, False)


def test_a_customer_with_a_socket_in_each_process_is_online_until_both_are_gone(
    room: Room, owner_session: Session, operator_session: Session, new_bus: Callable[[], RedisBus]
) -> None:
    async def scenario() -> None:
        async with two_processes(new_bus) as ((hub, _), (other_hub, _)):
            support = Member(hub, room, operator_session, mode=Typed())
            here = Member(hub, room, owner_session, mode=Typed())
            there = Member(other_hub, room, owner_session, mode=Typed())
            await until(lambda: any(room.pk in one.owners for one in heard_of(hub)))
            await here.leave()
            assert hub.presence.owner_online(room.pk)
            await there.leave()
            await support.until(lambda: online(support) == (False, True))
            told = [frame["customer"] for frame in support.of_type("presence")]
            assert told == [True, False]
            await support.leave()

    asyncio.run(scenario())


def heard_of(hub: Hub) -> list[Elsewhere]:
    """The last news of other processes."""
    return list(hub.presence.elsewhere.values())


@pytest.mark.parametrize(
    ("change", "code"),
    [({"is_staff": False}, Close.NOT_YOURS), ({"is_active": False}, Close.TICKET)],
)
def test_a_change_of_rights_closes_sockets_of_the_other_process(
    room: Room,
    operator: User,
    operator_session: Session,
    new_bus: Callable[[], RedisBus],
    change: dict[str, bool],
    code: Close,
) -> None:
    async def scenario() -> None:
        async with two_processes(new_bus) as (_, (other_hub, _)):
            member = Member(other_hub, room, operator_session)
            # Only the first process hears it from the database's own thread.
            other_hub.checks.stop()
            for name, value in change.items():
                setattr(operator, name, value)
            await sync_to_async(operator.save)()
            assert await member.close_code() is code
            await member.leave()

    asyncio.run(scenario())


def test_a_message_of_the_bus_for_a_room_nobody_is_in_is_nothing(
    room: Room, new_bus: Callable[[], RedisBus]
) -> None:
    posted = post(room, room.owner)

    async def scenario() -> None:
        async with running_hub(new_bus()) as (hub, _):
            hub.receive(encode(Stored("another process", "support", [posted])))
            assert not hub.rooms

    asyncio.run(scenario())

"""The rooms of a hub: there while somebody is in them, and all told of when it ends."""

import asyncio

import pytest

from rip.accounts.models import User
from rip.accounts.sessions import Session
from rip.chat.live import hub as hub_module
from rip.chat.live.hub import Hub
from rip.chat.protocol.frames import Close
from rip.chat.protocol.typed import Typed
from rip.support.desk.live import DeskSocket
from rip.support.kind import SUPPORT
from rip.support.models import Room, Side
from rip.support.rooms.rooms import room_open
from tests.chat.live.members import Member, post_elsewhere, running, running_hub
from tests.chat.live.observing import Watcher
from tests.chat.rooms import post, written
from tests.kit.waiting import PATIENCE_SECONDS, turns, until

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def other_room(stranger: User) -> Room:
    return room_open(owner=stranger)


def desk_socket(session: Session) -> DeskSocket:
    async def nowhere(frame: str) -> None: ...

    return DeskSocket(session=session, send=nowhere)


def test_a_room_is_forgotten_with_its_last_member(
    room: Room, other_room: Room, owner_session: Session, operator_session: Session
) -> None:
    async def scenario() -> None:
        async with running_hub() as (hub, _):
            first = Member(hub, room, owner_session)
            second = Member(hub, room, operator_session)
            elsewhere = Member(hub, other_room, operator_session)
            assert set(hub.rooms) == {room.pk, other_room.pk}
            assert hub.room_of(room.pk) is first.connection.room
            assert first.connection.room is second.connection.room
            assert len(list(hub.members())) == len(hub.sockets()) == 3
            await first.leave()
            assert set(hub.rooms) == {room.pk, other_room.pk}
            await second.leave()
            assert set(hub.rooms) == {other_room.pk}
            await elsewhere.leave()
            assert not hub.rooms

    asyncio.run(scenario())


def test_who_comes_back_to_a_forgotten_room_is_given_what_was_missed(
    room: Room, owner_session: Session
) -> None:
    async def scenario() -> None:
        async with running_hub() as (hub, queue):
            member = Member(hub, room, owner_session)
            await queue.post(written(room.pk, room.owner))
            await member.until_number(1)
            await member.leave()
            await queue.post(written(room.pk, room.owner))
            await post_elsewhere(written(room.pk, room.owner))
            again = Member(hub, room, owner_session, position=1)
            assert await again.until_live() == [2, 3]
            await again.leave()
            assert member.numbers == [1]

    asyncio.run(scenario())


def test_whoever_leaves_late_does_not_take_the_room_from_who_came_since(
    room: Room, owner_session: Session, operator_session: Session
) -> None:
    """The same member leaves twice, and the second time another room is there in its place."""

    async def scenario() -> None:
        async with running_hub() as (hub, queue):
            early = Member(hub, room, owner_session)
            await early.leave()
            late = Member(hub, room, operator_session)
            hub.leave(early.connection)
            await queue.post(written(room.pk, room.owner))
            assert await late.until_number(1) == [1]
            assert set(hub.rooms) == {room.pk}
            await late.leave()

    asyncio.run(scenario())


def test_messages_go_to_their_own_room(
    room: Room, other_room: Room, owner_session: Session, operator_session: Session
) -> None:
    watcher = Watcher()

    async def scenario() -> None:
        hub = Hub(SUPPORT)
        hub.observe(watcher)
        async with running(hub) as (_, queue):
            here = Member(hub, room, owner_session)
            there = Member(hub, other_room, operator_session)
            for member in (here, there):
                await member.until_live()
            await queue.post(written(room.pk, room.owner, "here"))
            await queue.post(written(other_room.pk, other_room.owner, "there"))
            for member in (here, there):
                await member.until_number(1)
            assert [frame["message"] for frame in here.frames] == ["here"]
            assert [frame["message"] for frame in there.frames] == ["there"]
            assert watcher.rooms == [room.pk, other_room.pk]
            for member in (here, there):
                await member.leave()

    asyncio.run(scenario())


def test_a_room_without_members_does_not_stop_those_behind_it(
    room: Room, other_room: Room, operator_session: Session
) -> None:
    async def scenario() -> None:
        async with running_hub() as (hub, _):
            member = Member(hub, other_room, operator_session)
            await member.until_live()
            nobody_there = await asyncio.to_thread(post, room, room.owner)
            posted = await asyncio.to_thread(post, other_room, other_room.owner)
            hub.deliver([nobody_there, posted])
            assert await member.until_number(1) == [1]
            await member.leave()

    asyncio.run(scenario())


# People


def presence_of(member: Member) -> list[tuple[bool, bool]]:
    return [(frame["customer"], frame["support"]) for frame in member.of_type("presence")]


def test_somebody_outside_the_rooms_is_there_until_they_depart(
    room: Room, owner_session: Session, operator_session: Session
) -> None:
    watcher = Watcher()

    async def scenario() -> None:
        hub = Hub(SUPPORT)
        hub.observe(watcher)
        async with running(hub):
            customer = Member(hub, room, owner_session, mode=Typed())
            moves = watcher.moves
            sockets = [desk_socket(operator_session) for _ in range(2)]
            for socket in sockets:
                hub.arrive(socket)
            hub.depart(sockets[0])
            assert hub.presence.others_online()
            hub.depart(sockets[1])
            assert not hub.presence.others_online()
            assert watcher.moves == moves + 4
            await customer.until(lambda: len(presence_of(customer)) == 2)
            assert presence_of(customer) == [(True, True), (True, False)]
            await customer.leave()

    asyncio.run(scenario())


def test_a_member_is_told_who_is_there_when_that_changes_and_not_again(
    room: Room, owner_session: Session, operator_session: Session
) -> None:
    async def scenario() -> None:
        async with running_hub() as (hub, _):
            support = Member(hub, room, operator_session, mode=Typed())
            for _ in range(2):
                customers = [Member(hub, room, owner_session, mode=Typed()) for _ in range(2)]
                for customer in customers:
                    await customer.leave()
            await support.until(lambda: len(presence_of(support)) == 4)
            assert presence_of(support) == [(True, True), (False, True)] * 2
            await support.leave()

    asyncio.run(scenario())


def test_the_presence_of_a_room_is_its_own(
    room: Room, other_room: Room, owner_session: Session, operator_session: Session
) -> None:
    async def scenario() -> None:
        async with running_hub() as (hub, _):
            support = Member(hub, other_room, operator_session, mode=Typed())
            customer = Member(hub, room, owner_session, mode=Typed())
            for member in (customer, support):
                await member.until_live()
                # The customer's coming is no news in the other room, and newcomers are greeted.
                assert not presence_of(member)
            assert hub.presence_frame(room.pk) == (
                '{"type":"presence","customer":true,"support":true}'
            )
            assert hub.presence_frame(other_room.pk) == (
                '{"type":"presence","customer":false,"support":true}'
            )
            assert hub.presence.others_in(other_room.pk) == ["operator"]
            for member in (support, customer):
                await member.leave()
            assert not hub.presence.owners()
            assert not hub.presence.others()

    asyncio.run(scenario())


# The end


def test_draining_asks_everybody_to_come_back(
    room: Room,
    other_room: Room,
    owner_session: Session,
    operator_session: Session,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(hub_module, "DRAIN_SECONDS", 0.2)

    async def scenario() -> None:
        hub = Hub(SUPPORT)
        outside = desk_socket(operator_session)
        hub.observe(Watcher(outside))
        async with running(hub):
            members = [Member(hub, room, owner_session) for _ in range(3)]
            members.append(Member(hub, other_room, operator_session))
            assert not hub.draining
            draining = asyncio.create_task(hub.drain())
            await asyncio.sleep(0)
            assert hub.draining
            assert not outside.closing.done()
            await draining
            sockets = [outside, *(member.connection for member in members)]
            assert [one.closing.result() for one in sockets] == [Close.RESTARTING] * 5
            for member in members:
                await member.leave()
        async with running(hub):
            assert not hub.draining

    asyncio.run(scenario())


def test_an_empty_hub_is_drained_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hub_module, "DRAIN_SECONDS", 1_000.0)

    async def scenario() -> None:
        async with running_hub() as (hub, _), asyncio.timeout(PATIENCE_SECONDS):
            await hub.drain()
            assert hub.draining

    asyncio.run(scenario())


def test_a_stopped_hub_works_no_more_and_started_again_it_does(
    room: Room, owner_session: Session
) -> None:
    watcher = Watcher()
    hub = Hub(SUPPORT)
    hub.observe(watcher)

    async def scenario(position: int) -> None:
        async with running(hub) as (_, queue):
            await until(lambda: watcher.running == 1)
            member = Member(hub, room, owner_session, position=position)
            await queue.post(written(room.pk, room.owner))
            assert await member.until_number(position + 1) == [position + 1]
            await member.leave()
        assert watcher.running == 0
        assert not hub.rooms
        assert len(asyncio.all_tasks()) == 1

    for position in range(3):
        asyncio.run(scenario(position))


def test_a_task_that_fails_ends_alone(room: Room, owner_session: Session) -> None:
    async def scenario() -> None:
        async with running_hub() as (hub, queue):

            async def fail() -> None:
                raise RuntimeError("a surprise")

            hub.spawn(fail())
            member = Member(hub, room, owner_session)
            await queue.post(written(room.pk, room.owner))
            assert await member.until_number(1) == [1]
            await member.leave()

    asyncio.run(scenario())


def test_the_hub_waits_for_what_it_does_beside_and_not_for_what_is_endless() -> None:
    done: list[str] = []

    async def scenario() -> None:
        async def endless() -> None:
            await asyncio.Event().wait()

        async def short() -> None:
            await turns(100)
            done.append("short")

        async with asyncio.timeout(PATIENCE_SECONDS), running_hub() as (hub, _):
            hub.spawn(endless(), endless=True)
            hub.spawn(short())
        assert done == ["short"]

    asyncio.run(scenario())


def test_reading_is_counted_for_the_members_side_as_far_as_it_was_given_messages(
    room: Room, owner_session: Session, operator_session: Session
) -> None:
    for _ in range(3):
        post(room, room.owner)

    async def scenario() -> list[tuple[int, str, int]]:
        noted: list[tuple[int, str, int]] = []
        async with running_hub() as (hub, _):
            hub.mark = lambda *mark: noted.append(mark)  # type: ignore[method-assign]
            customer = Member(hub, room, owner_session, mode=Typed())
            support = Member(hub, room, operator_session, position=1, mode=Typed())
            for member in (customer, support):
                await member.until_live()
            for member, seq in ((customer, 2), (customer, 9), (support, 3), (support, 0)):
                hub.mark_read(member.connection, seq)
            for member in (customer, support):
                await member.leave()
        return noted

    marks = asyncio.run(scenario())
    assert [seq for _, _, seq in marks] == [2, 3, 3, 0]
    assert [side for _, side, _ in marks] == [Side.CUSTOMER] * 2 + [Side.SUPPORT] * 2
    assert {room_id for room_id, _, _ in marks} == {room.pk}

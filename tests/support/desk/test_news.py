"""The desk is greeted first, is told of what changes, and outlives the database's absence."""

import asyncio
import json
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from typing import Any

import pytest

from rip.accounts.models import User
from rip.accounts.sessions import Session
from rip.chat.live.hub import Hub
from rip.chat.messages.queue import MessageQueue
from rip.chat.protocol.typed import Typed
from rip.core.errors import Unavailable
from rip.support.desk import live as desk_module
from rip.support.desk.live import Desk, DeskSocket
from rip.support.kind import SUPPORT
from rip.support.models import Room
from rip.support.rooms import lists
from rip.support.rooms.rooms import room_open
from tests.chat.live.members import Member, running
from tests.chat.rooms import written
from tests.kit.waiting import until

pytestmark = pytest.mark.django_db(transaction=True)

Summaries = list[dict[str, Any]]


@asynccontextmanager
async def running_desk() -> AsyncIterator[tuple[Desk, Hub, MessageQueue]]:
    """A desk, the hub it observes, and the queue that feeds both."""
    desk = Desk(Hub(SUPPORT))
    async with running(desk.hub) as (hub, queue):
        yield desk, hub, queue


@asynccontextmanager
async def seated(desk: Desk, session: Session) -> AsyncIterator[list[dict[str, Any]]]:
    """The frames that an operator at the desk gets."""
    frames: list[dict[str, Any]] = []

    async def send(text: str) -> None:
        frames.append(json.loads(text))

    socket = DeskSocket(session=session, send=send)
    await desk.join(socket)
    socket.open()
    try:
        yield frames
    finally:
        desk.leave(socket)
        await socket.shut()


def told(frames: list[dict[str, Any]]) -> list[int]:
    """The newest numbers that room frames have told of."""
    return [frame["last_seq"] for frame in frames if frame["type"] == "room"]


def test_a_change_while_the_first_rooms_are_read_comes_after_the_greeting(
    room: Room, operator_session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = lists.rooms_page

    async def scenario() -> None:
        async with running_desk() as (desk, _, queue):
            loop = asyncio.get_running_loop()

            def overtaken(**arguments: Any) -> Any:
                page = read(**arguments)
                draft = written(room.pk, room.owner, "a")

                async def post_and_tell() -> None:
                    await queue.post(draft)
                    [connection] = desk.members
                    await until(lambda: connection.queue)

                asyncio.run_coroutine_threadsafe(post_and_tell(), loop).result(30)
                return page

            monkeypatch.setattr(lists, "rooms_page", overtaken)
            async with seated(desk, operator_session) as frames:
                await until(lambda: any(frame["type"] == "room" for frame in frames))
            told = [frame for frame in frames if frame["type"] == "room"]
            assert frames[0]["type"] == "hello"
            assert frames[0]["rooms"][0]["last_seq"] == 0
            assert told[0]["last_seq"] == 1

    asyncio.run(scenario())


def test_changes_that_come_together_are_told_together(
    room: Room, operator_session: Session
) -> None:
    async def scenario() -> list[dict[str, Any]]:
        async with running_desk() as (desk, hub, queue), seated(desk, operator_session) as frames:
            await until(lambda: frames)
            posted = await queue.post(written(room.pk, room.owner, "a"))
            for _ in range(100):
                hub.deliver([posted])
            await until(lambda: told(frames) and told(frames)[-1] == 1)
            await queue.post(written(room.pk, room.owner, "b"))
            await until(lambda: told(frames)[-1] == 2)
            return frames

    # At most one more for what came before the hundred.
    assert len(told(asyncio.run(scenario()))) <= 3


def test_it_goes_on_when_the_database_was_away(
    room: Room, operator_session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk_module, "SECONDS_BETWEEN_TRIES", 0.01)
    read, failures = lists.summaries_of, [Unavailable(), Unavailable()]

    def failing_twice(*, room_ids: Collection[int]) -> Summaries:
        if failures:
            raise failures.pop()
        return read(room_ids=room_ids)

    monkeypatch.setattr(lists, "summaries_of", failing_twice)

    async def scenario() -> None:
        async with running_desk() as (desk, _, queue), seated(desk, operator_session) as frames:
            await queue.post(written(room.pk, room.owner, "a"))
            await until(lambda: told(frames) == [1])

    asyncio.run(scenario())
    assert not failures


def test_any_number_of_rooms_may_change_at_once(
    operator_session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """More than a database takes conditions in one query."""
    count = 1_200
    names = [f"user{number}" for number in range(count)]
    User.objects.bulk_create(User(username=name, username_key=name) for name in names)
    # MySQL does not tell the ids of what was inserted.
    users = list(User.objects.filter(username__startswith="user"))
    Room.objects.bulk_create(Room(owner=user) for user in users)

    async def scenario() -> set[int]:
        async with running_desk() as (desk, _, queue), seated(desk, operator_session) as frames:
            await asyncio.gather(*[queue.post(written(user.pk, user, "a")) for user in users])

            def those() -> set[int]:
                return {frame["room"] for frame in frames if frame.get("last_seq") == 1}

            await until(lambda: len(those()) == count)
            return those()

    assert asyncio.run(scenario()) == {user.pk for user in users}
    assert room_open(owner=users[0]).last_seq == 1


def test_an_operator_at_the_desk_is_online_in_every_room(
    room: Room, owner_session: Session, operator_session: Session
) -> None:
    def presence_of(member: Member) -> list[tuple[bool, bool]]:
        return [(frame["customer"], frame["support"]) for frame in member.of_type("presence")]

    async def scenario() -> None:
        async with running_desk() as (desk, hub, _):
            customer = Member(hub, room, owner_session, mode=Typed())
            async with seated(desk, operator_session):
                await customer.until(lambda: presence_of(customer)[-1:] == [(True, True)])
            await customer.until(lambda: presence_of(customer)[-1:] == [(True, False)])
            await customer.leave()

    asyncio.run(scenario())

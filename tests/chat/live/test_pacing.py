"""A person who is too fast is heard later, on all of their sockets, and nothing is lost.

Where somebody has to wait, a token comes once in hours: what is not taken at once is not taken.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from pytest_django import Settings

from rip.accounts.sessions import Session
from rip.chat.live.hub import Hub
from rip.chat.messages.queue import MessageQueue
from rip.chat.protocol.frames import Close
from rip.chat.protocol.typed import Typed
from rip.support.models import Room
from tests.chat.live.members import running_hub
from tests.chat.live.test_commands import PING, Talker, message
from tests.chat.rooms import numbers_in
from tests.kit.waiting import turns, until

pytestmark = pytest.mark.django_db(transaction=True)

NEVER = 1e-4


@pytest.fixture(autouse=True)
def paced(settings: Settings) -> None:
    """Two messages at once, and eight other frames."""
    settings.RIP_RATE_LIMITS = True
    settings.RIP_CHAT_RATE = NEVER
    settings.RIP_CHAT_BURST = 2


@asynccontextmanager
async def talking(
    hub: Hub, queue: MessageQueue, room: Room, session: Session
) -> AsyncIterator[Talker]:
    talker = Talker(hub, queue, room, session, Typed())
    await talker.until_live()
    try:
        yield talker
    finally:
        await talker.cut()


async def until_acked(talker: Talker, *ids: str) -> None:
    await talker.until(lambda: len(talker.of_type("ack")) >= len(ids))
    assert [frame["client_message_id"] for frame in talker.of_type("ack")] == list(ids)


def test_what_is_too_fast_waits_and_so_does_what_follows_it(
    room: Room, owner_session: Session
) -> None:
    async def scenario() -> None:
        async with (
            running_hub() as (hub, queue),
            talking(hub, queue, room, owner_session) as talker,
        ):
            talker.say(*(message(f"id-{number}") for number in range(3)), PING)
            await until_acked(talker, "id-0", "id-1")
            await turns()
            assert talker.kinds.count("pong") == 0

    asyncio.run(scenario())
    assert numbers_in(room) == [1, 2]


def test_everything_is_taken_in_its_order_as_tokens_come(
    room: Room, owner_session: Session, settings: Settings
) -> None:
    settings.RIP_CHAT_RATE = 100
    ids = [f"id-{number}" for number in range(10)]

    async def scenario() -> None:
        async with (
            running_hub() as (hub, queue),
            talking(hub, queue, room, owner_session) as talker,
        ):
            talker.say(*map(message, ids), PING)
            await talker.until_pongs(1)
            await until_acked(talker, *ids)

    asyncio.run(scenario())
    assert numbers_in(room) == list(range(1, 11))


def test_the_sockets_of_one_person_share_a_bucket_and_other_people_have_theirs(
    room: Room, owner_session: Session, operator_session: Session
) -> None:
    async def scenario() -> None:
        async with (
            running_hub() as (hub, queue),
            talking(hub, queue, room, owner_session) as one,
            talking(hub, queue, room, owner_session) as other,
            talking(hub, queue, room, operator_session) as operator,
        ):
            one.say(message("id-1"), message("id-2"))
            await until_acked(one, "id-1", "id-2")
            other.say(message("id-3"))
            operator.say(message("id-4"), message("id-5"))
            await until_acked(operator, "id-4", "id-5")
            await turns()
            assert other.of_type("ack") == []

    asyncio.run(scenario())
    assert numbers_in(room) == [1, 2, 3, 4]


def test_to_come_back_fills_no_bucket(room: Room, owner_session: Session) -> None:
    async def scenario() -> None:
        async with running_hub() as (hub, queue):
            async with talking(hub, queue, room, owner_session) as talker:
                talker.say(message("id-1"), message("id-2"))
                await until_acked(talker, "id-1", "id-2")
            async with talking(hub, queue, room, owner_session) as again:
                again.say(PING, message("id-3"))
                await again.until_pongs(1)
                await turns()
                assert again.of_type("ack") == []

    asyncio.run(scenario())
    assert numbers_in(room) == [1, 2]


@pytest.mark.parametrize(
    "frame",
    [{"type": "pong"}, {"type": "typing"}, {"type": "read", "seq": 1}, {"type": "nonsense"}, None],
)
def test_other_frames_have_a_bucket_four_times_as_large(
    room: Room, owner_session: Session, frame: dict[str, object] | None
) -> None:
    async def scenario() -> None:
        async with (
            running_hub() as (hub, queue),
            talking(hub, queue, room, owner_session) as talker,
            talking(hub, queue, room, owner_session) as other,
        ):
            talker.say(*[frame] * 7, PING, PING)
            await talker.until_pongs(1)
            await turns()
            assert talker.kinds.count("pong") == 1
            # Messages are counted apart.
            other.say(message("id-1"))
            await until_acked(other, "id-1")

    asyncio.run(scenario())


def test_what_waits_when_the_log_in_ends_is_not_taken(
    room: Room, owner_session: Session, settings: Settings
) -> None:
    settings.RIP_CHAT_RATE = 20

    async def scenario() -> None:
        async with (
            running_hub() as (hub, queue),
            talking(hub, queue, room, owner_session) as talker,
        ):
            talker.say(*(message(f"id-{number}") for number in range(4)))
            await until_acked(talker, "id-0", "id-1")
            talker.connection.close(Close.TICKET)
            # The inbox goes on to its end.
            await talker.leave()

    asyncio.run(scenario())
    assert numbers_in(room) == [1, 2]


def test_it_can_be_switched_off(room: Room, owner_session: Session, settings: Settings) -> None:
    settings.RIP_RATE_LIMITS = False

    async def scenario() -> None:
        async with (
            running_hub() as (hub, queue),
            talking(hub, queue, room, owner_session) as talker,
        ):
            talker.say(*(message(f"id-{number}") for number in range(5)), *[PING] * 20)
            await talker.until_pongs(20)
            await until(lambda: len(talker.of_type("ack")) == 5)

    asyncio.run(scenario())

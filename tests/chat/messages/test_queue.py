"""The group-commit queue, with the real database."""

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import pytest

from rip.accounts.models import User
from rip.chat.kinds import RoomKind
from rip.chat.messages import mysql_lane
from rip.chat.messages import queue as queue_module
from rip.chat.messages.drafts import Draft, Posted, Result
from rip.chat.messages.log import messages_after, messages_post
from rip.chat.messages.queue import MessageQueue
from rip.chat.messages.statements import Group
from rip.core.database import threads
from rip.core.database.threads import LANES
from rip.core.errors import NotFound, Unavailable
from rip.support.kind import SUPPORT
from rip.support.models import Message, Room
from tests.chat.rooms import numbers_in, read_back, written
from tests.kit.waiting import PATIENCE_SECONDS

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(
    params=[
        (1, False),
        (LANES, False),
        pytest.param((LANES, True), marks=[pytest.mark.mariadb, pytest.mark.mysql]),
    ],
    ids=["one", "threads", "inline"],
    autouse=True,
)
def lanes(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    """Every test is for one lane and for several, in threads and with connections of their own."""
    count: int
    count, inline = request.param
    defaults = {"lanes": count, "inline": inline}
    monkeypatch.setattr(MessageQueue.__init__, "__kwdefaults__", defaults)
    return count


@asynccontextmanager
async def running(delivered: list[Posted]) -> AsyncIterator[MessageQueue]:
    queue = MessageQueue(SUPPORT, delivered.extend)
    queue.start()
    async with asyncio.timeout(2 * PATIENCE_SECONDS):
        yield queue
        await queue.stop()


def drafts(room: Room, author: User, count: int) -> list[Draft]:
    return [written(room.pk, author, str(number)) for number in range(count)]


def test_messages_that_arrive_together_are_stored_together_in_order(
    owner: User, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes: list[int] = []

    def counted(*, kind: RoomKind, drafts: list[Draft], retrying: bool) -> list[Result]:
        sizes.append(len(drafts))
        return messages_post(kind=kind, drafts=drafts, retrying=retrying)

    async def scenario() -> list[Posted]:
        async with running([]) as queue:
            return await asyncio.gather(*map(queue.post, drafts(room, owner, 1200)))

    def counted_group(kind: RoomKind, drafts: Sequence[Draft]) -> Group:
        sizes.append(len(drafts))
        return Group(kind, drafts)

    monkeypatch.setattr(queue_module, "messages_post", counted)
    monkeypatch.setattr(mysql_lane, "Group", counted_group)
    posted = asyncio.run(scenario())
    assert [one.seq for one in posted] == list(range(1, 1201))
    assert [json.loads(one.frame)["message"] for one in posted] == [str(n) for n in range(1200)]
    assert sizes == [500, 500, 200]


def test_an_acknowledged_message_is_there_for_every_other_connection(
    owner: User, room: Room
) -> None:
    async def scenario() -> None:
        async with running([]) as queue:
            for draft in drafts(room, owner, 10):
                posted = await queue.post(draft)
                page = await threads.read(
                    messages_after, kind=SUPPORT, room_id=room.pk, seq=posted.seq - 1, count=10
                )
                assert page == [read_back(posted)]

    asyncio.run(scenario())


def test_messages_are_delivered_once_in_order_and_before_their_sender_hears(
    owner: User, room: Room
) -> None:
    delivered: list[Posted] = []

    async def scenario() -> None:
        async def post(draft: Draft) -> None:
            assert await queue.post(draft) in delivered

        async with running(delivered) as queue:
            await asyncio.gather(*map(post, drafts(room, owner, 50)))

    asyncio.run(scenario())
    assert [one.seq for one in delivered] == list(range(1, 51))


def test_a_retry_is_acknowledged_with_the_original_and_delivered_as_a_repeat(
    owner: User, room: Room
) -> None:
    delivered: list[Posted] = []
    draft = written(room.pk, owner, "a", "id-1")

    async def scenario() -> list[Posted]:
        async with running(delivered) as queue:
            together = await asyncio.gather(queue.post(draft), queue.post(draft))
            return [*together, await queue.post(draft)]

    answers = asyncio.run(scenario())
    assert [(one.seq, one.fresh) for one in answers] == [(1, True), (1, False), (1, False)]
    assert delivered == answers


def test_a_message_that_cannot_be_stored_fails_alone(owner: User, room: Room) -> None:
    delivered: list[Posted] = []
    group = drafts(room, owner, 4)
    group[1:1] = [written(987654321, owner, "no such room"), written(room.pk, owner, "\ud800")]

    async def scenario() -> list[Posted | BaseException]:
        async with running(delivered) as queue:
            return await asyncio.gather(*map(queue.post, group), return_exceptions=True)

    answers = asyncio.run(scenario())
    assert isinstance(answers.pop(1), NotFound)
    assert isinstance(answers.pop(1), UnicodeEncodeError)
    assert answers == delivered
    assert [one.seq for one in delivered] == [1, 2, 3, 4]


def test_a_failed_group_does_not_stop_the_writer(
    owner: User, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object, **__: object) -> list[Posted | Exception]:
        raise Unavailable

    async def scenario() -> Posted:
        async with running([]) as queue:
            with monkeypatch.context() as patch:
                patch.setattr(queue_module, "messages_post", away)
                patch.setattr(mysql_lane, "Group", away)
                patch.setattr(queue_module, "RETRY_SECONDS", 0.1)
                with pytest.raises(Unavailable):
                    await queue.post(written(room.pk, owner, "a"))
            return await queue.post(written(room.pk, owner, "b"))

    assert asyncio.run(scenario()).seq == 1


def test_a_sender_that_gave_up_takes_nothing_back(owner: User, room: Room) -> None:
    delivered: list[Posted] = []

    async def scenario() -> None:
        async with running(delivered) as queue:
            queue.post(written(room.pk, owner, "a")).cancel()
            await queue.post(written(room.pk, owner, "b"))

    asyncio.run(scenario())
    assert [json.loads(one.frame)["message"] for one in delivered] == ["a", "b"]


@pytest.mark.parametrize("already_running", [True, False])
def test_stopping_stores_what_has_arrived(owner: User, room: Room, already_running: bool) -> None:
    async def scenario() -> list[Posted]:
        async with running([]) as queue:
            if already_running:
                await queue.post(written(room.pk, owner, "first"))
            sending = [queue.post(one) for one in drafts(room, owner, 20)]
            await queue.stop()
            return await asyncio.gather(*sending)

    assert len(asyncio.run(scenario())) == 20
    assert numbers_in(room) == list(range(1, 21 + already_running))


def test_after_stopping_a_message_is_refused_and_never_left_waiting(
    owner: User, room: Room
) -> None:
    async def scenario() -> None:
        async with running([]) as queue:
            await queue.stop()
            with pytest.raises(Unavailable):
                await queue.post(written(room.pk, owner, "late"))

    asyncio.run(scenario())
    assert not Message.objects.exists()

"""A client's frames are taken one after the other, and each is answered in its turn."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager

import pytest

from rip.accounts.sessions import Session
from rip.chat.live.commands import Listener
from rip.chat.live.hub import Hub
from rip.chat.live.lifespan import served
from rip.chat.messages import queue as queue_module
from rip.chat.messages.drafts import Result
from rip.chat.messages.queue import MessageQueue
from rip.chat.protocol.frames import Close, Plain
from rip.chat.protocol.typed import Typed
from rip.core.errors import Unavailable
from rip.server.frames import ReceiveInbox
from rip.support.kind import SUPPORT
from rip.support.models import Room
from tests.chat.live.members import Member
from tests.chat.messages.holding import Database
from tests.chat.rooms import numbers_in, post
from tests.kit.waiting import PATIENCE_SECONDS

pytestmark = pytest.mark.django_db(transaction=True)

PING = {"type": "ping"}


class Talker(Member):
    """A member that is heard, too."""

    def __init__(
        self, hub: Hub, queue: MessageQueue, room: Room, session: Session, mode: Plain
    ) -> None:
        super().__init__(hub, room, session, mode=mode)
        self._said: asyncio.Queue[dict[str, str | None]] = asyncio.Queue()
        inbox = ReceiveInbox(self._said.get)
        listener = Listener(self.connection, inbox, hub, queue)
        self._listening = asyncio.create_task(inbox.deliver(listener.hear))

    def say(self, *frames: Mapping[str, object] | None) -> None:
        for frame in frames:
            text = None if frame is None else json.dumps(frame)
            self._said.put_nowait({"type": "websocket.receive", "text": text})

    @property
    def kinds(self) -> list[str]:
        """The types of the frames, but those of presence."""
        kinds = [frame.get("type") or next(iter(frame)) for frame in self.frames]
        return [kind for kind in kinds if kind != "presence"]

    async def until_kinds(self, *kinds: str) -> None:
        """Wait until so many frames have come, which must be these."""
        await self.until(lambda: len(self.kinds) >= len(kinds))
        assert self.kinds == list(kinds)

    async def until_pongs(self, count: int) -> None:
        await self.until(lambda: self.kinds.count("pong") >= count)

    async def leave(self) -> None:
        self._said.put_nowait({"type": "websocket.disconnect"})
        await self._listening
        await super().leave()

    async def cut(self) -> None:
        """Leave though what was said may not have been heard."""
        self._listening.cancel()
        await super().leave()


def message(client_id: str | None = None, body: str = "a") -> dict[str, object]:
    return {"type": "message", "message": body, "client_message_id": client_id}


@pytest.fixture
def database(monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    database = Database()
    monkeypatch.setattr(queue_module, "messages_post", database)
    yield database
    database.going_on.set()


@asynccontextmanager
async def talking(room: Room, session: Session, mode: Plain | None = None) -> AsyncIterator[Talker]:
    hub = Hub(SUPPORT)
    queue = MessageQueue(SUPPORT, hub.deliver, lanes=1, inline=False)
    async with served(hub, queue), asyncio.timeout(2 * PATIENCE_SECONDS):
        talker = Talker(hub, queue, room, session, mode or Typed())
        await talker.until_live()
        yield talker
        await talker.leave()


def test_whoever_is_up_to_date_has_their_message_before_its_acknowledgement(
    room: Room, owner_session: Session
) -> None:
    async def scenario() -> None:
        async with talking(room, owner_session) as talker:
            talker.say(message("id-1"), message("id-2"))
            await talker.until_kinds("message", "ack", "message", "ack")
            assert [frame["seq"] for frame in talker.of_type("ack")] == [1, 2]
            ids = [frame["client_message_id"] for frame in talker.of_type("ack")]
            assert ids == ["id-1", "id-2"]

    asyncio.run(scenario())


def test_nothing_is_acknowledged_before_it_is_stored_and_what_follows_waits(
    room: Room, owner_session: Session, database: Database
) -> None:
    database.going_on.clear()

    async def scenario() -> None:
        async with talking(room, owner_session) as talker:
            talker.say(message("id-1"), PING, message("id-2"), PING)
            await asyncio.to_thread(database.asked.wait, 30)
            for _ in range(10):
                await asyncio.sleep(0)
            assert talker.kinds == []
            database.going_on.set()
            await talker.until_kinds("message", "ack", "pong", "message", "ack", "pong")

    asyncio.run(scenario())
    assert database.sizes == [1, 1]
    assert numbers_in(room) == [1, 2]


@pytest.mark.parametrize("error", [Unavailable(), RuntimeError("a surprise")])
def test_what_could_not_be_stored_is_said_and_the_next_frame_is_taken(
    room: Room, owner_session: Session, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    monkeypatch.setattr(queue_module, "RETRY_SECONDS", 0.0)

    def fail(**_: object) -> list[Result]:
        raise error

    monkeypatch.setattr(queue_module, "messages_post", fail)

    async def scenario() -> None:
        async with talking(room, owner_session) as talker:
            talker.say(message("id-1"), PING)
            await talker.until_kinds("error", "pong")
            [said] = talker.of_type("error")
            assert (said["code"], said["client_message_id"]) == ("not_stored", "id-1")
            assert said["detail"]

    asyncio.run(scenario())
    assert numbers_in(room) == []


def test_a_typed_repeat_is_acknowledged_with_the_first_number(
    room: Room, owner_session: Session
) -> None:
    async def scenario() -> None:
        async with talking(room, owner_session) as talker:
            talker.say(message("id-1"), message("id-1", "changed"), PING)
            await talker.until_kinds("message", "ack", "ack", "pong")
            assert [frame["seq"] for frame in talker.of_type("ack")] == [1, 1]

    asyncio.run(scenario())


def test_a_plain_repeat_is_answered_with_the_message_and_no_new_one_is(
    room: Room, owner_session: Session
) -> None:
    async def scenario() -> None:
        async with talking(room, owner_session, Plain()) as talker:
            talker.say(message("id-1"), message("id-1", "changed"), message(None, "b"))
            await talker.until_number(2)
            told = [(frame["seq"], frame["message"]) for frame in talker.frames]
            assert told == [(1, "a"), (1, "a"), (2, "b")]

    asyncio.run(scenario())


def test_a_bad_frame_is_answered_and_the_next_one_is_taken(
    room: Room, owner_session: Session
) -> None:
    async def scenario() -> None:
        async with talking(room, owner_session) as talker:
            talker.say(None, {"type": "nothing"}, message("id-1", " "), {"type": "pong"}, PING)
            await talker.until_kinds("error", "error", "error", "pong")
            said = [(one["code"], one["client_message_id"]) for one in talker.of_type("error")]
            assert said == [("binary", None), ("unknown_type", None), ("message_empty", "id-1")]

    asyncio.run(scenario())


def test_reading_is_noted_up_to_what_was_given(room: Room, owner_session: Session) -> None:
    for _ in range(2):
        post(room, room.owner)

    async def scenario() -> None:
        async with talking(room, owner_session) as talker:
            talker.say({"type": "read", "seq": 1})
            await talker.until(lambda: talker.of_type("read"))
            talker.say({"type": "read", "seq": 7})
            await talker.until(lambda: len(talker.of_type("read")) == 2)
            told = [(frame["side"], frame["seq"]) for frame in talker.of_type("read")]
            assert told == [("customer", 1), ("customer", 2)]

    asyncio.run(scenario())


def test_a_surprise_closes_the_socket(
    room: Room, owner_session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def surprise(*_: object) -> None:
        raise RuntimeError("a surprise")

    async def scenario() -> None:
        async with talking(room, owner_session) as talker:
            monkeypatch.setattr(talker.hub, "typing", surprise)
            talker.say({"type": "typing"})
            assert await talker.close_code() is Close.SERVER_ERROR

    asyncio.run(scenario())


def test_each_frame_counts_as_being_heard_of(room: Room, owner_session: Session) -> None:
    async def scenario() -> None:
        async with talking(room, owner_session) as talker:
            for frame in (PING, None):
                talker.connection.heard_at = 0.0
                talker.say(frame, PING)
                pongs = talker.kinds.count("pong")
                await talker.until_pongs(pongs + 1)
                assert talker.connection.heard_at > 0.0

    asyncio.run(scenario())

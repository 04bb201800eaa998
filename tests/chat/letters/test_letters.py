"""A second kind of room talks through the whole engine, which has never heard of it."""

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from django.db import connection

from rip.accounts.models import User
from rip.accounts.sessions import Session, family_open, session_of
from rip.chat.live.events import Stored, encode
from rip.chat.live.hub import Hub
from rip.chat.live.lifespan import served
from rip.chat.live.room_door import RoomDoor
from rip.chat.messages.drafts import Draft, Posted
from rip.chat.messages.log import messages_after, messages_post
from rip.chat.messages.queue import MessageQueue
from rip.chat.messages.read_marks import read_marks_of
from rip.chat.protocol.frames import Close
from tests.chat.letters.kind import LETTERS
from tests.chat.letters.models import Room
from tests.chat.letters.visitor import visiting
from tests.kit.running import ROOT
from tests.kit.waiting import PATIENCE_SECONDS, until

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def letters(owner: User, stranger: User) -> Room:
    """The second room of the same two people; its number is nobody's."""
    Room.objects.create(pk=900, writer=owner, reader=stranger, subject="cats")
    room = Room.objects.create(pk=1_000, writer=owner, reader=stranger, subject="birds")
    assert not User.objects.filter(pk=room.pk).exists()
    return room


def session(user: User) -> Session:
    return session_of(access=family_open(user=user).access)


@pytest.fixture
def writer(owner: User) -> Session:
    return session(owner)


@pytest.fixture
def reader(stranger: User) -> Session:
    return session(stranger)


@asynccontextmanager
async def running_door() -> AsyncIterator[RoomDoor]:
    hub = Hub(LETTERS)
    queue = MessageQueue(LETTERS, hub.deliver)
    async with served(hub, queue), asyncio.timeout(2 * PATIENCE_SECONDS):
        yield RoomDoor(hub, queue)


def rows_of(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM {table}")
        return int(cursor.fetchone()[0])


def test_two_people_talk(letters: Room, writer: Session, reader: Session) -> None:
    async def scenario() -> None:
        async with (
            running_door() as door,
            visiting(door, letters.pk, writer) as one,
            visiting(door, letters.pk, reader) as other,
        ):
            one.say(type="message", message="Здравствуйте!", client_message_id="id-1")
            assert (await one.until("ack"))["seq"] == 1
            other.say(type="message", message="И вам!", client_message_id="id-1")
            for visitor in (one, other):
                await visitor.until("message", seq=2, message="И вам!")
                assert [frame["seq"] for frame in visitor.of_type("message")] == [1, 2]
            one.say(type="message", message="again", client_message_id="id-1")
            await one.until("ack", client_message_id="id-1", seq=1)

    asyncio.run(scenario())
    letters.refresh_from_db()
    assert (letters.last_seq, letters.last_owner_seq) == (2, 1)
    assert letters.messages.count() == 2
    assert rows_of("support_message") == rows_of("support_room") == 0


def test_greetings_name_the_sides_of_the_kind(
    letters: Room, writer: Session, reader: Session
) -> None:
    async def scenario() -> None:
        async with running_door() as door, visiting(door, letters.pk, writer) as one:
            hello = await one.until("hello")
            assert (hello["room"], hello["epoch"]) == (letters.pk, letters.epoch)
            assert hello["read"] == {"writer": 0, "reader": 0}
            await one.until("presence", writer=True, reader=False)
            async with visiting(door, letters.pk, reader):
                await one.until("presence", writer=True, reader=True)

    asyncio.run(scenario())


def test_the_other_side_is_online_in_the_room_it_is_in(
    letters: Room, writer: Session, reader: Session
) -> None:
    elsewhere = Room.objects.exclude(pk=letters.pk).first()
    assert elsewhere is not None

    async def scenario() -> None:
        async with (
            running_door() as door,
            visiting(door, elsewhere.pk, reader) as other,
            visiting(door, letters.pk, writer) as one,
        ):
            await other.until("presence", writer=False, reader=True)
            await one.until("presence", writer=True, reader=False)
            other.say(type="typing")
            one.say(type="ping")
            await one.until("pong")
            assert not one.of_type("typing")

    asyncio.run(scenario())


def test_only_what_is_said_to_be_read_is(letters: Room, writer: Session, reader: Session) -> None:
    async def scenario() -> None:
        async with (
            running_door() as door,
            visiting(door, letters.pk, writer) as one,
            visiting(door, letters.pk, reader, typed=False) as plain,
            visiting(door, letters.pk, reader) as other,
        ):
            one.say(type="message", message="a", client_message_id="id-1")
            await other.until("message", seq=1)
            assert not plain.of_type("message")
            other.say(type="read", seq=1)
            assert (await one.until("read"))["side"] == "reader"

    asyncio.run(scenario())
    assert read_marks_of(kind=LETTERS, room_id=letters.pk) == {"writer": 0, "reader": 1}


def test_a_client_resumes(letters: Room, owner: User, writer: Session) -> None:
    drafts = [Draft(letters.pk, "writer", owner, str(number)) for number in range(5)]
    assert [
        one.seq for one in messages_post(kind=LETTERS, drafts=drafts) if isinstance(one, Posted)
    ]

    async def scenario() -> None:
        query = f"&since=3&epoch={letters.epoch}"
        async with running_door() as door, visiting(door, letters.pk, writer, query) as one:
            assert (await one.until("hello"))["recovered"] is True
            await one.until("message", seq=5)
            assert [frame["seq"] for frame in one.of_type("message")] == [4, 5]

    asyncio.run(scenario())
    stored = messages_after(kind=LETTERS, room_id=letters.pk, seq=3, count=10)
    assert [one.seq for one in stored] == [4, 5]


@pytest.mark.parametrize(("number", "code"), [(1_000, Close.NOT_YOURS), (77, Close.NO_SUCH_ROOM)])
def test_the_kind_says_who_may_enter(
    letters: Room, operator: User, number: int, code: Close
) -> None:
    """Operators of the site have no say in other people's letters."""

    async def scenario() -> int | None:
        async with running_door() as door, visiting(door, number, session_of_operator) as one:
            await until(lambda: one.close_code is not None)
            return one.close_code

    session_of_operator = session(operator)
    assert asyncio.run(scenario()) == code


def test_news_of_another_kind_are_not_heard(letters: Room, writer: Session) -> None:
    async def scenario() -> None:
        async with running_door() as door, visiting(door, letters.pk, writer) as one:
            one.say(type="message", message="a", client_message_id="id-1")
            await one.until("message", seq=1)
            for kind in ("support", "letters"):
                posted = [Posted(letters.pk, 2, f'{{"message":"{kind}","seq":2}}')]
                door.hub.receive(encode(Stored("another process", kind, posted)))
            assert (await one.until("message", seq=2))["message"] == "letters"

    asyncio.run(scenario())


def test_neither_the_engine_nor_another_kind_needs_support() -> None:
    program = """
import sys

from tests import settings

settings.INSTALLED_APPS.remove("rip.support")

import django

django.setup()

import rip.chat.live.room_door
from tests.chat.letters.kind import LETTERS

assert LETTERS.name == "letters"
assert not [name for name in sys.modules if name.startswith("rip.support")]
"""
    subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True, timeout=60)

"""A desk finds out what another process did, though nobody tells it."""

import asyncio
from typing import Any

import pytest
from pytest_django import Settings

from rip.accounts.models import User
from rip.accounts.sessions import Session
from rip.chat.messages.read_marks import read_marks_advance
from rip.core.database import threads
from rip.support.kind import SUPPORT
from rip.support.models import Room, Side, Status
from rip.support.rooms.notes import note_add
from rip.support.rooms.rooms import room_assign, room_decide
from tests.chat.live.members import post_elsewhere
from tests.chat.rooms import written
from tests.kit.waiting import until
from tests.support.desk.test_news import running_desk, seated

pytestmark = pytest.mark.django_db(transaction=True)

Frames = list[dict[str, Any]]


@pytest.fixture
def frequent_position_checks(settings: Settings) -> None:
    settings.RIP_CHAT_CHECK_SECONDS = 0.2
    settings.RIP_CHAT_CHECK_SECONDS_WITHOUT_REDIS = 0.2


@pytest.mark.usefixtures("frequent_position_checks")
def test_whatever_another_process_does_to_a_room_is_shown(
    room: Room, operator: User, operator_session: Session
) -> None:
    async def told(frames: Frames, **wanted: object) -> None:
        await until(
            lambda: any(
                frame["type"] == "room" and wanted.items() <= frame.items() for frame in frames
            )
        )

    async def scenario() -> None:
        async with running_desk() as (desk, _, _), seated(desk, operator_session) as frames:
            await post_elsewhere(written(room.pk, room.owner, "a"))
            await told(frames, last_seq=1, status="open", unread=1)
            await threads.write(
                read_marks_advance, kind=SUPPORT, marks={(room.pk, Side.SUPPORT): 1}
            )
            await told(frames, read_up_to=1, unread=0)
            await threads.write(room_assign, room_id=room.pk, assignee="operator", was=None)
            await told(frames, assignee="operator")
            await threads.write(room_decide, room_id=room.pk, status=Status.DONE, seq=1)
            await told(frames, status="done")
            await threads.write(note_add, author=operator, room_id=room.pk, body="b")
            await told(frames, tended=3)

    asyncio.run(scenario())


def test_what_was_told_is_not_told_again(room: Room, operator_session: Session) -> None:
    async def scenario() -> list[int]:
        async with running_desk() as (desk, _, queue), seated(desk, operator_session) as frames:
            await queue.post(written(room.pk, room.owner, "a"))
            await until(lambda: any(frame["type"] == "room" for frame in frames))
            await desk.compare()
            await queue.post(written(room.pk, room.owner, "b"))
            await until(lambda: frames[-1].get("last_seq") == 2)
            return [frame["last_seq"] for frame in frames if frame["type"] == "room"]

    assert asyncio.run(scenario()) == [1, 2]

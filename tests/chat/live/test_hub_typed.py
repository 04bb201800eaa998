"""Typed members of a room get more than messages: reading, typing, presence."""

import asyncio
from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any

import pytest

from rip.accounts.sessions import Session
from rip.chat.kinds import RoomKind
from rip.chat.live import room as connection
from rip.chat.live.hub import Hub
from rip.chat.messages import read_marks
from rip.chat.messages.queue import MessageQueue
from rip.chat.messages.read_marks import Mark
from rip.chat.protocol.typed import Typed
from rip.support.kind import SUPPORT
from rip.support.models import ReadMark, Room, Side
from tests.chat.live.members import Member, running_hub
from tests.chat.rooms import post, written

pytestmark = pytest.mark.django_db(transaction=True)

Scenario = Callable[[Hub, MessageQueue, Member, Member], Coroutine[Any, Any, None]]


@pytest.fixture
def in_room(
    room: Room, owner_session: Session, operator_session: Session
) -> Callable[[Scenario], None]:
    """Runs a scenario with a customer and an operator, both typed, who have heard message 1."""

    async def meet(scenario: Scenario) -> None:
        async with running_hub() as (hub, queue):
            customer = Member(hub, room, owner_session, mode=Typed())
            support = Member(hub, room, operator_session, mode=Typed())
            await queue.post(written(room.pk, room.owner, "first"))
            for member in (customer, support):
                await member.until_number(1)
            await scenario(hub, queue, customer, support)
            for member in (customer, support):
                await member.leave()

    return lambda scenario: asyncio.run(meet(scenario))


def without_presence(member: Member) -> list[str]:
    kinds = [frame["type"] for frame in member.frames]
    return [kind for kind in kinds if kind != "presence"]


def test_members_of_both_modes_get_the_same_message_each_in_their_own(
    room: Room, owner_session: Session, operator_session: Session
) -> None:
    async def scenario() -> None:
        async with running_hub() as (hub, queue):
            plain = Member(hub, room, owner_session)
            typed = Member(hub, room, operator_session, mode=Typed())
            for _ in range(2):
                await queue.post(written(room.pk, room.owner, "a", None))
            for member in (plain, typed):
                await member.until_number(2)
            assert typed.of_type("message") == [{"type": "message", **one} for one in plain.frames]
            for member in (plain, typed):
                await member.leave()
            assert len(plain.frames) == 2

    asyncio.run(scenario())


@pytest.mark.parametrize("side", Side)
def test_typing_is_told_to_the_others_and_not_to_oneself(
    in_room: Callable[[Scenario], None], side: Side
) -> None:
    async def scenario(hub: Hub, queue: MessageQueue, customer: Member, support: Member) -> None:
        typist, other = (customer, support) if side is Side.CUSTOMER else (support, customer)
        hub.typing(typist.connection)
        await queue.post(written(customer.connection.room.room_id, room_owner(customer), "b"))
        for member in (customer, support):
            await member.until_number(2)
        name = typist.connection.session.user.username
        assert other.of_type("typing") == [
            {"type": "typing", "side": side.value, "sender": name, "seconds": 6.0}
        ]
        assert typist.of_type("typing") == []

    in_room(scenario)


def room_owner(customer: Member) -> Any:
    return customer.connection.session.user


def test_typing_is_told_once_per_pause(
    in_room: Callable[[Scenario], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def scenario(hub: Hub, queue: MessageQueue, customer: Member, support: Member) -> None:
        for _ in range(20):
            hub.typing(customer.connection)
        monkeypatch.setattr(connection, "SECONDS_BETWEEN_TYPING", 0.0)
        hub.typing(customer.connection)
        hub.typing(support.connection)
        await customer.until(lambda: bool(customer.of_type("typing")))
        await support.until(lambda: len(support.of_type("typing")) >= 2)
        await queue.post(written(customer.connection.room.room_id, room_owner(customer), "b"))
        await support.until_number(2)
        assert len(support.of_type("typing")) == 2

    in_room(scenario)


def test_reading_is_stored_and_told_to_both_sides(
    in_room: Callable[[Scenario], None], room: Room
) -> None:
    told = {"type": "read", "side": "support", "seq": 1}

    async def scenario(hub: Hub, queue: MessageQueue, customer: Member, support: Member) -> None:
        assert "read" not in without_presence(support)
        hub.mark_read(support.connection, 1)
        for member in (customer, support):
            await member.until(partial(member.of_type, "read"))
            assert member.of_type("read") == [told]

    in_room(scenario)
    assert ReadMark.objects.get(room=room, side=Side.SUPPORT).seq == 1


def test_nobody_has_read_more_than_they_were_given(
    in_room: Callable[[Scenario], None], room: Room
) -> None:
    async def scenario(hub: Hub, queue: MessageQueue, customer: Member, support: Member) -> None:
        hub.mark_read(support.connection, 2**63 - 1)
        await customer.until(lambda: bool(customer.of_type("read")))
        assert customer.of_type("read") == [{"type": "read", "side": "support", "seq": 1}]

    in_room(scenario)
    assert ReadMark.objects.get(room=room, side=Side.SUPPORT).seq == 1


def test_typed_members_read_nothing_by_being_there(
    in_room: Callable[[Scenario], None], room: Room
) -> None:
    async def scenario(hub: Hub, queue: MessageQueue, customer: Member, support: Member) -> None:
        await queue.post(written(room.pk, room.owner, "b"))
        await support.until_number(2)

    in_room(scenario)
    assert not ReadMark.objects.exists()


def test_a_mark_that_does_not_move_forward_is_not_told(
    room: Room, owner_session: Session, operator_session: Session
) -> None:
    """Though this process has not heard of the newer one, which another has stored."""
    for _ in range(5):
        post(room, room.owner)
    read_marks.read_marks_advance(kind=SUPPORT, marks={(room.pk, Side.SUPPORT): 4})

    async def scenario() -> None:
        async with running_hub() as (hub, _):
            customer = Member(hub, room, owner_session, mode=Typed())
            support = Member(hub, room, operator_session, mode=Typed())
            await support.until_number(5)
            await hub.mark_now(room.pk, Side.SUPPORT, 2)
            await hub.mark_now(room.pk, Side.SUPPORT, 5)
            await customer.until(lambda: bool(customer.of_type("read")))
            assert [frame["seq"] for frame in customer.of_type("read")] == [5]
            for member in (customer, support):
                await member.leave()

    asyncio.run(scenario())


def test_marks_that_come_close_together_are_stored_together(
    in_room: Callable[[Scenario], None], room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored: list[dict[Mark, int]] = []
    advance = read_marks.read_marks_advance

    def watched(*, kind: RoomKind, marks: dict[Mark, int]) -> dict[Mark, int]:
        stored.append(marks)
        return advance(kind=kind, marks=marks)

    monkeypatch.setattr(read_marks, "read_marks_advance", watched)

    async def scenario(hub: Hub, queue: MessageQueue, customer: Member, support: Member) -> None:
        for _ in range(30):
            await queue.post(written(room.pk, room.owner, "b"))
        await support.until_number(31)
        for seq in range(1, 32):
            hub.mark_read(support.connection, seq)
        await customer.until(lambda: bool(customer.of_type("read")))

    in_room(scenario)
    assert stored == [{(room.pk, Side.SUPPORT): 31}]


def presence_of(member: Member) -> list[tuple[bool, bool]]:
    return [(frame["customer"], frame["support"]) for frame in member.of_type("presence")]


def test_members_are_told_when_the_other_side_comes_and_goes(
    room: Room, owner_session: Session, operator_session: Session
) -> None:
    async def scenario() -> None:
        async with running_hub() as (hub, _):
            customer = Member(hub, room, owner_session, mode=Typed())
            for _ in range(2):
                support = Member(hub, room, operator_session, mode=Typed())
                await customer.until(lambda: presence_of(customer)[-1:] == [(True, True)])
                await support.leave()
                await customer.until(lambda: presence_of(customer)[-1:] == [(True, False)])
            assert len(presence_of(customer)) == 4
            await customer.leave()

    asyncio.run(scenario())


def test_of_two_sockets_of_one_person_only_the_first_and_the_last_are_news(
    room: Room, owner_session: Session, operator_session: Session
) -> None:
    async def scenario() -> None:
        async with running_hub() as (hub, _):
            support = Member(hub, room, operator_session, mode=Typed())
            tabs = [Member(hub, room, owner_session, mode=Typed()) for _ in range(2)]
            await tabs[0].leave()
            assert hub.presence.owner_online(room.pk)
            await tabs[1].leave()
            await support.until(lambda: presence_of(support)[-1:] == [(False, True)])
            assert presence_of(support) == [(True, True), (False, True)]
            await support.leave()

    asyncio.run(scenario())

"""Sockets have places: so many for each person, the oldest giving way, and for each network."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from pytest_django import Settings

from rip.accounts.sessions import Session
from rip.chat.live.places import Full, Places
from rip.chat.protocol.frames import Close
from rip.support.models import Room
from tests.chat.live.people import Client, News, Process
from tests.kit.waiting import until

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def limited(settings: Settings) -> None:
    settings.RIP_RATE_LIMITS = True
    settings.RIP_SOCKETS_PER_PERSON = 2
    settings.RIP_SOCKETS_PER_NETWORK = 2


class Cast:
    """People who come into one room."""

    def __init__(self, process: Process, room: Room) -> None:
        self.process = process
        self.room = room
        self.clients: list[Client] = []

    async def come(self, session: Session) -> Client:
        client = Client(session, self.room.pk, typed=True, direct=True)
        self.clients.append(client)
        await client.come_in(self.process, None)
        await until(lambda: not client.is_here or client.of_type("presence"))
        return client


@asynccontextmanager
async def cast(room: Room) -> AsyncIterator[Cast]:
    process = Process(News())
    await process.start()
    people = Cast(process, room)
    yield people
    for client in people.clients:
        if client.is_here:
            await client.leave()
    await process.stop()


async def is_heard(client: Client) -> bool:
    pongs = len(client.of_type("pong"))
    client.put("ping")
    await until(lambda: len(client.of_type("pong")) > pongs)
    return client.is_here


def test_the_oldest_socket_gives_way_to_one_too_many(room: Room, owner_session: Session) -> None:
    async def scenario() -> None:
        async with cast(room) as people:
            first, second = [await people.come(owner_session) for _ in range(2)]
            assert await is_heard(first)
            third = await people.come(owner_session)
            await until(lambda: first.close_code is not None)
            assert first.close_code == Close.TOO_MANY
            assert await is_heard(second)
            assert await is_heard(third)
            await people.come(owner_session)
            await until(lambda: second.close_code is not None)
            assert second.close_code == Close.TOO_MANY
            assert await is_heard(third)

    asyncio.run(scenario())


def test_other_people_have_places_of_their_own(
    room: Room, owner_session: Session, operator_session: Session
) -> None:
    async def scenario() -> None:
        async with cast(room) as people:
            clients = [await people.come(one) for one in (owner_session, operator_session) * 2]
            for client in clients:
                assert await is_heard(client)

    asyncio.run(scenario())


def test_who_leaves_frees_a_place(room: Room, owner_session: Session) -> None:
    async def scenario() -> None:
        async with cast(room) as people:
            first, second = [await people.come(owner_session) for _ in range(2)]
            await second.leave()
            third = await people.come(owner_session)
            assert await is_heard(first)
            assert await is_heard(third)

    asyncio.run(scenario())


def test_of_many_who_come_at_once_just_so_many_stay(room: Room, owner_session: Session) -> None:
    async def scenario() -> None:
        async with cast(room) as people:
            clients = await asyncio.gather(*(people.come(owner_session) for _ in range(8)))
            await until(lambda: sum(client.is_here for client in clients) == 2)
            for client in clients:
                assert client.close_code == Close.TOO_MANY or await is_heard(client)

    asyncio.run(scenario())


def test_they_can_be_switched_off(room: Room, owner_session: Session, settings: Settings) -> None:
    settings.RIP_RATE_LIMITS = False

    async def scenario() -> None:
        async with cast(room) as people:
            clients = [await people.come(owner_session) for _ in range(4)]
            for client in clients:
                assert await is_heard(client)

    asyncio.run(scenario())
    places = Places()
    assert [places.enter("192.0.2.7") for _ in range(4)] == [None] * 4


def test_a_network_has_so_many_places_and_others_have_theirs() -> None:
    places = Places()
    networks = [places.enter("2001:db8::1"), places.enter("2001:db8::2")]
    for _ in range(2):
        with pytest.raises(Full):
            places.enter("2001:db8::3")
    places.leave(places.enter("2001:db8:0:1::1"))
    places.leave(networks[0])
    places.enter("2001:db8::3")
    with pytest.raises(Full):
        places.enter("2001:db8::4")


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", None])
def test_this_computer_may_have_any_number(address: str | None) -> None:
    places = Places()
    for network in [places.enter(address) for _ in range(5)]:
        places.leave(network)

"""GET /api/ws_token/: a ticket that opens one socket, once."""

import asyncio
import json
import uuid

import httpx
import pytest
from websockets.asyncio.client import connect as connect_async
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from tests.kit.people import Person


def _address(person: Person, ticket: str) -> str:
    return f"{person.server.sockets}/ws/chat/{person.room}/?uuid={ticket}"


def _close_code(address: str) -> int | None:
    """Return the code that the server closes this socket with."""
    with connect(address) as socket, pytest.raises(ConnectionClosed) as caught:
        socket.recv(timeout=10)
    return caught.value.rcvd.code if caught.value.rcvd else None


def test_a_ticket_is_a_uuid_and_is_not_to_be_cached(owner: Person) -> None:
    answer = owner.http.get("/api/ws_token/")
    assert answer.status_code == 200
    assert set(answer.json()) == {"uuid"}
    assert uuid.UUID(answer.json()["uuid"]).version == 4
    assert answer.headers["cache-control"] == "no-store"


def test_every_ticket_is_another(owner: Person) -> None:
    assert len({owner.ticket() for _ in range(10)}) == 10


def test_nobody_gets_none(nobody: httpx.Client) -> None:
    answer = nobody.get("/api/ws_token/")
    assert answer.status_code == 401
    assert answer.json()["type"] == "urn:rip:not-signed-in"


def test_a_used_ticket_is_refused(owner: Person) -> None:
    address = _address(owner, owner.ticket())
    with connect(address) as socket:
        socket.send(json.dumps({"message": "Первый"}))
        assert json.loads(socket.recv(timeout=10))["message"] == "Первый"
        assert _close_code(address) == 4401
    assert _close_code(address) == 4401


def test_a_ticket_is_used_up_by_a_room_it_does_not_open(owner: Person, stranger: Person) -> None:
    ticket = stranger.ticket()
    assert _close_code(_address(owner, ticket)) == 4403
    assert _close_code(_address(stranger, ticket)) == 4401


def test_a_ticket_ends_with_its_log_in(owner: Person) -> None:
    address = owner.chat_address(owner.room)
    owner.http.post("/api/token/revoke/")
    assert _close_code(address) == 4401


@pytest.mark.parametrize(
    "ticket",
    ["", "x", "%00", "%ff", "../..", str(uuid.UUID(int=7, version=4)), "a" * 4000, "&uuid="],
)
def test_what_is_no_ticket_is_refused(owner: Person, ticket: str) -> None:
    assert _close_code(_address(owner, ticket)) == 4401


def test_an_access_token_is_not_a_ticket(owner: Person) -> None:
    assert _close_code(_address(owner, owner.access)) == 4401


def test_of_two_hundred_that_use_one_ticket_at_once_one_connects(owner: Person) -> None:
    address = _address(owner, owner.ticket())

    async def attempt(number: int) -> int | str:
        """The close code, or the text that came back from the room."""
        async with connect_async(address, open_timeout=60) as socket:
            try:
                await socket.send(json.dumps({"message": f"вход {number}"}))
                return str(json.loads(await socket.recv())["message"])
            except ConnectionClosed as closed:
                return closed.rcvd.code if closed.rcvd else 1006

    async def all_at_once() -> list[int | str]:
        return await asyncio.gather(*(attempt(number) for number in range(200)))

    outcomes = asyncio.run(all_at_once())
    connected = [outcome for outcome in outcomes if isinstance(outcome, str)]
    assert len(connected) == 1
    assert outcomes.count(4401) == 199
    with owner.chat(owner.room) as socket:
        assert json.loads(socket.recv(timeout=10))["message"] == connected[0]
        socket.send(json.dumps({"message": "и всё"}))
        assert json.loads(socket.recv(timeout=10))["seq"] == 2

"""A ticket opens one socket, once. A refusal is a close code, which a browser can read."""

import httpx
from websockets.sync.client import connect

from tests.conftest import PASSWORD
from tests.kit.people import Person
from tests.kit.running import running_server
from tests.kit.talking import close_code, tell


def test_no_ticket_is_4401(owner: Person) -> None:
    with connect(f"{owner.server.sockets}/ws/chat/{owner.room}/") as socket:
        assert close_code(socket) == 4401


def test_a_used_ticket_is_4401_and_its_first_socket_lives(owner: Person) -> None:
    address = owner.chat_address(owner.room)
    with connect(address) as first:
        tell(first, "a")
        with connect(address) as second:
            assert close_code(second) == 4401
        assert tell(first, "b")["seq"] == 2


def test_a_ticket_is_not_logged(owner: Person) -> None:
    address = owner.chat_address(owner.room)
    with connect(address) as socket:
        tell(socket, "a")
    assert f"/ws/chat/{owner.room}/" in owner.server.log()
    assert address.partition("uuid=")[2][:36] not in owner.server.log()


def test_an_expired_ticket_is_4401() -> None:
    with running_server(REDIS_URL="") as server:
        credentials = {"username": "owner", "password": PASSWORD}
        httpx.post(f"{server.url}/api/v1/accounts/register", json=credentials, timeout=20)
        with Person(server, "owner") as owner:
            ticket = owner.expired_ticket()
            with connect(f"{server.sockets}/ws/chat/{owner.room}/?uuid={ticket}") as socket:
                assert close_code(socket) == 4401

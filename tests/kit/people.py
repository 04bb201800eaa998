"""The cast as people with clients, talking to a real server over HTTP and WebSockets.

Their fixtures are in force where a conftest imports them.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Self

import httpx
import pytest
from websockets.sync.client import ClientConnection, connect

from tests.conftest import PASSWORD
from tests.kit.running import Server

ADVERT: dict[str, Any] = {
    "title": "Пупсик",
    "description": "Милый пупсик",
    "kind": "Dog",
    "breed": "пуп",
    "age": 1,
    "gender": "M",
    "location": "Москва",
    "price": 16000,
}


def register_account(server: Server, username: str) -> None:
    answer = httpx.post(
        f"{server.url}/api/v1/accounts/register",
        json={"username": username, "password": PASSWORD},
        timeout=20,
    )
    assert answer.status_code == 201, answer.text


def make_staff(server: Server, username: str) -> None:
    """Give the server an operator who may do everything."""
    register_account(server, username)
    server.sql(
        "UPDATE accounts_user SET is_staff = %s, is_superuser = %s, email = %s WHERE username = %s",
        *(True, True, f"{username}@example.org", username),
    )


@dataclass
class Person:
    """Someone with an account, and an HTTP client that is signed in as them."""

    server: Server
    username: str
    password: str = PASSWORD
    access: str = ""
    refresh: str = ""
    http: httpx.Client = field(init=False)

    def __post_init__(self) -> None:
        self.http = httpx.Client(base_url=self.server.url, timeout=20)
        self.sign_in()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.http.close()

    def sign_in(self) -> None:
        answer = httpx.post(
            f"{self.server.url}/api/token/",
            json={"username": self.username, "password": self.password},
            timeout=20,
        )
        assert answer.status_code == 200, answer.text
        self.access, self.refresh = answer.json()["access"], answer.json()["refresh"]
        self.http.headers["Authorization"] = f"Bearer {self.access}"

    @cached_property
    def room(self) -> int:
        """The number of this person's own support room."""
        number: int = self.http.get("/api/v1/support_chat").json()["room_name"]
        return number

    def ticket(self) -> str:
        ticket: str = self.http.get("/api/ws_token/").json()["uuid"]
        return ticket

    def expired_ticket(self) -> str:
        """A ticket whose time is over, and so is that of all others in this server's database."""
        ticket = self.ticket()
        self.server.sql("UPDATE accounts_ticket SET expires = %s", "2020-01-01 00:00:00")
        return ticket

    def chat_address(self, room: int | str, **query: str | int) -> str:
        """A socket address with a fresh ticket."""
        parameters = "&".join(f"{name}={value}" for name, value in query.items())
        return f"{self.server.sockets}/ws/chat/{room}/?uuid={self.ticket()}&{parameters}"

    def chat(self, room: int | str, **query: str | int) -> ClientConnection:
        return connect(self.chat_address(room, **query), max_size=2**22)


@pytest.fixture
def owner(person: Callable[[str], Person]) -> Person:
    return person("owner")


@pytest.fixture
def elsewhere(owner: Person) -> Iterator[Person]:
    """The owner again, signed in on another device."""
    with Person(owner.server, owner.username) as again:
        yield again


@pytest.fixture
def stranger(person: Callable[[str], Person]) -> Person:
    return person("stranger")


@pytest.fixture(scope="session")
def operator(server: Server) -> Iterator[Person]:
    with Person(server, "operator") as signed_in:
        yield signed_in


@pytest.fixture
def colleague(server: Server, colleague_name: str) -> Iterator[Person]:
    """A second operator, signed in for this test alone."""
    with Person(server, colleague_name) as signed_in:
        yield signed_in


@pytest.fixture
def advert(owner: Person) -> dict[str, Any]:
    """An advert of the owner's, as the API returned it."""
    answer = owner.http.post("/api/v1/execute", json=ADVERT)
    assert answer.status_code == 201, answer.text
    body: dict[str, Any] = answer.json()
    return body

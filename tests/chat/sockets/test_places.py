"""A network has so many sockets, whoever opens them; proxies say which network that is."""

from collections.abc import Iterator
from contextlib import suppress

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from tests.kit.people import Person, register_account
from tests.kit.running import Server, running_server
from tests.kit.talking import close_code, hear, tell
from tests.kit.waiting import wait_until

HERE, ELSEWHERE = "203.0.113.7", "203.0.113.8"


@pytest.fixture(scope="module")
def limited() -> Iterator[Server]:
    """A site behind a proxy: this computer."""
    with running_server(
        RIP_RATE_LIMITS="on",
        RIP_TRUSTED_PROXIES="127.0.0.1",
        RIP_SOCKETS_PER_NETWORK="2",
        RIP_SOCKETS_PER_PERSON="3",
    ) as running:
        yield running


@pytest.fixture
def people(limited: Server) -> Iterator[list[Person]]:
    for name in ("masha", "vasya"):
        register_account(limited, name)
    with Person(limited, "masha") as masha, Person(limited, "vasya") as vasya:
        yield [masha, vasya]


def come(person: Person, network: str) -> ClientConnection:
    address = person.chat_address(person.room)
    return connect(address, additional_headers={"X-Forwarded-For": network})


def test_one_too_many_of_a_network_is_turned_away(people: list[Person]) -> None:
    masha, vasya = people
    with come(masha, HERE) as first, come(vasya, HERE) as second:
        for person in people:
            with come(person, HERE) as third:
                assert close_code(third) == 4429
        with come(masha, ELSEWHERE) as elsewhere, connect(masha.chat_address(masha.room)) as direct:
            tell(direct, "good")
            hear(elsewhere)
            hear(first)
            tell(second, "good")

    def has_a_place() -> bool:
        with come(vasya, HERE) as again, suppress(ConnectionClosed):
            again.send("{}")
            return "error" in hear(again)
        return False

    wait_until(has_a_place)

"""The Python client inside a program."""

import asyncio
from collections.abc import Iterator

import pytest

from examples.rip_chat import ChatClient, Event, State
from tests.clients.played import PlayedServer, played_server


@pytest.fixture
def server() -> Iterator[PlayedServer]:
    with played_server() as played:
        yield played


async def ticket() -> str:
    return "ticket"


def test_a_client_that_was_cancelled_can_run_again(server: PlayedServer) -> None:
    async def run_twice() -> None:
        client = ChatClient(url=server.url, room=2, get_ticket=ticket, on_event=lambda _: None)
        client.send("a")
        for _ in range(2):
            running = asyncio.create_task(client.run())
            visit = await asyncio.to_thread(server.visit)
            visit.greet()
            assert (await asyncio.to_thread(visit.hear))["message"] == "a"
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)

    asyncio.run(run_twice())


def test_an_error_of_the_application_is_not_taken_for_a_lost_connection(
    server: PlayedServer,
) -> None:
    def fail(event: Event) -> None:
        if event == State("online"):
            raise BrokenPipeError

    async def run() -> None:
        client = ChatClient(url=server.url, room=2, get_ticket=ticket, on_event=fail)
        running = asyncio.create_task(client.run())
        (await asyncio.to_thread(server.visit)).greet()
        with pytest.raises(BrokenPipeError):
            await running

    asyncio.run(run())


@pytest.mark.parametrize("text", ["", " \n", "🐈" * 4001])
def test_empty_and_endless_messages_are_refused_at_once(text: str) -> None:
    client = ChatClient(url="http://x", room=2, get_ticket=ticket, on_event=lambda _: None)
    with pytest.raises(ValueError, match="1 to 4000"):
        client.send(text)
    assert client.unsent == 0

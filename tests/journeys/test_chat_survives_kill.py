"""SIGKILL in the middle of a conversation: what was acknowledged is there, once and in order."""

import signal
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count

import httpx
import pytest
from websockets.exceptions import ConnectionClosed

from tests.conftest import PASSWORD
from tests.kit.people import Person
from tests.kit.running import Server, running_server
from tests.kit.talking import Frame, hear_until, numbers, say

SENDERS = 5
ENOUGH = 200


@pytest.fixture
def server() -> Iterator[Server]:
    with running_server() as running:
        yield running


@pytest.fixture
def owner(server: Server) -> Iterator[Person]:
    credentials = {"username": "owner", "password": PASSWORD}
    httpx.post(f"{server.url}/api/v1/accounts/register", json=credentials, timeout=20)
    with Person(server, "owner") as signed_in:
        yield signed_in


@dataclass
class Conversation:
    """Return what several senders sent until the server was gone, and what was acknowledged."""

    said: list[str] = field(default_factory=list)
    acknowledged: dict[str, Frame] = field(default_factory=dict)
    enough: threading.Event = field(default_factory=threading.Event)

    def talk(self, person: Person, name: int) -> None:
        """Say one thing after the other, each once the one before is acknowledged."""
        with suppress(ConnectionClosed), person.chat(person.room) as socket:
            for number in count():
                client_id = f"{name}-{number}"
                self.said.append(client_id)
                say(socket, client_id, client_id)
                self.acknowledged[client_id] = hear_until(socket, client_id)[-1]
                if len(self.acknowledged) >= ENOUGH:
                    self.enough.set()


def whole_room(person: Person, ending: str) -> list[Frame]:
    """Every message of the room, up to one that is sent now."""
    with person.chat(person.room) as socket:
        say(socket, ending, ending)
        hear_until(socket, ending)
    with person.chat(person.room, since=0) as socket:
        return hear_until(socket, ending)


def test_acknowledged_messages_survive_a_kill(server: Server, owner: Person) -> None:
    conversation = Conversation()
    assert owner.room
    with ThreadPoolExecutor(SENDERS) as pool:
        talks = [pool.submit(conversation.talk, owner, name) for name in range(SENDERS)]
        assert conversation.enough.wait(timeout=60)
        server.stop(signal.SIGKILL)
        for talk in talks:
            talk.result(timeout=30)
    server.start_again()

    frames = whole_room(owner, "after-the-kill")
    stored = {frame["client_message_id"]: frame for frame in frames}
    assert numbers(frames) == list(range(1, len(frames) + 1))
    assert len(stored) == len(frames)
    for client_id, frame in conversation.acknowledged.items():
        assert stored[client_id] == frame

    with owner.chat(owner.room, since=len(frames)) as socket:
        for client_id in conversation.said:
            say(socket, client_id, client_id)
            answer = hear_until(socket, client_id)[-1]
            assert answer == stored.get(client_id, answer)
    frames = whole_room(owner, "after-the-retries")
    endings = ["after-the-kill", "after-the-retries"]
    assert sorted(frame["message"] for frame in frames) == sorted(conversation.said + endings)
    assert numbers(frames) == list(range(1, len(frames) + 1))

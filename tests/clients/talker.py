"""A reference client in a process of its own, as a test sees it."""

import json
import subprocess
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from tests.kit.people import Person

SECONDS = 60.0

# Shorter than the defaults, so that tests do not wait for what has no bearing on them.
TIMING = {"first_pause": 0.05, "longest_pause": 0.5, "good_after": 10.0, "silence": 20.0}

Event = dict[str, Any]


@dataclass(frozen=True)
class Kind:
    """A client: how its driver is run, and how it spells the names of the timing."""

    command: list[str]
    spell: Callable[[str], str] = str


class Talker:
    """The events of a client, and the orders it takes."""

    def __init__(self, kind: Kind, options: dict[str, Any]) -> None:
        self._events: list[Event] = []
        self._changed = threading.Condition()
        self.process = subprocess.Popen(
            [*kind.command, json.dumps(options)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, failed: type[BaseException] | None, *_: object) -> None:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        if failed is not None:
            self.process.kill()
        self.process.stdin.close()
        try:
            code = self.process.wait(timeout=SECONDS)
        finally:
            self.process.kill()
            self._reader.join(timeout=SECONDS)
            self.process.stdout.close()
        assert failed is not None or code in {0, -9}, f"The client ended with {code}."

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            with self._changed:
                self._events.append(json.loads(line))
                self._changed.notify_all()

    def order(self, **order: Any) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()

    def heard(self, kind: str, **values: Any) -> list[Event]:
        """The events of this kind that have these values."""
        wanted = {"type": kind, **values}.items()
        with self._changed:
            return [event for event in self._events if wanted <= _flat(event).items()]

    def wait_for(self, kind: str, count: int = 1, **values: Any) -> list[Event]:
        """Wait until there are as many events of this kind with these values."""
        with self._changed:
            enough = self._changed.wait_for(
                lambda: len(self.heard(kind, **values)) >= count, timeout=SECONDS
            )
            assert enough, f"{kind} {values} did not come {count} times: …{self._events[-20:]}"
        return self.heard(kind, **values)


def _flat(event: Event) -> Event:
    return {name: value for name, value in event.items() if not isinstance(value, list | dict)}


@dataclass
class Casting:
    """Starts clients of one kind."""

    kind: Kind
    folder: Path

    def __call__(self, person: Person, *, url: str = "", **options: Any) -> Talker:
        """A client of this person's own room; it comes in by `url` if one is given."""
        who = {"username": person.username, "password": person.password, "room": person.room}
        return self.at(url or person.server.url, **{**who, **options})

    def at(self, url: str, *, timing: dict[str, float] | None = None, **options: Any) -> Talker:
        timing = {**TIMING, **(timing or {})}
        usual = {
            "url": url,
            "storage": str(self.folder / "outbox.json"),
            "timing": {self.kind.spell(name): value for name, value in timing.items()},
            # These are tried before the client asks for tickets.
            "first_tickets": [],
        }
        return Talker(self.kind, {**usual, **options})


def stored(person: Person) -> list[Event]:
    """Every message of this person's room, as the API gives them."""
    found: list[Event] = []
    address = f"/api/v1/support/rooms/{person.room}/messages"
    while page := person.http.get(address, params={"after": len(found), "limit": 200}).json()[
        "messages"
    ]:
        found += page
    return found


def assert_all_there(person: Person, talker: Talker, texts: list[str]) -> None:
    """All texts are stored once and in order, and reached the application so."""
    messages = stored(person)
    assert [message["message"] for message in messages] == texts
    assert [message["seq"] for message in messages] == list(range(1, len(texts) + 1))
    shown = talker.wait_for("message", len(texts))
    assert [{**message, "type": "message"} for message in messages] == shown
    sent = talker.wait_for("delivery", len(texts), state="sent")
    ids = {message["client_message_id"]: message["seq"] for message in messages}
    assert {event["client_message_id"]: event["seq"] for event in sent} == ids
    assert len(sent) == len(texts)

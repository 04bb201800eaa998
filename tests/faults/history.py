"""The events of a run, in order: messages sent, and messages that each client got."""

import json
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Sent:
    """A client put a message on the wire, for the first time or again."""

    client: str
    connection: int
    message_id: str
    body: str


@dataclass(frozen=True, slots=True)
class Got:
    """A client was given a message."""

    client: str
    connection: int
    seq: int
    message_id: str | None
    body: str


@dataclass(frozen=True, slots=True)
class Noted:
    """Something that helps to understand a history; it is not judged."""

    what: str


Event = Sent | Got | Noted


@dataclass(frozen=True, slots=True)
class Row:
    """A message as the database holds it."""

    room: int
    seq: int
    message_id: str | None
    body: str


@dataclass(frozen=True, slots=True)
class Member:
    """A client's room, and the number it began to listen after."""

    room: int
    since: int


@dataclass
class History:
    members: dict[str, Member] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)
    times: list[float] = field(default_factory=list)

    def add(self, event: Event) -> None:
        self.events.append(event)
        self.times.append(time.monotonic())

    def note(self, what: str) -> None:
        self.add(Noted(what))

    def noted(self, beginning: str) -> int:
        """Return the number of notes that begin so."""
        return sum(isinstance(e, Noted) and e.what.startswith(beginning) for e in self.events)

    def write(self, path: Path, stored: list[Row], problems: Mapping[str, list[str]]) -> None:
        """Write all of it as JSON lines."""
        with path.open("w") as file:
            lines: list[dict[str, object]] = [{"problems": problems}]
            lines += [{"member": name, **asdict(one)} for name, one in self.members.items()]
            lines += [
                {"at": round(at - self.times[0], 4), type(event).__name__: asdict(event)}
                for at, event in zip(self.times, self.events, strict=True)
            ]
            lines += [{"stored": asdict(row)} for row in stored]
            file.writelines(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)

"""The messages that a chat client has to send."""

import json
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Entry:
    """A message that is not acknowledged yet."""

    id: str
    text: str


class Outbox:
    """The messages that are not acknowledged yet, oldest first; kept in a file if one is given."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        stored = json.loads(path.read_text()) if path and path.exists() else []
        self.entries = [Entry(**entry) for entry in stored]

    def add(self, text: str) -> Entry:
        entry = Entry(secrets.token_hex(16), text)
        self.entries.append(entry)
        self._save()
        return entry

    def remove(self, message_id: str) -> Entry | None:
        """Take a message out; returns it, or None when it is not there."""
        for entry in self.entries:
            if entry.id == message_id:
                self.entries.remove(entry)
                self._save()
                return entry
        return None

    def _save(self) -> None:
        if self._path is not None:
            new = self._path.with_name(f"{self._path.name}.new")
            new.write_text(json.dumps([asdict(entry) for entry in self.entries]))
            new.replace(self._path)

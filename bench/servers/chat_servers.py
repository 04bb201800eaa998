"""A chat server under test, in one process on one core.

Databases and Redis run beside the load on the other core, for RIP and the peers alike.
"""

import json
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Pair:
    """The socket URLs of a room's sender and listener."""

    sender: str
    listener: str


@dataclass(frozen=True)
class ChatServer:
    """A running server. `rooms` makes that many new, empty rooms."""

    name: str
    pid: int
    rooms: Callable[[int], list[Pair]]


def json_output(command: list[str], folder: Path, environment: dict[str, str]) -> Any:
    """Run a command, and return the JSON that it prints."""
    done = subprocess.run(
        command, cwd=folder, env=environment, stdout=subprocess.PIPE, check=True, text=True
    )
    return json.loads(done.stdout)

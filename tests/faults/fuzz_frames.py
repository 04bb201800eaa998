"""Random frames against the socket doors of a real server.

`python -m tests.faults.fuzz_frames COUNT [SEED]` sends COUNT frames, most of them bad ones, over
many sockets in both modes. It fails unless every connection stays answerable after what it was
sent, or is closed with a documented code, and the server neither logs a traceback nor keeps on
growing.
"""

import asyncio
import json
import random
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import httpx
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

from rip.chat.protocol.frames import LARGEST_FRAME, LONGEST_BODY, Close
from rip.chat.protocol.typed import SUBPROTOCOL
from tests.kit.running import Server, running_server

PASSWORD: Final = "кошка-на-окошке-7"
PEOPLE: Final = 6
SOCKETS_EACH: Final = 6
BATCH: Final = 50
ANSWER_SECONDS: Final = 60
MOST_GROWTH: Final = 64 * 1024 * 1024

VALID: Final[list[dict[str, Any]]] = [
    {"message": "Здравствуйте!", "client_message_id": "7c9e6679f0a24c0d"},
    {"message": "plain"},
    {"type": "message", "message": "typed", "client_message_id": "id-1"},
    {"type": "read", "seq": 3},
    {"type": "typing"},
    {"type": "ping"},
    {"type": "pong"},
]
ODD: Final[list[Any]] = [
    *(None, True, False, 0, -1, 1.5, 10**40, -(2**63), 2**63, 1e308, "", " ", "\x00", "ё", "😺"),
    *("x" * 65, "\u2028", "id\n", "x" * (LONGEST_BODY + 1), [], {}, [[]], {"type": "message"}),
]
TOKENS: Final = [
    '"',
    "\\",
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\x00",
    "\\ud800",
    "1e999",
    "NaN",
    "\ufeff",
]


def frame(chance: random.Random) -> str | bytes:
    kind = chance.random()
    if kind < 0.05:
        return chance.randbytes(chance.randint(0, 200))
    if kind < 0.052:
        return "x" * chance.choice([LARGEST_FRAME, LARGEST_FRAME + 1])
    if kind < 0.06:
        return chance.choice(['{"message":', "[", '{"type":']) * chance.randint(1, 3_000)
    if kind < 0.2:
        return "".join(chr(_letter(chance)) for _ in range(chance.randint(0, 60)))
    if kind < 0.6:
        return json.dumps(_odd(chance))
    return _broken(json.dumps(_odd(chance), ensure_ascii=False), chance)


def _letter(chance: random.Random) -> int:
    letter = chance.choice([chance.randint(0, 127), chance.randint(0, 0x10FFFF)])
    return 0xFFFD if 0xD800 <= letter <= 0xDFFF else letter


def _odd(chance: random.Random) -> dict[str, Any]:
    """A valid frame with some of its values replaced, removed or added."""
    odd = dict(chance.choice(VALID))
    for _ in range(chance.randint(1, 3)):
        key = chance.choice(["type", "message", "client_message_id", "seq", "x"])
        if chance.random() < 0.3:
            odd.pop(key, None)
        else:
            odd[key] = chance.choice(ODD)
    return odd


def _broken(text: str, chance: random.Random) -> str:
    for _ in range(chance.randint(1, 4)):
        at = chance.randint(0, len(text))
        cut = chance.randint(0, 5)
        text = text[:at] + chance.choice([*TOKENS, ""]) + text[at + cut :]
    return text


@dataclass
class Person:
    """A client's account: it gives addresses with fresh tickets."""

    server: Server
    username: str
    http: httpx.AsyncClient
    room: int = 0

    async def sign_in(self) -> None:
        credentials = {"username": self.username, "password": PASSWORD}
        await self.http.post("/api/v1/accounts/register", json=credentials)
        tokens = (await self.http.post("/api/token/", json=credentials)).json()
        self.http.headers["Authorization"] = f"Bearer {tokens['access']}"
        self.room = (await self.http.get("/api/v1/support_chat")).json()["room_name"]

    async def address(self) -> str:
        ticket = (await self.http.get("/api/ws_token/")).json()["uuid"]
        return f"{self.server.sockets}/ws/chat/{self.room}/?uuid={ticket}"


def documented_code(closed: ConnectionClosed) -> int:
    assert closed.rcvd is not None, "the connection was dropped without a close code"
    assert closed.rcvd.code in set(Close), closed.rcvd
    return closed.rcvd.code


@dataclass
class Figures:
    sent: int = 0
    errors: Counter[str] = field(default_factory=Counter)
    closed: Counter[int] = field(default_factory=Counter)
    memory: list[int] = field(default_factory=list)


class Fuzzer:
    """One client that sends its share, batch by batch, and asks after each whether all is well."""

    def __init__(self, person: Person, typed: bool, seed: str, figures: Figures) -> None:
        self._person = person
        self._subprotocols = [Subprotocol(SUBPROTOCOL)] if typed else None
        self._chance = random.Random(seed)
        self._figures = figures
        self._question = 0

    async def send(self, count: int) -> None:
        while count > 0:
            address = await self._person.address()
            try:
                async with connect(
                    address, subprotocols=self._subprotocols, ping_interval=None, compression=None
                ) as socket:
                    while count > 0:
                        size = min(BATCH, count)
                        count -= size
                        await asyncio.wait_for(self._batch(socket, size), ANSWER_SECONDS)
            except ConnectionClosed as closed:
                self._figures.closed[documented_code(closed)] += 1

    async def _batch(self, socket: ClientConnection, size: int) -> None:
        self._question += 1
        listening = asyncio.create_task(self._listen(socket, f"q-{self._question}"))
        try:
            for _ in range(size):
                self._figures.sent += 1
                await socket.send(frame(self._chance))
            question = {
                "type": "message",
                "message": "",
                "client_message_id": f"q-{self._question}",
            }
            await socket.send(json.dumps(question))
        except ConnectionClosed:
            pass  # The listener says with which code.
        finally:
            await listening

    async def _listen(self, socket: ClientConnection, question: str) -> None:
        """Hear everything up to the answer to the question, which comes last."""
        while True:
            heard = json.loads(await socket.recv())
            error = heard if heard.get("type") == "error" else heard.get("error")
            if error:
                self._figures.errors[error["code"]] += 1
                if error["client_message_id"] == question:
                    return


def memory_of(server: Server) -> int:
    """The resident memory of the server's process, in bytes."""
    status = Path(f"/proc/{server.process.pid}/status").read_text()
    [line] = [line for line in status.splitlines() if line.startswith("VmRSS")]
    return int(line.split()[1]) * 1024


async def fuzz(server: Server, count: int, seed: int) -> Figures:
    figures = Figures()
    people = [
        Person(server, f"fuzz-{number}", httpx.AsyncClient(base_url=server.url, timeout=60))
        for number in range(PEOPLE)
    ]
    for person in people:
        await person.sign_in()
    fuzzers = [
        Fuzzer(person, number % 2 == 0, f"{seed}:{person.username}:{number}", figures)
        for person in people
        for number in range(SOCKETS_EACH)
    ]
    # The first fifth warms up what is cached; what grows after it would grow for ever.
    for share in (count // 5, count - count // 5):
        each = -(-share // len(fuzzers))
        await asyncio.gather(*[fuzzer.send(each) for fuzzer in fuzzers])
        figures.memory.append(memory_of(server))
    for person in people:
        await person.http.aclose()
    return figures


def run(count: int, seed: int) -> Figures:
    """Send the frames to a server of its own. Raises AssertionError when something is wrong."""
    with running_server() as server:
        figures = asyncio.run(fuzz(server, count, seed))
        assert figures.sent >= count
        warm, end = figures.memory
        assert end - warm < MOST_GROWTH, f"the server grew from {warm} to {end} bytes"
        assert "_failed" not in server.log(), server.log()[-3000:]
        return figures


def main(arguments: list[str]) -> None:
    count = int(arguments[0]) if arguments else 20_000
    seed = int(arguments[1]) if arguments[1:] else random.randrange(2**32)
    write = sys.stdout.write
    write(f"seed {seed}\n")
    began = time.monotonic()
    figures = run(count, seed)
    seconds = time.monotonic() - began
    warm, end = (size / 2**20 for size in figures.memory)
    write(f"{figures.sent:,} frames in {seconds:.0f} s, {figures.sent / seconds:,.0f} a second\n")
    write(f"memory of the server: {warm:.0f} MiB warm, {end:.0f} MiB at the end\n")
    write(f"closed: {dict(figures.closed)}\n")
    for code, times in figures.errors.most_common():
        write(f"{times:>10,}  {code}\n")


if __name__ == "__main__":
    main(sys.argv[1:])

"""Chat load: rooms with a sender and a listener each, one message in flight per sender.

The next message goes out when the sender has its own back, which follows the COMMIT. In the end
every listener must have had every message, once and in order.
"""

import asyncio
import itertools
import json
import math
import os
import time
from dataclasses import dataclass

from bench.chat.socket import Socket, open_socket
from bench.chat.stand import Pair, Stand
from bench.processes import cpu_seconds

WARM_UP_SECONDS = 1.0
CATCH_UP_SECONDS = 20.0
OPENING_AT_ONCE = 50
BODY = "Добрый день! Пупсик ещё ищет дом?"

_rooms = itertools.count()


class Broken(Exception):
    """The server did not do what it is measured for."""


@dataclass(frozen=True)
class Talk:
    """What was measured. Times in milliseconds, shares of one core from 0 to 1."""

    per_second: float
    acked_p50: float
    acked_p99: float
    heard_p50: float
    heard_p99: float
    server_cpu: float
    load_cpu: float


class Room:
    """One conversation. Times are those of `time.perf_counter`."""

    def __init__(self) -> None:
        self._name = f"{os.getpid():x}-{next(_rooms):x}"
        self._sent: list[float] = []
        self._id = b""
        self._until = 0.0
        self._sender: Socket | None = None
        self.sockets: list[Socket] = []
        self.acked: list[float] = []
        self.heard: list[float] = []
        self.ended = asyncio.get_running_loop().create_future()

    async def open(self, pair: Pair) -> None:
        self._sender = await open_socket(pair.sender, self._on_echo)
        self.sockets.append(self._sender)
        self.sockets.append(await open_socket(pair.listener, self._on_heard))
        for socket in self.sockets:
            socket.closed.add_done_callback(self._on_closed)

    def begin(self, until: float) -> None:
        """Send until `until`; `ended` is done when the listener has had all of it."""
        self._until = until
        self._say()

    def times(self, warm: float) -> tuple[list[float], list[float]]:
        """How long senders and listeners waited, for what was sent from `warm` on."""
        first = next((at for at, sent in enumerate(self._sent) if sent >= warm), len(self._sent))
        sent = self._sent[first:]
        return (
            [got - at for at, got in zip(sent, self.acked[first:], strict=True)],
            [got - at for at, got in zip(sent, self.heard[first:], strict=True)],
        )

    def close(self) -> None:
        if not self.ended.done():
            self.ended.cancel()
        for socket in self.sockets:
            socket.abort()

    def _id_of(self, number: int) -> bytes:
        return f'"{self._name}-{number}"'.encode()

    def _say(self) -> None:
        assert self._sender is not None
        self._id = self._id_of(len(self._sent))
        body = json.dumps(BODY, ensure_ascii=False).encode()
        self._sent.append(time.perf_counter())
        self._sender.send(b'{"message":%b,"client_message_id":%b}' % (body, self._id))

    def _on_echo(self, frame: bytes) -> None:
        now = time.perf_counter()
        if self._id not in frame or len(self.acked) == len(self._sent):
            self._fail(frame)
            return
        self.acked.append(now)
        if now < self._until:
            self._say()
        else:
            self._end_if_all_is_heard()

    def _on_heard(self, frame: bytes) -> None:
        now = time.perf_counter()
        if self._id_of(len(self.heard)) not in frame:
            self._fail(frame)
            return
        self.heard.append(now)
        if now >= self._until:
            self._end_if_all_is_heard()

    def _end_if_all_is_heard(self) -> None:
        if len(self.heard) == len(self.acked) == len(self._sent) and not self.ended.done():
            self.ended.set_result(None)

    def _fail(self, frame: bytes) -> None:
        if not self.ended.done():
            self.ended.set_exception(Broken(f"This frame was not due: {frame.decode()}"))

    def _on_closed(self, closed: "asyncio.Future[int]") -> None:
        if not self.ended.done():
            self.ended.set_exception(Broken(f"A socket was closed with {closed.result()}."))


async def measure(stand: Stand, pairs: list[Pair], seconds: float) -> Talk:
    """Talk in all rooms for `seconds`, after a warm-up. Raises Broken."""
    rooms = [Room() for _ in pairs]
    try:
        for batch in range(0, len(rooms), OPENING_AT_ONCE):
            at_once = slice(batch, batch + OPENING_AT_ONCE)
            await asyncio.gather(
                *(
                    room.open(pair)
                    for room, pair in zip(rooms[at_once], pairs[at_once], strict=True)
                )
            )
        warm = time.perf_counter() + WARM_UP_SECONDS
        for room in rooms:
            room.begin(warm + seconds)
        await asyncio.sleep(WARM_UP_SECONDS)
        before = cpu_seconds(stand.pid), time.process_time(), time.perf_counter()
        await asyncio.sleep(warm + seconds - time.perf_counter())
        after = cpu_seconds(stand.pid), time.process_time(), time.perf_counter()
        await _all_ended(rooms)
        server, load, elapsed = (end - begin for end, begin in zip(after, before, strict=True))
        return _talk(rooms, warm, seconds, server / elapsed, load / elapsed)
    finally:
        for room in rooms:
            room.close()


async def _all_ended(rooms: list[Room]) -> None:
    """Raises Broken when a message has not come to all."""
    ends = [room.ended for room in rooms]
    await asyncio.wait(ends, timeout=CATCH_UP_SECONDS, return_when=asyncio.FIRST_EXCEPTION)
    for end in ends:
        if not end.done():
            raise Broken(f"Messages had not come after {CATCH_UP_SECONDS:.0f} seconds.")
        end.result()


def _talk(rooms: list[Room], warm: float, seconds: float, server: float, load: float) -> Talk:
    acked: list[float] = []
    heard: list[float] = []
    for room in rooms:
        waited = room.times(warm)
        acked += waited[0]
        heard += waited[1]
    done = sum(warm <= at < warm + seconds for room in rooms for at in room.acked)
    return Talk(done / seconds, *_percentiles(acked), *_percentiles(heard), server, load)


def _percentiles(seconds: list[float]) -> tuple[float, float]:
    """The 50th and the 99th, in milliseconds; not numbers if a server was too slow for any."""
    if not seconds:
        return math.nan, math.nan
    in_order = sorted(seconds)
    return in_order[len(in_order) // 2] * 1000, in_order[len(in_order) * 99 // 100] * 1000

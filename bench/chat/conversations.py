"""Chat load: rooms with a sender and a listener each, one message in flight per sender.

The sender waits for the echo of a message, which follows the COMMIT, before the next one. Every
listener must get every message once and in order.
"""

import asyncio
import bisect
import itertools
import json
import math
import os
import time
from dataclasses import dataclass

from bench.load.sockets import Socket, open_socket
from bench.servers.chat_servers import ChatServer, Pair
from bench.servers.processes import cpu_seconds

WARM_UP_SECONDS = 1.0
CATCH_UP_SECONDS = 20.0
OPENING_AT_ONCE = 50
BODY = "Добрый день! Пупсик ещё ищет дом?"

_rooms = itertools.count()


class Broken(Exception):
    """The server did not do what it is measured for."""


@dataclass(frozen=True)
class ChatMeasurement:
    """Times are in milliseconds, CPU in shares of one core from 0 to 1."""

    per_second: float
    acked_p50: float
    acked_p99: float
    heard_p50: float
    heard_p99: float
    server_cpu: float
    load_cpu: float


class Conversation:
    """A sender and a listener in one room. Times are those of `time.perf_counter`."""

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
        """Send until `until`; `ended` is done when the listener has got everything."""
        self._until = until
        self._send()

    def times(self, warm: float) -> tuple[list[float], list[float]]:
        """Return the waits of sender and listener for the messages sent from `warm` on."""
        first = bisect.bisect_left(self._sent, warm)
        sent = self._sent[first:]
        return (
            [end - begin for begin, end in zip(sent, self.acked[first:], strict=True)],
            [end - begin for begin, end in zip(sent, self.heard[first:], strict=True)],
        )

    def close(self) -> None:
        if not self.ended.done():
            self.ended.cancel()
        for socket in self.sockets:
            socket.abort()

    def _id_of(self, number: int) -> bytes:
        return f'"{self._name}-{number}"'.encode()

    def _send(self) -> None:
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
            self._send()
        else:
            self._end_if_complete()

    def _on_heard(self, frame: bytes) -> None:
        now = time.perf_counter()
        if self._id_of(len(self.heard)) not in frame:
            self._fail(frame)
            return
        self.heard.append(now)
        if now >= self._until:
            self._end_if_complete()

    def _end_if_complete(self) -> None:
        if len(self.heard) == len(self.acked) == len(self._sent) and not self.ended.done():
            self.ended.set_result(None)

    def _fail(self, frame: bytes) -> None:
        if not self.ended.done():
            self.ended.set_exception(Broken(f"This frame was not due: {frame.decode()}"))

    def _on_closed(self, closed: "asyncio.Future[int]") -> None:
        if not self.ended.done():
            self.ended.set_exception(Broken(f"A socket was closed with {closed.result()}."))


async def measure(server: ChatServer, pairs: list[Pair], seconds: float) -> ChatMeasurement:
    """Talk in all rooms for `seconds`, after a warm-up. Raises Broken."""
    rooms = [Conversation() for _ in pairs]
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
        before = cpu_seconds(server.pid), time.process_time(), time.perf_counter()
        await asyncio.sleep(warm + seconds - time.perf_counter())
        after = cpu_seconds(server.pid), time.process_time(), time.perf_counter()
        await _all_ended(rooms)
        used, load, elapsed = (end - begin for end, begin in zip(after, before, strict=True))
        return _measurement(rooms, warm, seconds, used / elapsed, load / elapsed)
    finally:
        for room in rooms:
            room.close()


async def _all_ended(rooms: list[Conversation]) -> None:
    """Raise Broken if a message is missing somewhere."""
    ends = [room.ended for room in rooms]
    await asyncio.wait(ends, timeout=CATCH_UP_SECONDS, return_when=asyncio.FIRST_EXCEPTION)
    for end in ends:
        if not end.done():
            raise Broken(f"Messages had not come after {CATCH_UP_SECONDS:.0f} seconds.")
        end.result()


def _measurement(
    rooms: list[Conversation], warm: float, seconds: float, server: float, load: float
) -> ChatMeasurement:
    acked: list[float] = []
    heard: list[float] = []
    for room in rooms:
        waited = room.times(warm)
        acked += waited[0]
        heard += waited[1]
    done = sum(warm <= acked_at < warm + seconds for room in rooms for acked_at in room.acked)
    return ChatMeasurement(done / seconds, *_percentiles(acked), *_percentiles(heard), server, load)


def _percentiles(seconds: list[float]) -> tuple[float, float]:
    """Return the 50th and the 99th, in milliseconds; not numbers without any messages."""
    if not seconds:
        return math.nan, math.nan
    in_order = sorted(seconds)
    return in_order[len(in_order) // 2] * 1000, in_order[len(in_order) * 99 // 100] * 1000

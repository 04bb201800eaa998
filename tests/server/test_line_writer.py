"""Lines are written in batches, whole, in order, and never by waiting for who reads them."""

import asyncio
import contextlib
import os
import select
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from structlog.testing import capture_logs

from rip.server import line_writer
from rip.server.line_writer import BATCH_BYTES, STOP_SECONDS, WHOLE_BYTES, LineWriter
from tests.kit.waiting import until


@dataclass
class Pipe:
    reader: int
    writer: int

    def read(self) -> str:
        """All that is there now."""
        try:
            return os.read(self.reader, 2**22).decode()
        except BlockingIOError:
            return ""

    def wait_and_read(self) -> str:
        """All that is there once something is."""
        assert select.select([self.reader], [], [], 30)[0]
        return self.read()

    def fill(self) -> None:
        """Write until no more fits."""
        os.set_blocking(self.writer, False)
        with contextlib.suppress(BlockingIOError):
            while True:
                os.write(self.writer, b"." * WHOLE_BYTES)

    def drain(self) -> str:
        read = ""
        while some := self.read():
            read += some
        return read


@pytest.fixture
def pipe() -> Iterator[Pipe]:
    reader, writer = os.pipe()
    os.set_blocking(reader, False)
    yield Pipe(reader, writer)
    os.close(reader)
    os.close(writer)


def line(number: int, length: int = 100) -> str:
    return f"{number:08d} ".ljust(length - 1, "x") + "\n"


def test_a_single_line_is_written_soon(pipe: Pipe, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(line_writer, "BATCH_SECONDS", 0.001)

    async def scenario() -> None:
        lines = LineWriter(pipe.writer)
        for text in ("one\n", "two\n"):
            lines.write(text)
            assert pipe.read() == ""
            assert await asyncio.to_thread(pipe.wait_and_read) == text

    asyncio.run(scenario())


def test_a_full_batch_is_written_at_once(pipe: Pipe) -> None:
    async def scenario() -> None:
        lines = LineWriter(pipe.writer)
        count = BATCH_BYTES // 100
        for number in range(count - 1):
            lines.write(line(number))
        assert pipe.read() == ""
        lines.write(line(count - 1))
        assert pipe.read() == "".join(map(line, range(count)))
        lines.close()

    asyncio.run(scenario())


def test_each_write_is_of_whole_lines_that_a_pipe_takes_as_a_whole(
    pipe: Pipe, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[bytes] = []

    def write(_descriptor: int, data: bytes) -> int:
        written.append(data)
        return len(data)

    monkeypatch.setattr(os, "write", write)

    async def scenario() -> None:
        lines = LineWriter(pipe.writer)
        for number in range(200):
            lines.write(line(number, 30 + number * 7))
        lines.close()

    asyncio.run(scenario())
    assert all(len(batch) <= WHOLE_BYTES and batch.endswith(b"\n") for batch in written)
    assert b"".join(written).decode() == "".join(line(one, 30 + one * 7) for one in range(200))


def test_a_write_takes_all_lines_that_fit_and_the_rest_of_one_that_was_taken_in_part(
    pipe: Pipe, monkeypatch: pytest.MonkeyPatch
) -> None:
    offered: list[int] = []
    taken = b""

    def write(_descriptor: int, data: bytes) -> int:
        nonlocal taken
        offered.append(len(data))
        some = data[: WHOLE_BYTES // 2 + 100]
        taken += some
        return len(some)

    monkeypatch.setattr(os, "write", write)
    texts = [line(number, WHOLE_BYTES // 4) for number in range(4)]

    async def scenario() -> None:
        lines = LineWriter(pipe.writer)
        for text in texts:
            lines.write(text)
        lines.close()

    asyncio.run(scenario())
    assert offered == [WHOLE_BYTES, WHOLE_BYTES // 2 - 100]
    assert taken.decode() == "".join(texts)


def test_only_a_stop_waits_for_the_reader(pipe: Pipe, monkeypatch: pytest.MonkeyPatch) -> None:
    milliseconds: list[float] = []

    class Busy:
        def register(self, descriptor: int, events: int) -> None:
            assert (descriptor, events) == (pipe.writer, select.POLLOUT)

        def poll(self, longest: float) -> list[tuple[int, int]]:
            milliseconds.append(longest)
            return []

    monkeypatch.setattr(select, "poll", Busy)

    async def scenario() -> None:
        lines = LineWriter(pipe.writer)
        lines.write(line(1, BATCH_BYTES))
        assert milliseconds == [0]
        lines.close()

    asyncio.run(scenario())
    assert milliseconds == [0, STOP_SECONDS * 1000]


def test_what_the_reader_did_not_take_is_offered_again(
    pipe: Pipe, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(line_writer, "BATCH_SECONDS", 0.001)
    flushes = 0

    class Counted(LineWriter):
        def flush(self, *, wait_seconds: float = 0.0) -> None:
            nonlocal flushes
            flushes += 1
            super().flush(wait_seconds=wait_seconds)

    async def scenario() -> None:
        lines = Counted(pipe.writer)
        pipe.fill()
        lines.write(line(1))
        await until(lambda: flushes >= 2)
        assert set(pipe.drain()) == {"."}
        assert await asyncio.to_thread(pipe.wait_and_read) == line(1)

    asyncio.run(scenario())


def test_a_line_that_is_longer_than_a_batch_is_written_too(pipe: Pipe) -> None:
    async def scenario() -> None:
        lines = LineWriter(pipe.writer)
        lines.write(line(1, 2 * WHOLE_BYTES))
        assert pipe.read() == line(1, 2 * WHOLE_BYTES)

    asyncio.run(scenario())


def test_what_nobody_reads_is_held_then_dropped_and_counted(
    pipe: Pipe, monkeypatch: pytest.MonkeyPatch
) -> None:
    pipe.fill()
    monkeypatch.setattr(line_writer, "MOST_HELD_BYTES", 1_000)

    async def scenario() -> None:
        lines = LineWriter(pipe.writer)
        with capture_logs() as logs:
            for number in range(13):
                lines.write(line(number))
            assert logs == []
            assert set(pipe.drain()) == {"."}
            lines.close()
        assert pipe.read() == "".join(map(line, range(10)))
        [said] = logs
        assert (said["event"], said["count"]) == ("log_lines_dropped", 3)

    asyncio.run(scenario())


def test_a_reader_that_has_gone_is_no_error(pipe: Pipe) -> None:
    reader, writer = os.pipe()
    os.close(reader)

    async def scenario() -> None:
        lines = LineWriter(writer)
        with capture_logs() as logs:
            for number in range(3):
                lines.write(line(number, BATCH_BYTES - 100))
            lines.close()
        assert sum(said["count"] for said in logs) == 3
        lines.write(line(3))
        with capture_logs() as logs:
            lines.close()
        assert [said["count"] for said in logs] == [1]

    asyncio.run(scenario())
    os.close(writer)


def test_the_rest_is_written_on_a_stop_also_after_the_event_loop(pipe: Pipe) -> None:
    async def scenario(lines: LineWriter, text: str) -> None:
        lines.write(text)

    lines = LineWriter(pipe.writer)
    asyncio.run(scenario(lines, "one\n"))
    asyncio.run(scenario(lines, "two \ud800\n"))
    lines.close()
    assert pipe.read() == "one\ntwo \\ud800\n"
    lines.close()
    assert pipe.read() == ""

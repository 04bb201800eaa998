"""Writes the lines of a log in batches, and never waits for whoever reads them."""

import asyncio
import os
import select
from typing import Final

import structlog

log = structlog.get_logger(__name__)

# A pipe takes so many bytes as a whole, even if several processes write to it.
WHOLE_BYTES: Final = 4096
# A batch is written once it is so long, or so many seconds old.
BATCH_BYTES: Final = 3_600
BATCH_SECONDS: Final = 0.1
# So much is held for a reader that falls behind; more is dropped, and counted.
MOST_HELD_BYTES: Final = 4 * 2**20
# A stop waits so long for the reader to take the rest.
STOP_SECONDS: Final = 5.0


class LineWriter:
    """Lines for a file descriptor, from the event loop.

    Those of the last tenth of a second are lost if the process is killed; none on a clean stop.
    """

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._lines: list[bytes] = []
        self._held = 0
        self._dropped = 0
        self._flushing: asyncio.TimerHandle | None = None
        self._poll = select.poll()
        self._poll.register(descriptor, select.POLLOUT)

    def write(self, line: str) -> None:
        """Write a line, which ends in a line break, soon."""
        encoded = line.encode(errors="backslashreplace")
        if self._held + len(encoded) > MOST_HELD_BYTES:
            self._dropped += 1
            return
        self._lines.append(encoded)
        self._held += len(encoded)
        if self._held >= BATCH_BYTES:
            self.flush()
        if self._flushing is None:
            self._flush_later()

    def _flush_later(self) -> None:
        loop = asyncio.get_running_loop()
        self._flushing = loop.call_later(BATCH_SECONDS, self._flush_in_time)

    def _flush_in_time(self) -> None:
        self._flushing = None
        self.flush()
        if self._lines:
            self._flush_later()

    def flush(self, *, wait_seconds: float = 0.0) -> None:
        """Write what the reader takes at once, or within so many seconds."""
        while self._lines and self._poll.poll(wait_seconds * 1000):
            self._write_batch()
        if self._dropped and not self._lines:
            dropped, self._dropped = self._dropped, 0
            log.warning("log_lines_dropped", count=dropped)

    def _write_batch(self) -> None:
        """Write as many lines as a pipe takes as a whole, but at least one."""
        size = count = 0
        for line in self._lines:
            if count and size + len(line) > WHOLE_BYTES:
                break
            size += len(line)
            count += 1
        batch = b"".join(self._lines[:count])
        del self._lines[:count]
        self._held -= size
        try:
            while batch:
                batch = batch[os.write(self._descriptor, batch) :]
        except OSError:
            # Nobody reads any more, as the standard library's handler would find, too.
            self._dropped += count

    def close(self) -> None:
        """Write the rest."""
        self.flush(wait_seconds=STOP_SECONDS)
        if self._flushing is not None:
            self._flushing.cancel()
            self._flushing = None

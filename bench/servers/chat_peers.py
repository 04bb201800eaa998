"""The chat's peers and its ceiling as servers under test; `bench/peers` has their code."""

import contextlib
import itertools
import os
import subprocess
import sys
from collections.abc import Iterator

from bench.peers.install import PEERS, channels_python, node_modules
from bench.servers.chat_servers import ChatServer, Pair, json_output
from bench.servers.launch import serving
from bench.servers.services import own_database
from tests.kit.running import ROOT


@contextlib.contextmanager
def broadcast_server(name: str, *arguments: str) -> Iterator[ChatServer]:
    command = [sys.executable, "-m", "bench.servers.broadcast"]
    numbers = itertools.count()
    with serving(lambda port: [*command, str(port), *arguments], ROOT, {}) as (pid, port):

        def rooms(count: int) -> list[Pair]:
            urls = [f"ws://127.0.0.1:{port}/{next(numbers)}" for _ in range(count)]
            return [Pair(url, url) for url in urls]

        yield ChatServer(name, pid, rooms)


@contextlib.contextmanager
def node_server(name: str, database: str) -> Iterator[ChatServer]:
    """Raises PeerUnavailable."""
    environment = {"NODE_PATH": str(node_modules()), "NODE_ENV": "production"}
    numbers = itertools.count(1)
    with own_database(database) as url, contextlib.ExitStack() as running:
        environment["DATABASE_URL"] = url
        command = ["node", str(PEERS / "node_ws" / "server.js")]
        pid, port = running.enter_context(serving(lambda _: command, ROOT, environment))

        def rooms(count: int) -> list[Pair]:
            urls = [f"ws://127.0.0.1:{port}/ws/chat/{next(numbers)}/?user=" for _ in range(count)]
            return [Pair(f"{url}customer", f"{url}operator") for url in urls]

        yield ChatServer(name, pid, rooms)


@contextlib.contextmanager
def channels_server(name: str, database: str, redis: str, max_age: int) -> Iterator[ChatServer]:
    """Raises PeerUnavailable."""
    python = str(channels_python())
    folder = PEERS / "channels_drf"
    with own_database(database) as url, contextlib.ExitStack() as running:
        environment = {
            "DATABASE_URL": url,
            "REDIS_URL": redis,
            "PEER_CONN_MAX_AGE": str(max_age),
            "DJANGO_SETTINGS_MODULE": "peer.settings",
        }
        merged = {**os.environ, **environment}
        manage = [python, "-Wignore", "manage.py"]
        subprocess.run([*manage, "migrate", "-v0"], cwd=folder, env=merged, check=True)
        command = [python, "-m", "uvicorn", "peer.asgi:application", "--log-level", "warning"]
        pid, port = running.enter_context(
            serving(lambda port: [*command, "--port", str(port)], folder, environment)
        )

        def rooms(count: int) -> list[Pair]:
            made = json_output([*manage, "make_rooms", str(count)], folder, merged)
            base = f"ws://127.0.0.1:{port}/ws/chat"
            return [
                Pair(f"{base}/{room}/?token={sender}", f"{base}/{room}/?token={listener}")
                for room, sender, listener in made
            ]

        yield ChatServer(name, pid, rooms)

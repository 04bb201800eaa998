"""What RIP is measured beside, under the same load. `bench/peers` has the servers themselves."""

import contextlib
import itertools
import os
import subprocess
import sys
from collections.abc import Iterator

from bench.chat.stand import Pair, Stand, own_database, printed
from bench.peers.install import PEERS, channels_python, node_modules
from bench.servers import serving
from tests.running import ROOT


@contextlib.contextmanager
def broadcast_stand(name: str, *arguments: str) -> Iterator[Stand]:
    command = [sys.executable, "-m", "bench.peers.broadcast"]
    numbers = itertools.count()
    with serving(lambda port: [*command, str(port), *arguments], ROOT, {}) as (pid, port):

        def rooms(count: int) -> list[Pair]:
            places = [f"ws://127.0.0.1:{port}/{next(numbers)}" for _ in range(count)]
            return [Pair(place, place) for place in places]

        yield Stand(name, pid, rooms)


@contextlib.contextmanager
def node_stand(name: str, database: str) -> Iterator[Stand]:
    """Raises LeftOut."""
    environment = {"NODE_PATH": str(node_modules()), "NODE_ENV": "production"}
    numbers = itertools.count(1)
    with own_database(database) as url, contextlib.ExitStack() as running:
        environment["DATABASE_URL"] = url
        command = ["node", str(PEERS / "node_ws" / "server.js")]
        pid, port = running.enter_context(serving(lambda _: command, ROOT, environment))

        def rooms(count: int) -> list[Pair]:
            places = [f"ws://127.0.0.1:{port}/ws/chat/{next(numbers)}/?user=" for _ in range(count)]
            return [Pair(f"{place}customer", f"{place}operator") for place in places]

        yield Stand(name, pid, rooms)


@contextlib.contextmanager
def channels_stand(name: str, database: str, redis: str, max_age: int) -> Iterator[Stand]:
    """Raises LeftOut."""
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
            made = printed([*manage, "make_rooms", str(count)], folder, merged)
            place = f"ws://127.0.0.1:{port}/ws/chat"
            return [
                Pair(f"{place}/{room}/?token={sender}", f"{place}/{room}/?token={listener}")
                for room, sender, listener in made
            ]

        yield Stand(name, pid, rooms)

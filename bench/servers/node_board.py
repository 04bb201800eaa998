"""A Node server that writes adverts, beside RIP on MariaDB; its code is in `bench/peers`."""

import contextlib
import secrets
from collections.abc import Iterator

from bench.peers.install import PEERS, node_modules
from bench.servers.launch import serving
from bench.servers.services import own_database
from tests.kit.running import ROOT


@contextlib.contextmanager
def node_board(database: str) -> Iterator[tuple[int, str, str]]:
    """Yield its process id, its URL and the token of its one user. Raises PeerUnavailable."""
    token = secrets.token_urlsafe()
    environment = {"NODE_PATH": str(node_modules()), "NODE_ENV": "production", "PEER_TOKEN": token}
    with own_database(database) as url:
        environment["DATABASE_URL"] = url
        command = ["node", str(PEERS / "node_board" / "server.js")]
        with serving(lambda _: command, ROOT, environment) as (pid, port):
            yield pid, f"http://127.0.0.1:{port}", token

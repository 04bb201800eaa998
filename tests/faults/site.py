"""A whole site to break: nodes, database, bus, and proxies on the ways between them."""

import asyncio
import contextlib
import random
import signal
import tempfile
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from tests.faults.database import Database, MariaDB, SQLite
from tests.faults.disks import small_disk
from tests.faults.proxy import Proxy
from tests.kit.running import Server, free_port, server_environment
from tests.kit.services import Service, mariadb, redis

ROOMS = 6
PASSWORD = "кошка-на-окошке-7"


@dataclass(eq=False)
class Node:
    """A RIP server, and the proxies its clients reach it and it reaches its database through."""

    server: Server
    door: Proxy
    database: Proxy | None

    @property
    def authority(self) -> str:
        return self.door.authority

    def kill(self) -> None:
        self.server.process.kill()
        self.server.process.wait()

    def signal(self, how: signal.Signals) -> None:
        self.server.process.send_signal(how)

    async def start(self) -> None:
        """Returns when it is ready."""
        await asyncio.to_thread(self.server.start)

    async def stop(self) -> None:
        """End it gently, as an operator does."""
        await asyncio.to_thread(self.server.stop)


@dataclass(eq=False)
class Site:
    name: str
    database: Database
    nodes: list[Node] = field(default_factory=list)
    # Access tokens: each customer's by room, and an operator's.
    customers: dict[int, str] = field(default_factory=dict)
    operator: str = ""
    database_service: Service | None = None
    redis: Service | None = None
    disk: Path | None = None

    def some_node(self, rng: random.Random) -> Node:
        return rng.choice(self.nodes)


@dataclass(frozen=True)
class Backend:
    """The parts of a site."""

    mariadb: bool = False
    redis: bool = False
    nodes: int = 1
    # A disk of a few megabytes under the database.
    small_disk: bool = False

    def offers(self) -> set[str]:
        has = {"mariadb": self.mariadb, "redis": self.redis, "small disk": self.small_disk}
        return {name for name, there in has.items() if there} | (
            set() if self.mariadb else {"sqlite"}
        )


BACKENDS = {
    "sqlite": Backend(),
    "mariadb": Backend(mariadb=True),
    "redis": Backend(mariadb=True, redis=True, nodes=2),
}


@contextlib.asynccontextmanager
async def site_on(
    name: str, backend: Backend, program: tuple[str, ...] = ("manage.py",)
) -> AsyncIterator[Site]:
    """A running site with customers, each with an empty room, and an operator."""
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="rip-faults-")))
        disk = stack.enter_context(small_disk(folder)) if backend.small_disk else None
        service = stack.enter_context(mariadb()) if backend.mariadb else None
        bus = stack.enter_context(redis()) if backend.redis else None
        database = MariaDB(service.port) if service else SQLite((disk or folder) / "rip.sqlite3")
        site = Site(name, database, database_service=service, redis=bus, disk=disk)
        async with contextlib.AsyncExitStack() as running:
            for number in range(backend.nodes):
                site.nodes.append(await _node(running, site, folder / f"node{number}", program))
            await asyncio.to_thread(_populate, site)
            yield site


async def _node(
    running: contextlib.AsyncExitStack, site: Site, folder: Path, program: tuple[str, ...]
) -> Node:
    await asyncio.to_thread(folder.mkdir)
    proxy = None
    if site.database_service is not None:
        proxy = await _proxy(running, site.database_service.port)
    match site.database:
        case MariaDB() as database if proxy is not None:
            database_url = database.url(proxy.port)
        case SQLite() as database:
            database_url = f"sqlite:///{database.path}"
        case _:
            raise TypeError(site.database)
    environment = server_environment(
        folder,
        DATABASE_URL=database_url,
        REDIS_URL=site.redis.url if site.redis else "",
        SECRET_KEY="only for tests of broken things, which have no secrets",
        RIP_ACCESS_MINUTES="1000",
        RIP_ACCESS_LOG="0",
    )
    server = Server(free_port(), folder, environment, program)
    node = Node(server, await _proxy(running, server.port), proxy)
    running.callback(_end, server)
    await node.start()
    return node


async def _proxy(stack: contextlib.AsyncExitStack, target: int) -> Proxy:
    proxy = Proxy(target)
    await proxy.start()
    stack.push_async_callback(proxy.stop)
    return proxy


def _end(server: Server) -> None:
    if hasattr(server, "process"):
        server.process.kill()
        server.process.wait()


def _populate(site: Site) -> None:
    server = site.nodes[0].server
    server.manage(
        "createsuperuser",
        "--noinput",
        "--username=operator",
        "--email=operator@example.org",
        DJANGO_SUPERUSER_PASSWORD=PASSWORD,
    )
    with httpx.Client(base_url=server.url, timeout=30) as http:
        site.operator = _sign_in(http, "operator")
        for number in range(ROOMS):
            username = f"customer{number}"
            credentials = {"username": username, "password": PASSWORD}
            http.post("/api/v1/accounts/register", json=credentials).raise_for_status()
            access = _sign_in(http, username)
            headers = {"Authorization": f"Bearer {access}"}
            room = http.get("/api/v1/support_chat", headers=headers).json()["room_name"]
            site.customers[room] = access


def _sign_in(http: httpx.Client, username: str) -> str:
    answer = http.post("/api/token/", json={"username": username, "password": PASSWORD})
    access: str = answer.raise_for_status().json()["access"]
    return access

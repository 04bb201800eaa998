"""The kinds of faults. Each breaks something while people talk, and returns when it works again."""

import asyncio
import random
import resource
import signal
import threading
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import redis as redis_client

from tests.faults.clients import Client
from tests.faults.commits import CommitTrap, Fate
from tests.faults.disks import fill
from tests.faults.site import Node, Site
from tests.kit.services import Service

FREEZE_SECONDS = 2.0
COMMIT_SECONDS = 20.0
# More than a server keeps for one socket, and more than all buffers on the way hold.
FLOOD_MESSAGES = 1000
FLOOD_SECONDS = 10.0


@dataclass
class Scene:
    """The parts of a run that a fault may act on."""

    site: Site
    clients: list[Client]
    rng: random.Random
    # The room where all that is said is said now: as much as goes through, in long messages.
    flooded: int | None = None
    # True while nobody may say anything new, until all messages have arrived.
    quiet: bool = False
    # The rest of the fault, after all messages have arrived.
    afterwards: Callable[[], Awaitable[None]] | None = None

    def be_quiet(self) -> None:
        self.quiet = True

    @property
    def database(self) -> Service:
        assert self.site.database_service is not None
        return self.site.database_service

    @property
    def redis(self) -> Service:
        assert self.site.redis is not None
        return self.site.redis

    async def trap(
        self,
        node: Node,
        fate: Fate,
        *,
        count: int = 1,
        then: Callable[[], object] = lambda: None,
    ) -> None:
        """Catch commits of this node, and then do something at once."""
        assert node.database is not None
        trap = CommitTrap(node.database, fate, count=count, then=then)
        await asyncio.wait_for(trap.done.wait(), COMMIT_SECONDS)


@dataclass(frozen=True)
class Kind:
    name: str
    happen: Callable[[Scene], Awaitable[None]]
    # The parts that the site must have.
    needs: frozenset[str]


KINDS: dict[str, Kind] = {}
Happen = Callable[[Scene], Awaitable[None]]


def kind(name: str, *needs: str) -> Callable[[Happen], Happen]:
    def register(happen: Happen) -> Happen:
        KINDS[name] = Kind(name, happen, frozenset(needs))
        return happen

    return register


# Workers


@kind("worker SIGKILL")
async def worker_kill(scene: Scene) -> None:
    node = scene.site.some_node(scene.rng)
    node.kill()
    await node.start()


@kind("worker SIGKILL, twice")
async def worker_kill_twice(scene: Scene) -> None:
    """The second time hits it while its clients come back."""
    node = scene.site.some_node(scene.rng)
    node.kill()
    await node.start()
    await asyncio.sleep(scene.rng.uniform(0, 0.3))
    node.kill()
    await node.start()


@kind("worker SIGSTOP")
async def worker_stop(scene: Scene) -> None:
    node = scene.site.some_node(scene.rng)
    node.signal(signal.SIGSTOP)
    await asyncio.sleep(FREEZE_SECONDS)
    node.signal(signal.SIGCONT)


@kind("worker SIGKILL at commit", "mariadb")
async def worker_kill_at_commit(scene: Scene) -> None:
    node = scene.site.some_node(scene.rng)
    await scene.trap(node, Fate.PASSES, then=node.server.process.kill)
    await asyncio.to_thread(node.server.process.wait)
    await node.start()


@kind("worker SIGKILL at commit, silence", "redis")
async def worker_kill_at_commit_silence(scene: Scene) -> None:
    """The worker stored a message, told nobody and stays away; no later message shows the gap."""
    node = scene.site.some_node(scene.rng)

    def kill() -> None:
        node.server.process.kill()
        scene.be_quiet()

    await scene.trap(node, Fate.PASSES, then=kill)
    await asyncio.to_thread(node.server.process.wait)
    scene.afterwards = node.start


@kind("rolling restart")
async def rolling_restart(scene: Scene) -> None:
    for node in scene.site.nodes:
        await node.stop()
        await node.start()


# The database


@kind("database SIGKILL", "mariadb")
async def database_kill(scene: Scene) -> None:
    scene.database.kill()
    await asyncio.to_thread(scene.database.start)


@kind("database SIGSTOP", "mariadb")
async def database_stop(scene: Scene) -> None:
    await _freeze(scene.database)


@kind("database restart", "mariadb")
async def database_restart(scene: Scene) -> None:
    await asyncio.to_thread(scene.database.stop)
    await asyncio.to_thread(scene.database.start)


@kind("database SIGKILL at commit", "mariadb")
async def database_kill_at_commit(scene: Scene) -> None:
    process = scene.database.process
    await scene.trap(scene.site.some_node(scene.rng), Fate.PASSES, then=process.kill)
    await asyncio.to_thread(process.wait)
    await asyncio.to_thread(scene.database.start)


@kind("answer to COMMIT lost", "mariadb")
async def commit_answer_lost(scene: Scene) -> None:
    """Nobody says more after that, so no later message shows that one is missing."""
    node, count = scene.site.some_node(scene.rng), scene.rng.randint(1, 4)
    await scene.trap(node, Fate.ANSWER_LOST, count=count, then=scene.be_quiet)


@kind("COMMIT lost", "mariadb")
async def commit_lost(scene: Scene) -> None:
    node, count = scene.site.some_node(scene.rng), scene.rng.randint(1, 4)
    await scene.trap(node, Fate.NEVER_ARRIVES, count=count)


@kind("database connections cut", "mariadb")
async def database_connections_cut(scene: Scene) -> None:
    for _ in range(3):
        for node in scene.site.nodes:
            assert node.database is not None
            node.database.cut_all()
        await asyncio.sleep(scene.rng.uniform(0.05, 0.3))


@kind("database locked")
async def database_locked(scene: Scene) -> None:
    """Somebody else holds the rows, or all of SQLite, for a while."""
    unlock = threading.Event()
    rooms = sorted(scene.site.customers)
    locking = asyncio.create_task(asyncio.to_thread(scene.site.database.lock_while, unlock, rooms))
    await asyncio.sleep(FREEZE_SECONDS)
    unlock.set()
    await locking


@kind("disk full", "small disk")
async def disk_full(scene: Scene) -> None:
    assert scene.site.disk is not None
    filler = await asyncio.to_thread(fill, scene.site.disk)
    await asyncio.sleep(FREEZE_SECONDS)
    filler.unlink()


@kind("disk writes fail", "sqlite")
async def disk_writes_fail(scene: Scene) -> None:
    """No file of the worker may grow: every write past this point is an I/O error."""
    pid = scene.site.nodes[0].server.process.pid
    before = resource.prlimit(pid, resource.RLIMIT_FSIZE)
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (4096, before[1]))
    await asyncio.sleep(FREEZE_SECONDS)
    resource.prlimit(pid, resource.RLIMIT_FSIZE, before)


# Redis


@kind("Redis SIGKILL", "redis")
async def redis_kill(scene: Scene) -> None:
    scene.redis.kill()
    await asyncio.sleep(scene.rng.uniform(0, 1.0))
    await asyncio.to_thread(scene.redis.start)


@kind("Redis SIGSTOP", "redis")
async def redis_stop(scene: Scene) -> None:
    await _freeze(scene.redis)


@kind("Redis FLUSHALL, subscribers cut", "redis")
async def redis_flush(scene: Scene) -> None:
    def flush() -> None:
        with redis_client.Redis.from_url(scene.redis.url) as connection:
            connection.flushall()
            connection.execute_command("CLIENT KILL TYPE pubsub")

    await asyncio.to_thread(flush)


# The network, and the clients


@kind("sockets cut in mid-frame")
async def sockets_cut(scene: Scene) -> None:
    for _ in range(4):
        for node in scene.site.nodes:
            node.door.cut_in_the_middle(scene.rng)
        await asyncio.sleep(scene.rng.uniform(0.1, 0.4))


@kind("network silent")
async def network_silent(scene: Scene) -> None:
    """Nothing passes for a while, and then all connections break."""
    doors = [node.door for node in scene.site.nodes]
    for door in doors:
        door.flowing.clear()
    await asyncio.sleep(FREEZE_SECONDS)
    for door in doors:
        door.cut_all()
        door.flowing.set()


@kind("clients vanish")
async def clients_vanish(scene: Scene) -> None:
    """Every client drops its connection with messages on their way, several times."""
    for _ in range(4):
        for client in scene.clients:
            if client.socket is not None:
                client.socket.transport.abort()
        await asyncio.sleep(scene.rng.uniform(0.1, 0.4))


@kind("slow consumers")
async def slow_consumers(scene: Scene) -> None:
    """In one room people say many long things, and one of three stops reading."""
    scene.flooded = scene.rng.choice(sorted(scene.site.customers))
    members = [client for client in scene.clients if client.member.room == scene.flooded]
    slow = [client for client in members if client.listens_only]
    for client in slow:
        client.reading.clear()
    await _wait_for_messages([client for client in members if client not in slow])
    scene.flooded = None
    for client in slow:
        client.reading.set()


async def _wait_for_messages(readers: list[Client]) -> None:
    """Until each was given as many as a flood takes; a slow machine is not waited for long."""
    goals = {client: client.position + FLOOD_MESSAGES for client in readers}
    give_up = time.monotonic() + FLOOD_SECONDS
    while any(client.position < goal for client, goal in goals.items()):
        if time.monotonic() > give_up:
            return
        await asyncio.sleep(0.05)


async def _freeze(service: Service) -> None:
    service.freeze()
    await asyncio.sleep(FREEZE_SECONDS)
    service.thaw()

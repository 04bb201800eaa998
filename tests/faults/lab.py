"""One run: people talk, something breaks and heals, and the history is judged."""

import asyncio
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import httpx

from tests.faults.checker import Verdict, judge
from tests.faults.clients import ANSWER_SECONDS, Client
from tests.faults.database import newest, rows_after
from tests.faults.history import History, Member, Row
from tests.faults.kinds import Kind, Scene
from tests.faults.site import Site

# Messages per second of each sender, and how many of them may be unanswered.
PACE = 12.0
WINDOW = 4
FLOOD_WINDOW = 24
# Longer than the longest time between two looks of a server at what it may have missed.
SETTLE_SECONDS = 45.0


@dataclass(frozen=True)
class Outcome:
    verdict: Verdict
    # From the end of the fault until what was owed at that moment had arrived everywhere.
    recovery: float
    history: History
    stored: list[Row]
    # Empty, or why the run did not come to its end.
    stuck: str = ""

    @property
    def good(self) -> bool:
        return not self.stuck and not self.verdict.problems

    def write(self, path: Path) -> None:
        problems = {**self.verdict.problems, **({"stuck": [self.stuck]} if self.stuck else {})}
        self.history.write(path, self.stored, problems)


async def run(
    site: Site, kind: Kind, rng: random.Random, patience: float = SETTLE_SECONDS
) -> Outcome:
    """Let people talk on `site` while `kind` happens, and wait `patience` for all to be well."""
    since = await asyncio.to_thread(newest, site.database)
    history = History()
    limits = httpx.Limits(max_keepalive_connections=0)
    async with httpx.AsyncClient(timeout=ANSWER_SECONDS, limits=limits, verify=False) as http:
        clients = list(_cast(site, since, history, http, rng))
        talk = _Talk(Scene(site, clients, rng), kind, history, patience)
        stuck, recovery = await talk.run()
    stored = await asyncio.to_thread(rows_after, site.database, since)
    return Outcome(judge(history, stored), recovery, history, stored, stuck)


def _cast(
    site: Site, since: dict[int, int], history: History, http: httpx.AsyncClient, rng: random.Random
) -> "list[Client]":
    """In each room its customer and an operator, who talk, and the customer's second device."""
    people = []
    for room, customer in site.customers.items():
        for role, access in (("c", customer), ("o", site.operator), ("l", customer)):
            own = random.Random(rng.random())
            member = Member(room, since[room])
            name = f"{role}{room}"
            client = Client(name, access, member, site.nodes, http, history, own)
            client.listens_only = role == "l"
            people.append(client)
    return people


class _Talk:
    def __init__(self, scene: Scene, kind: Kind, history: History, patience: float) -> None:
        self.scene = scene
        self.kind = kind
        self.history = history
        self.patience = patience
        self.clients = scene.clients
        self.over = asyncio.Event()
        self.failed: list[BaseException] = []

    async def run(self) -> tuple[str, float]:
        """Why it is stuck, if it is, and how many seconds the recovery took."""
        connected = [asyncio.create_task(self._be(client)) for client in self.clients]
        senders = [client for client in self.clients if not client.listens_only]
        talking = [asyncio.create_task(self._talk(client)) for client in senders]
        recovery = 0.0
        try:
            await self._until(lambda: all(one.online.is_set() for one in self.clients))
            await asyncio.sleep(self.scene.rng.uniform(0.2, 0.8))
            self.history.note(f"begin: {self.kind.name}")
            await self.kind.happen(self.scene)
            self.history.note("healed")
            recovery = await self._recover()
            if self.scene.afterwards is not None:
                await self.scene.afterwards()
            self.scene.quiet = False
            await asyncio.sleep(0.2)
            self.over.set()
            await asyncio.gather(*talking)
            await self._until(self._settled)
        except (TimeoutError, Broken) as error:
            return f"{error!r} {self._state()} {self.failed!r}", recovery
        finally:
            for task in (*talking, *connected):
                task.cancel()
            await asyncio.gather(*talking, *connected, return_exceptions=True)
        return "", recovery

    async def _be(self, client: Client) -> None:
        try:
            await client.run()
        except Exception as error:  # noqa: BLE001  (fails the run)
            self.failed.append(error)

    async def _talk(self, client: Client) -> None:
        scene, room = self.scene, client.member.room
        while not self.over.is_set():
            if scene.flooded == room:
                window, body, pause = FLOOD_WINDOW, "🐾" * 3900, 0.002
            else:
                body = "да " * client.rng.randint(1, 20)
                window, pause = WINDOW, client.rng.expovariate(PACE)
            if not scene.quiet and scene.flooded in (None, room) and len(client.outbox) < window:
                client.post(body)
            await asyncio.sleep(pause)

    async def _recover(self) -> float:
        """Wait until all that is on its way now has arrived; the seconds that took."""
        began = time.monotonic()
        owed = [(client, set(client.outbox)) for client in self.clients]
        await self._until(lambda: not any(ids & client.outbox.keys() for client, ids in owed))
        reached = self._reached()
        await self._until(
            lambda: all(one.position >= reached[one.member.room] for one in self.clients)
        )
        return time.monotonic() - began

    def _reached(self) -> dict[int, int]:
        rooms = {client.member.room for client in self.clients}
        return {
            room: max(one.position for one in self.clients if one.member.room == room)
            for room in rooms
        }

    def _settled(self) -> bool:
        reached = self._reached()
        return all(
            not one.outbox and one.position == reached[one.member.room] for one in self.clients
        )

    async def _until(self, condition: Callable[[], bool]) -> None:
        """Raises TimeoutError when it does not come true in time."""
        async with asyncio.timeout(self.patience):
            while not condition():
                if self.failed:
                    raise Broken
                await asyncio.sleep(0.01)

    def _state(self) -> str:
        return ", ".join(
            f"{one.name} at {one.position} with {len(one.outbox)} unanswered"
            for one in self.clients
            if one.outbox or one.position < self._reached()[one.member.room]
        )


class Broken(Exception):
    """A client met what no client should."""

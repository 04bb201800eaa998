"""The bus: news of what one process stored or saw, for the sockets of all the others.

It may lose, repeat and reorder. Nothing depends on it but speed: what it carries has numbers, and a
hub that meets a gap reads the database.
"""

import asyncio
import random
from collections import deque
from collections.abc import Callable, Coroutine
from typing import Any, Final, Protocol

import structlog
from django.conf import settings
from django.utils.crypto import salted_hmac
from redis.asyncio import Redis
from redis.asyncio.client import PubSub
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import RedisError

log = structlog.get_logger(__name__)

LONGEST_QUEUE: Final = 2_000
LARGEST_BATCH: Final = 200
SECONDS_BETWEEN_TRIES: Final = 0.5
QUIET_SECONDS: Final = 5.0

Receive = Callable[[bytes], None]


class Bus(Protocol):
    """News between the processes of a site.

    `receive` is called with what other processes (and, harmlessly, this one) published; `joined`
    whenever the bus has begun to listen, before which it may have missed anything.
    """

    # True if news of other processes would arrive.
    healthy: bool
    # True if what is published reaches anybody.
    speaks: bool

    async def start(self, receive: Receive, joined: Callable[[], None]) -> None: ...

    async def stop(self) -> None: ...

    def publish(self, news: bytes) -> None: ...


class NoBus:
    """For a site without Redis. If it is one process (`alone`), there is nobody to tell."""

    speaks = False

    def __init__(self, *, alone: bool) -> None:
        self.healthy = alone

    async def start(self, receive: Receive, joined: Callable[[], None]) -> None:
        joined()

    async def stop(self) -> None:
        pass

    def publish(self, news: bytes) -> None:
        pass


class RedisBus:
    """One subscriber connection per process, and one that publishes what has gathered at once.

    `channel` must be this site's own: Redis channels know no database numbers, so sites that share
    a Redis would hear each other.
    """

    speaks = True

    def __init__(self, url: str, channel: str) -> None:
        self.channel = channel
        self._redis = Redis.from_url(
            url, socket_connect_timeout=2.0, socket_timeout=QUIET_SECONDS * 2, protocol=2
        )
        self._outgoing: deque[bytes] = deque(maxlen=LONGEST_QUEUE)
        self._published = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        self._receive: Receive = lambda news: None
        self._joined: Callable[[], None] = lambda: None
        self.healthy = False

    async def start(self, receive: Receive, joined: Callable[[], None]) -> None:
        self._receive, self._joined = receive, joined
        self._tasks = [
            asyncio.create_task(self._forever(self._subscribe)),
            asyncio.create_task(self._forever(self._publish)),
        ]

    @property
    def queued(self) -> int:
        """The number of news that have not been published yet."""
        return len(self._outgoing)

    async def stop(self) -> None:
        ending = set(self._tasks)
        while ending:
            # More than once, because the Redis client loses a cancellation now and then.
            for task in ending:
                task.cancel()
            _, ending = await asyncio.wait(ending, timeout=0.1)
        await self._redis.aclose()

    def publish(self, news: bytes) -> None:
        self._outgoing.append(news)
        self._published.set()

    async def _forever(self, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        while True:
            try:
                await work()
            except (RedisError, OSError) as error:
                log.warning("bus_away", error=str(error))
            await asyncio.sleep(SECONDS_BETWEEN_TRIES * random.uniform(0.5, 1.5))

    async def _subscribe(self) -> None:
        async with self._redis.pubsub() as pubsub:
            try:
                await pubsub.subscribe(self.channel)
                await self._listen(pubsub)
            finally:
                self.healthy = False

    async def _listen(self, pubsub: PubSub) -> None:
        pinged = False
        while True:
            message = await pubsub.get_message(timeout=QUIET_SECONDS)
            if message is None:
                # Quiet, or cut off without a word: a ping must come back.
                if pinged:
                    raise RedisConnectionError("no answer to a ping")
                pinged = True
                await pubsub.ping()
                continue
            pinged = False
            if message["type"] == "subscribe":
                self.healthy = True
                self._joined()
            elif message["type"] == "message":
                self._take(message["data"])

    def _take(self, news: bytes) -> None:
        try:
            self._receive(news)
        except Exception as error:  # noqa: BLE001
            # Another version of RIP may have said it. To go on listening matters more.
            log.warning("bus_news_not_understood", error=repr(error))

    async def _publish(self) -> None:
        while True:
            await self._published.wait()
            self._published.clear()
            while self._outgoing:
                size = min(len(self._outgoing), LARGEST_BATCH)
                batch = [self._outgoing.popleft() for _ in range(size)]
                try:
                    await self._publish_batch(batch)
                except (RedisError, OSError):
                    # Perhaps only this connection was lost, and everyone else still listens.
                    self._outgoing.extendleft(reversed(batch))
                    self._published.set()
                    raise

    async def _publish_batch(self, batch: list[bytes]) -> None:
        async with self._redis.pipeline(transaction=False) as pipeline:
            for news in batch:
                pipeline.publish(self.channel, news)
            await pipeline.execute()


def bus_of_site() -> Bus:
    """The bus that the site's settings ask for."""
    if settings.RIP_REDIS_URL:
        # All processes of a site share its secret key, and no other site has it.
        channel = f"rip:chat:{salted_hmac('rip.chat.live.bus', 'channel').hexdigest()[:16]}"
        return RedisBus(settings.RIP_REDIS_URL, channel)
    return NoBus(alone=settings.RIP_WORKERS == 1)

"""When a kind's chat begins in this process, and how it ends without cutting anybody off."""

import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from rip.chat.live.hub import Hub
from rip.chat.messages.queue import MessageQueue
from rip.core.work.shutdown import before_shutdown


@asynccontextmanager
async def served(hub: Hub, queue: MessageQueue) -> AsyncIterator[None]:
    """Serve a kind of room while this block runs: its sockets, and the messages in its queue."""
    await hub.start()
    queue.start()
    try:
        # Ctrl-C does not wait for clients to come back elsewhere.
        with before_shutdown(hub.drain, signals=(signal.SIGTERM,)):
            yield
    finally:
        await queue.stop()
        await hub.stop()

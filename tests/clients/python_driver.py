"""The Python client as a process: orders come as lines of JSON, and what it tells goes out so."""

import asyncio
import json
import sys
import threading
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from examples.rip_chat import ChatClient, Event, Outbox, Site, Timing


def tell(event: Event) -> None:
    kind = type(event).__name__.lower()
    print(json.dumps({"type": {"readmark": "read"}.get(kind, kind), **event._asdict()}), flush=True)


def obey(client: ChatClient, order: dict[str, Any]) -> None:
    match order:
        case {"send": texts}:
            for text in texts:
                client.send(text)
        case {"read": seq}:
            client.read(seq)
        case {"typing": True}:
            client.typing()


async def main(options: dict[str, Any]) -> None:
    site = Site(options["url"], options["username"], options["password"])
    first_tickets = list(options["first_tickets"])

    async def get_ticket() -> str:
        return first_tickets.pop(0) if first_tickets else await site.ticket()

    client = ChatClient(
        url=options["url"],
        room=options["room"],
        get_ticket=get_ticket,
        on_event=tell,
        outbox=Outbox(Path(options["storage"])),
        timing=Timing(**options["timing"]),
    )
    loop = asyncio.get_running_loop()
    end = asyncio.Event()

    def read_orders() -> None:
        for line in sys.stdin:
            loop.call_soon_threadsafe(obey, client, json.loads(line))
        loop.call_soon_threadsafe(end.set)

    threading.Thread(target=read_orders, daemon=True).start()
    running = asyncio.create_task(client.run())
    await end.wait()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    await site.close()


asyncio.run(main(json.loads(sys.argv[1])))

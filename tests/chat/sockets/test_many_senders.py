"""Fifty sockets write into one room at once: everyone gets every message, once, in order."""

import asyncio
import json

from websockets.asyncio.client import ClientConnection, connect

from tests.kit.people import Person

SENDERS, EACH = 50, 20
ALL = SENDERS * EACH


async def talk(address: str, name: str, ready: asyncio.Barrier) -> list[tuple[int, str]]:
    """Send and listen at the same time, until every message of the room is there."""
    async with connect(address) as socket:
        await ready.wait()
        sending = asyncio.create_task(send_all(socket, name))
        heard = [json.loads(await socket.recv()) for _ in range(ALL)]
        await sending
    return [(frame["seq"], frame["message"]) for frame in heard]


async def send_all(socket: ClientConnection, name: str) -> None:
    for number in range(EACH):
        await socket.send(json.dumps({"message": f"{name}:{number}"}))


def test_fifty_senders_leave_no_gap_and_no_repeat(owner: Person, operator: Person) -> None:
    people = [owner, operator] * (SENDERS // 2)
    addresses = [one.chat_address(owner.room, since=0) for one in people]

    async def everyone() -> list[list[tuple[int, str]]]:
        ready = asyncio.Barrier(SENDERS)
        async with asyncio.timeout(100):
            return await asyncio.gather(
                *[talk(address, str(index), ready) for index, address in enumerate(addresses)]
            )

    heard = asyncio.run(everyone())
    assert [seq for seq, _ in heard[0]] == list(range(1, ALL + 1))
    assert all(one == heard[0] for one in heard)
    for sender in range(SENDERS):
        theirs = [text for _, text in heard[0] if text.startswith(f"{sender}:")]
        assert theirs == [f"{sender}:{number}" for number in range(EACH)]

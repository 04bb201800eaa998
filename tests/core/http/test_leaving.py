"""Work on the pictures of a body ends when its client leaves; without pictures it goes on."""

import asyncio
from typing import Any

import pytest
from pydantic import BaseModel

from rip.core.errors import BadInput
from rip.core.http.bodies import Body


class Nothing(BaseModel):
    """No fields."""


def body(*messages: str, pictures: list[bytes]) -> Body[Nothing]:
    """A body whose client sends these messages next, and then no more."""
    waiting = list(messages)

    async def receive() -> dict[str, Any]:
        if not waiting:
            await asyncio.Event().wait()
        return {"type": waiting.pop(0)}

    return Body(Nothing(), pictures, receive)


async def never_done(ended: list[bool]) -> None:
    try:
        await asyncio.Event().wait()
    finally:
        ended.append(True)


async def done_soon() -> str:
    for _ in range(3):
        await asyncio.sleep(0)
    return "done"


def test_a_client_that_leaves_ends_the_work() -> None:
    ended: list[bool] = []

    async def run() -> None:
        leaving = body("http.request", "http.disconnect", pictures=[b"x"])
        with pytest.raises(BadInput):
            await leaving.while_wanted(never_done(ended))
        await asyncio.sleep(0)

    asyncio.run(run())
    assert ended == [True]


def test_a_client_that_stays_gets_what_the_work_returns() -> None:
    assert asyncio.run(body(pictures=[b"x"]).while_wanted(done_soon())) == "done"


def test_what_the_work_raises_is_raised() -> None:
    async def fails() -> None:
        raise BadInput("wrong")

    with pytest.raises(BadInput) as caught:
        asyncio.run(body(pictures=[b"x"]).while_wanted(fails()))
    assert str(caught.value.detail) == "wrong"


def test_without_pictures_the_work_goes_on() -> None:
    leaving = body("http.disconnect", pictures=[])
    assert asyncio.run(leaving.while_wanted(done_soon())) == "done"

"""Work that is held back at a chosen moment, so that others overtake it."""

import asyncio
import inspect
import threading
from collections.abc import Callable
from typing import Any

import pytest


class Held:
    """A function, of a thread or of the event loop, whose first result is held back until
    `let_go`; later calls return at once."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self._function = function
        self._begun = threading.Event()
        self._going_on = threading.Event()
        self.calls = 0

    @classmethod
    def of(cls, monkeypatch: pytest.MonkeyPatch, owner: Any, name: str) -> "Held":
        """Put one in the place of the function `name` of a module or a class."""
        held = cls(getattr(owner, name))
        call = held._awaited if inspect.iscoroutinefunction(held._function) else held._called

        # A function, which a class makes a method of its instances.
        def replaced(*args: Any, **kwargs: Any) -> Any:
            return call(*args, **kwargs)

        monkeypatch.setattr(owner, name, replaced)
        return held

    def _called(self, *args: Any, **kwargs: Any) -> Any:
        is_first = self._is_first()
        result = self._function(*args, **kwargs)
        if is_first:
            self._begun.set()
            assert self._going_on.wait(30)
        return result

    async def _awaited(self, *args: Any, **kwargs: Any) -> Any:
        is_first = self._is_first()
        result = await self._function(*args, **kwargs)
        if is_first:
            self._begun.set()
            assert await asyncio.to_thread(self._going_on.wait, 30)
        return result

    def _is_first(self) -> bool:
        self.calls += 1
        return self.calls == 1

    async def begun(self) -> None:
        """Wait until the first result is there, and held back."""
        assert await asyncio.to_thread(self._begun.wait, 30)

    def let_go(self) -> None:
        self._going_on.set()


async def turns(count: int = 20) -> None:
    """Let other tasks come to where they wait."""
    for _ in range(count):
        await asyncio.sleep(0)

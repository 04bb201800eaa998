"""Work in threads that is held back at a chosen moment, so that others overtake it."""

import asyncio
import threading
from collections.abc import Callable
from typing import Any

import pytest


class Held:
    """A function whose first result is held back until `let_go`; later calls return at once."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self._function = function
        self._begun = threading.Event()
        self._going_on = threading.Event()
        self.calls = 0

    @classmethod
    def of(cls, monkeypatch: pytest.MonkeyPatch, owner: Any, name: str) -> "Held":
        """Put one in the place of the function `name` of a module or a class."""
        held = cls(getattr(owner, name))

        # A function, which a class makes a method of its instances.
        def call(*args: Any, **kwargs: Any) -> Any:
            return held(*args, **kwargs)

        monkeypatch.setattr(owner, name, call)
        return held

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        self.calls += 1
        is_first = self.calls == 1
        result = self._function(*args, **kwargs)
        if is_first:
            self._begun.set()
            assert self._going_on.wait(30)
        return result

    async def begun(self) -> None:
        """Wait until the first result is there, and held back."""
        assert await asyncio.to_thread(self._begun.wait, 30)

    def let_go(self) -> None:
        self._going_on.set()


async def turns(count: int = 20) -> None:
    """Let other tasks come to where they wait."""
    for _ in range(count):
        await asyncio.sleep(0)

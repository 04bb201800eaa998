"""Digests of the code of libraries that RIP overrides or relies on.

Where one differs after an upgrade, look at what has changed in the library, adapt the class that
overrides it if need be, and write the new digest into the test.
"""

import hashlib
import inspect
from collections.abc import Callable
from typing import Any


def digest(function: Callable[..., Any]) -> str:
    return hashlib.sha256(inspect.getsource(function).encode()).hexdigest()[:12]


def overridden(ours: type) -> dict[str, str]:
    """Return the digests of the functions that `ours` overrides, by their names."""
    (base,) = ours.__bases__
    functions = {name: getattr(base, name, None) for name in vars(ours)}
    return {name: digest(one) for name, one in functions.items() if inspect.isfunction(one)}

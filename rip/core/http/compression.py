"""Content codings: the one a client prefers, and compressing a body with it."""

import gzip
from typing import Final, Literal, TypeAlias

import brotli

from rip.core.work.lru import cached_if_short

Coding: TypeAlias = Literal["br", "gzip"]

# The first is taken if a client gives both the same weight.
_CODINGS: Final[tuple[Coding, ...]] = ("br", "gzip")


@cached_if_short(512)
def coding_for(accept_encoding: bytes) -> Coding | None:
    """The coding with the highest weight (RFC 9110, 12.5.3); None for the bytes as they are."""
    weights: dict[str, float] = {}
    for part in accept_encoding.decode("latin-1").lower().replace(" ", "").split(","):
        coding, _, parameter = part.partition(";")
        weights[coding] = _weight(parameter)
    others = weights.get("*", 0.0)
    best = max(_CODINGS, key=lambda coding: weights.get(coding, others))
    return best if weights.get(best, others) > 0 else None


def _weight(parameter: str) -> float:
    """The weight a parameter gives; 0 if it gives none."""
    if not parameter:
        return 1.0
    try:
        weight = float(parameter.removeprefix("q="))
    except ValueError:
        return 0.0
    return weight if 0 <= weight <= 1 else 0.0


def compress(body: bytes, coding: Coding, *, quickly: bool) -> bytes:
    """Compress `body`, to the same bytes in every process. `quickly` trades size for time."""
    if coding == "gzip":
        return gzip.compress(body, 2 if quickly else 6, mtime=0)
    compressed: bytes = brotli.compress(body, mode=brotli.MODE_TEXT, quality=4 if quickly else 5)
    return compressed

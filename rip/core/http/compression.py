"""Content codings: which packed form of an answer a client gets, and how it is made."""

import functools
import gzip
from typing import Final, Literal, TypeAlias

import brotli

Coding: TypeAlias = Literal["br", "gzip"]

# The first is taken where a client likes both as much.
_CODINGS: Final[tuple[Coding, ...]] = ("br", "gzip")


@functools.lru_cache(maxsize=512)
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
    """0 also for what is no weight."""
    if not parameter:
        return 1.0
    try:
        weight = float(parameter.removeprefix("q="))
    except ValueError:
        return 0.0
    return weight if 0 <= weight <= 1 else 0.0


def pack(body: bytes, coding: Coding, *, quickly: bool) -> bytes:
    """The same in every process. Quickly: in half of the time, up to two fifths more bytes."""
    if coding == "gzip":
        return gzip.compress(body, 2 if quickly else 6, mtime=0)
    packed: bytes = brotli.compress(body, mode=brotli.MODE_TEXT, quality=4 if quickly else 5)
    return packed

"""Gives the memory of uploads back to the system."""

import ctypes
from contextlib import suppress
from typing import Final

LARGE_BLOCK: Final = 2 * 1024 * 1024
_M_MMAP_THRESHOLD: Final = -3  # of <malloc.h>


def large_blocks_give_back() -> None:
    """Let the C library of Linux take each large block from the system, and give it back at once.

    By itself it raises its threshold with the first uploads that are freed; those that come after
    stay in its heap, between blocks that live on. Elsewhere nothing is changed.
    """
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).mallopt(_M_MMAP_THRESHOLD, LARGE_BLOCK)

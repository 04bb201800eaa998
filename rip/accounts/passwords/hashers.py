"""Password hashing, in threads that get the time of the processor that others leave.

A hash takes as long as hundreds of responses, and strangers may ask for any number of them. Only
the hash itself is computed in these threads, without Python's lock: a thread of low priority that
held it would keep everybody waiting.
"""

import functools
import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Final

from django.contrib.auth.hashers import Argon2PasswordHasher

THREADS: Final = 2
_LOWEST_PRIORITY: Final = 19


@functools.cache
def threads() -> ThreadPoolExecutor:
    """Return the threads that hash."""
    return ThreadPoolExecutor(THREADS, "password-hash", _lower_priority)


def _lower_priority() -> None:
    # On Linux that of this thread alone; elsewhere it would be that of the whole process.
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _LOWEST_PRIORITY)


class Argon2id(Argon2PasswordHasher):
    """Argon2id with the OWASP password storage parameters: 19 MiB, two passes, one lane.

    Django's own default takes 100 MiB and eight threads per log-in, which a small server that is
    also serving a board cannot spare.
    """

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1

    def encode(self, password: str, salt: str) -> str:
        return threads().submit(super().encode, password, salt).result()

    def verify(self, password: str, encoded: str) -> bool:
        return threads().submit(super().verify, password, encoded).result()

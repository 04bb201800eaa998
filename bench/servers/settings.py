"""RIP's settings as it is shipped, with limits on the rate of requests that refuse nobody.

The limits are on, and each use is counted: only the numbers in them are raised, because all of the
load comes from one address. With BENCH_STATEMENTS, the name of a file, every statement that SQLite
runs is counted in it (`bench/servers/statements.py`).
"""

import os
from collections.abc import Hashable
from typing import Final

import limits

from bench.servers.statements import count_statements
from rip.core.work import buckets
from rip.settings import *  # noqa: F403

HIGH: Final = "100000000/hour"

_parse = limits.parse


def _raised(limit_string: str) -> limits.RateLimitItem:
    return _parse(HIGH)


# It is imported by the module of RIP's limits after this one: Django reads its settings first.
limits.parse = _raised

_take = buckets.Buckets.take


def _take_of_many(self: buckets.Buckets, key: Hashable, pace: buckets.Pace) -> float:
    return _take(self, key, buckets.Pace(1e9, 1_000_000_000))


buckets.Buckets.take = _take_of_many  # type: ignore[method-assign]

# Those of django-allauth.
_LIMITED = (
    "change_password",
    "manage_email",
    "reset_password",
    "reauthenticate",
    "reset_password_from_key",
    "signup",
    "login",
    "login_failed",
    "confirm_email",
)
ACCOUNT_RATE_LIMITS = dict.fromkeys(_LIMITED, "100000000/h/ip")

if counted_in := os.environ.get("BENCH_STATEMENTS"):
    count_statements(counted_in)

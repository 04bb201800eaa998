"""The policy on attempts to enter a password, the same for every door.

An attempt is counted before the password is compared, so that many at once are not free, and is
forgotten when it proves right. Nothing here is a lock that a stranger can set on somebody else:

* For each account and network, five wrong passwords in a row are free, then one waits 2, 4, 8 …
  seconds, at most a quarter of an hour.
* A network may be wrong 50 times, and then ten times a minute, whatever the accounts.
* An account that strangers are guessing at is not closed. Networks that it has signed in from are
  judged by their own attempts alone; any other has one attempt, and then waits for minutes.
"""

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from rip.accounts.attempts.known_networks import network_is_known, network_learn
from rip.accounts.attempts.stores import Tries, store
from rip.accounts.models import User, name_key
from rip.core.errors import TooMany
from rip.core.http.networks import network_of, wide_network_of

LONGEST_WAIT_SECONDS: Final = 900.0
# So many wrong passwords in a row are free, and after the next one waits so long.
FREE: Final = 5
FIRST_WAIT_SECONDS: Final = 2.0
# The same from an unknown network, for an account with so many wrong passwords from such.
GUESSED_AT: Final = 50
FREE_WHEN_GUESSED_AT: Final = 1
FIRST_WAIT_SECONDS_WHEN_GUESSED_AT: Final = 60.0
_MOST_DOUBLINGS: Final = 10


@dataclass(frozen=True, slots=True)
class Rate:
    """At most so many at once; one of them is forgotten in so many seconds."""

    most: float
    seconds: float

    def left(self, tries: Tries, now: float) -> float:
        """The number of those that still count."""
        return max(0.0, tries.count - (now - tries.at) / self.seconds)

    def wait(self, left: float) -> float:
        return (left + 1 - self.most) * self.seconds


ACCOUNT: Final = Rate(math.inf, 60.0)
NETWORK: Final = Rate(50, 6.0)
# A /32 of IPv6 is a whole provider.
WIDE_NETWORK: Final = Rate(1000, 0.3)
RATES: Final = (ACCOUNT, NETWORK, WIDE_NETWORK)


class TooManyAttempts(TooMany):
    """The password was not compared."""

    code = "too-many-attempts"
    title = _("Too many wrong passwords")

    def __init__(self, seconds: float = 1.0) -> None:
        wait = max(1, math.ceil(seconds))
        shown = (
            format_lazy("{} {}", wait, _("s"))
            if wait < 60
            else format_lazy("{} {}", math.ceil(wait / 60), _("min"))
        )
        detail = format_lazy(
            _("Your password was not checked. Wait {wait} and try again."), wait=shown
        )
        super().__init__(detail, retry_after=wait)


@dataclass(frozen=True, slots=True)
class Attempt:
    """An attempt that was counted: at whose account, from which IP, and under which keys."""

    user: User | None
    address: str
    keys: Sequence[str]


def attempt_count(*, user: User | None, login: str, address: str) -> Attempt:
    """Count an attempt whose password is about to be compared. Raises TooManyAttempts.

    `user` is None if nobody has the name `login`; that is counted the same.
    """
    attempt = Attempt(user, address, _keys(user, login, address))
    if settings.RIP_RATE_LIMITS:
        store().change(attempt.keys, _one_more)
    return attempt


def _one_more(counts: list[Tries]) -> list[Tries]:
    now = time.time()
    pair, *others = counts
    left = [rate.left(tries, now) for tries, rate in zip(others, RATES, strict=False)]
    guessed_at = bool(left) and left[0] >= GUESSED_AT
    waits = [rate.wait(one) for one, rate in zip(left, RATES, strict=False)]
    wait = max([_pair_wait(pair, now, guessed_at=guessed_at), *waits])
    if wait > 0:
        raise TooManyAttempts(wait)
    return [Tries(pair.count + 1, now), *(Tries(one + 1, now) for one in left)]


def attempt_forget(attempt: Attempt) -> None:
    """Forget an attempt whose password was right, and learn its network."""
    if settings.RIP_RATE_LIMITS and attempt.user is not None:
        store().change(attempt.keys, _one_less)
        network_learn(user=attempt.user, address=attempt.address)


def _one_less(counts: list[Tries]) -> list[Tries]:
    """None of the account from this network; one less of those that others count in, too."""
    _pair, *others = counts
    return [Tries(), *(Tries(max(0.0, one.count - 1), one.at) for one in others)]


def _keys(user: User | None, login: str, address: str) -> list[str]:
    """The key of the account from this network; unless the network is known to it, those of the
    account and of the networks, too."""
    network = network_of(address)
    account = f"user {user.pk}" if user is not None else f"name {name_key(login)}"
    pair = f"{network} {account}"
    if user is not None and network_is_known(user=user, address=address):
        return [pair]
    keys = [pair, account, f"network {network}"]
    if settings.RIP_WIDE_NETWORK_LIMITS and (wide := wide_network_of(address)):
        keys.append(f"network {wide}")
    return keys


def _pair_wait(pair: Tries, now: float, *, guessed_at: bool) -> float:
    free = FREE_WHEN_GUESSED_AT if guessed_at else FREE
    if pair.count < free:
        return 0.0
    first = FIRST_WAIT_SECONDS_WHEN_GUESSED_AT if guessed_at else FIRST_WAIT_SECONDS
    doubled = min(pair.count - free, _MOST_DOUBLINGS)
    return pair.at + min(first * math.pow(2, doubled), LONGEST_WAIT_SECONDS) - now

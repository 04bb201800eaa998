"""Log-ins that this process has verified, so that most requests of people cost no query.

What was verified holds as of a number of the log of sessions. Each request first learns the log's
last number, so that the very next one after a log-out, a new password, a deactivation or a lost
right is judged anew, in every process.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final, Generic, NamedTuple, TypeVar

from rip.accounts import tokens
from rip.accounts.sessions import Session, session_of_claims
from rip.accounts.verified.follower import SessionFollower, follower
from rip.core.database import threads
from rip.core.database.last_numbers import LastNumbers
from rip.core.work.lru import LRUCache

MEMORY_BYTES: Final = 16 * 2**20
# Longer secrets are verified each time; none that RIP has given out is so long.
LONGEST_SECRET: Final = 1_000
# A user and the objects around it take so many bytes, about.
_ENTRY_BYTES: Final = 3_000

T = TypeVar("T")


class Verdict(NamedTuple, Generic[T]):
    """The value that a secret stands for, until when (in seconds of Unix time), and the user and
    the web session whose change may end that earlier."""

    value: T
    expires: float
    user_id: int
    web_session: str = ""


@dataclass(frozen=True, slots=True)
class Entry(Generic[T]):
    """A verdict that was right as of `number`."""

    verdict: Verdict[T]
    number: int
    restarts: int
    size: int


class VerifiedCache(Generic[T]):
    """Verdicts by secret, in bounded memory."""

    def __init__(self, follower: SessionFollower, most_bytes: int = MEMORY_BYTES) -> None:
        self._follower = follower
        self._cache: LRUCache[str, Entry[T]] = LRUCache(most_bytes)

    async def get(
        self, secret: str, looked: LastNumbers, verify: Callable[[], Awaitable[Verdict[T]]]
    ) -> T:
        """Return what `secret` stands for as of `looked` or later.

        Raises what `verify` raises, and Unavailable when the database does not answer.
        """
        follower = self._follower
        if not follower.is_at(looked):
            await follower.catch_up(looked)
        entry = self._cache.get(secret)
        if entry is not None and self._holds(entry):
            return entry.verdict.value
        number, restarts = follower.number, follower.restarts
        verdict = await verify()
        if len(secret) <= LONGEST_SECRET:
            size = _ENTRY_BYTES + len(secret)
            self._cache.put(secret, Entry(verdict, number, restarts, size))
        return verdict.value

    def _holds(self, entry: Entry[T]) -> bool:
        verdict = entry.verdict
        return (
            entry.restarts == self._follower.restarts
            and self._follower.holds(entry.number, verdict.user_id, verdict.web_session)
            and tokens.now().timestamp() < verdict.expires
        )


class VerifiedSessions:
    """Sessions by access token."""

    def __init__(self, follower: SessionFollower, most_bytes: int = MEMORY_BYTES) -> None:
        self._cache: VerifiedCache[Session] = VerifiedCache(follower, most_bytes)

    async def of_token(self, access: str, *, looked: LastNumbers) -> Session:
        """Return the session of an access token. Raises InvalidToken, Unavailable."""

        async def verify() -> Verdict[Session]:
            # Forgeries are found on the event loop, and keep no database thread busy.
            claims = tokens.read_token(access, "access")
            session = await threads.read(session_of_claims, claims)
            return Verdict(session, claims.expires, claims.user_id)

        return await self._cache.get(access, looked, verify)


verified_sessions: Final = VerifiedSessions(follower)

"""Follows the log of sessions: what was verified as of a number still holds, or it does not."""

from typing import Final, NamedTuple

from rip.accounts.models import SessionChange, SessionLog
from rip.core.database.last_numbers import Look, look
from rip.core.database.log_follower import LogFollower

# So many changes stay in the log, for followers that are behind.
KEPT: Final = 10_000
# So many users and web sessions are remembered as changed.
MOST_REMEMBERED: Final = 20_000
_PRUNED_AT_ONCE: Final = 1_000

_CHANGES: Final = (
    f"SELECT seq, user_id, web_session FROM {SessionChange._meta.db_table}"  # noqa: S608
    " WHERE seq > ? ORDER BY seq LIMIT ?"
)


class Change(NamedTuple):
    """A change of all log-ins of a user, or (`user_id` is 0) of one web session."""

    seq: int
    user_id: int
    web_session: str


class SessionFollower(LogFollower[Change]):
    """Knows the number of the latest change of each user and web session, in bounded memory."""

    log = SessionLog
    _number = 0
    # Changes up to here are not remembered singly.
    _first = 0

    def __init__(self, look: Look | None = None) -> None:
        super().__init__(look)
        self._latest: dict[int | str, int] = {}

    @property
    def number(self) -> int:
        return self._number

    def holds(self, number: int, user_id: int, web_session: str = "") -> bool:
        """True if nothing has changed since `number` for the user, nor for the web session."""
        latest = self._latest
        return (
            number >= self._first
            and number >= latest.get(user_id, 0)
            and (not web_session or number >= latest.get(web_session, 0))
        )

    def read_inline(self, known: int, most: int) -> list[Change]:
        rows = self.inline.rows(_CHANGES, (known, most)) if self.inline is not None else None
        return [Change(*row) for row in rows or ()]

    def read_changes(self, known: int, limit: int) -> list[Change]:
        rows = SessionChange.objects.filter(seq__gt=known).order_by("seq")
        return [Change(*row) for row in rows.values_list("seq", "user_id", "web_session")[:limit]]

    def take_up(self, changes: list[Change]) -> None:
        for change in changes:
            self._latest[change.user_id or change.web_session] = change.seq
        self._number = changes[-1].seq
        if len(self._latest) > MOST_REMEMBERED:
            self._latest.clear()
            self._first = self._number

    def begin(self, number: int) -> None:
        self._latest.clear()
        self._number = self._first = number


follower: Final = SessionFollower(look)


def changes_prune() -> int:
    """Delete some changes that are too old to be followed. Return how many."""
    last = SessionLog.objects.get().last_seq
    old = SessionChange.objects.filter(seq__lte=last - KEPT).order_by("seq")
    seqs = list(old.values_list("seq", flat=True)[:_PRUNED_AT_ONCE])
    return SessionChange.objects.filter(seq__in=seqs).delete()[0] if seqs else 0

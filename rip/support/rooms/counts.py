"""Counts of rooms by their state, and the progress of every room, for the desk."""

from collections import Counter
from typing import Final, NamedTuple, TypeAlias

from rip.support.models import Room, Status
from rip.support.rooms import statements

# The first of the desk; who looks after more rooms shares a Redis between processes.
ROOMS_COMPARED: Final = 10_000


class State(NamedTuple):
    status: str
    assignee_id: int | None
    is_unread: bool


class Tallies:
    """The rooms counted by state, for everyone at the desk at once."""

    def __init__(self, counts: Counter[State]) -> None:
        self._counts = counts

    def of(self, user_id: int) -> dict[str, int]:
        """The counts as an operator sees them; `mine` and `nobody` are those not done."""
        totals = Counter({status.value: 0 for status in Status})
        totals.update(all=0, unread=0, mine=0, nobody=0)
        for state, count in self._counts.items():
            totals[state.status] += count
            totals["all"] += count
            totals["unread"] += count if state.is_unread else 0
            if state.status != Status.DONE:
                totals["mine"] += count if state.assignee_id == user_id else 0
                totals["nobody"] += count if state.assignee_id is None else 0
        return dict(totals)


def rooms_tally() -> Tallies:
    rows = statements.rows_of(statements.rooms_by_state())
    return Tallies(Counter({State(status, who, unread): n for who, status, unread, n in rows}))


# The numbers that grow when something happens in a room.
PROGRESS: Final = ("last_seq", "support_mark", "tended")
Progress: TypeAlias = tuple[int, int, int]


def rooms_progress() -> dict[int, Progress]:
    """Return the progress of each room: its messages, support's reading, operators' doings."""
    rooms = Room.objects.with_support_mark().for_the_desk()[:ROOMS_COMPARED]
    rows = rooms.values_list("pk", *PROGRESS)
    return {pk: (last_seq, mark, tended) for pk, last_seq, mark, tended in rows}

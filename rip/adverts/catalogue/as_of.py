"""The rule for all that is derived from the board: it is true as of a number of the log."""

from abc import ABC, abstractmethod

from rip.adverts.feed.recent_changes import Change, RecentChanges


class AsOf(ABC):
    """Something derived from the board, true as of change `number`."""

    def __init__(self, number: int) -> None:
        self.number = number

    def advance(self, recent: RecentChanges) -> bool:
        """Become true as of the last change known. False if this is stale: make it anew."""
        if self.number >= recent.last:
            return True
        changes = recent.since(self.number)
        if changes is None:
            return False
        absorb = self.absorb
        for change in changes:
            if not absorb(change):
                return False
        self.number = recent.last
        return True

    @abstractmethod
    def absorb(self, change: Change) -> bool:
        """Take up the next change. False, with nothing taken up, if it makes this stale."""

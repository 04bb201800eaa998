"""The latest changes of the board."""

from typing import Final, NamedTuple

from rip.adverts.listing.listing import Values

MOST_KNOWN: Final = 2_000


class Change(NamedTuple):
    """One number of the log: the advert as it could be filtered by before and after."""

    seq: int
    advert_id: int
    before: Values | None
    after: Values | None

    def keeps_words(self) -> bool:
        """True if every search that found the advert before the change finds it after, at the same
        rank."""
        if self.before is None or self.after is None or self.before.words is None:
            return False
        return self.before.words == self.after.words

    def has_new_words(self) -> bool:
        """True if a search may find the advert that did not find it before."""
        return self.after is not None and not self.keeps_words()


class RecentChanges:
    """Changes `first + 1 … last`, without a gap."""

    def __init__(self) -> None:
        self.first = 0
        self.last = 0
        self._changes: list[Change] = []
        self._latest: dict[int, int] = {}

    def __len__(self) -> int:
        return len(self._changes)

    def begin(self, number: int) -> None:
        """Know nothing but that the log is at `number`."""
        self.first = self.last = number
        self._changes.clear()
        self._latest.clear()

    def add(self, changes: list[Change]) -> None:
        """Add the changes that follow `last`, the oldest first."""
        self._changes += changes
        for change in changes:
            self._latest[change.advert_id] = change.seq
            self.last = change.seq
        if len(self._changes) > 2 * MOST_KNOWN:
            evicted, self._changes = self._changes[:-MOST_KNOWN], self._changes[-MOST_KNOWN:]
            self.first = evicted[-1].seq
            for change in evicted:
                if self._latest.get(change.advert_id) == change.seq:
                    del self._latest[change.advert_id]

    def since(self, number: int) -> list[Change] | None:
        """The changes after `number`, the oldest first. None when they were evicted."""
        if number < self.first:
            return None
        return self._changes[number - self.first :]

    def latest_of(self, advert_id: int) -> int:
        """The number of the last known change of an advert, or 0."""
        return self._latest.get(advert_id, 0)

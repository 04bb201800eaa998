"""The whole board as one list: kept joined while it fits, and refreshed by what changed."""

from collections.abc import Sequence

from rip.adverts.catalogue.as_of import AsOf
from rip.adverts.feed.recent_changes import Change
from rip.adverts.listing.listing import Filter
from rip.adverts.models import Advert
from rip.core.http.responses import CachedResponse

# An advert with nothing in it is longer than this, as JSON with the seed's fields.
SMALLEST_ADVERT = 150
BYTES_PER_ID = 100


class FullList(AsOf):
    """The published adverts' ids, the newest first, true as of `number`; and their list."""

    def __init__(self, number: int, ids: Sequence[int]) -> None:
        super().__init__(number)
        self._ids = list(ids)
        # Adverts that have changed since the ids were put in order: True if they are on the board.
        self._changed: dict[int, bool] = {}
        self._filter = Filter()
        self._answer: CachedResponse | None = None

    @property
    def size(self) -> int:
        body = len(self._answer.body) if self._answer is not None else 0
        # Each of the packed forms is up to a quarter as long.
        return body * 3 // 2 + BYTES_PER_ID * len(self._ids)

    @property
    def answer(self) -> CachedResponse | None:
        """The list, if nothing has changed since it was joined."""
        return self._answer

    @property
    def ids(self) -> list[int]:
        if self._changed:
            # Nearly in order already, which sorting makes use of.
            others = [one for one in self._ids if one not in self._changed]
            here = [one for one, is_here in self._changed.items() if is_here]
            self._ids = sorted([*others, *here], reverse=True)
            self._changed = {}
        return self._ids

    def absorb(self, change: Change) -> bool:
        was, is_here = self._filter.matches(change.before), self._filter.matches(change.after)
        if was or is_here:
            self._changed[change.advert_id] = is_here
            self._answer = None
        return True

    def keep(self, answer: CachedResponse, number: int) -> None:
        """Keep the list as it was made from the ids known as of `number`, if they are still so."""
        if number == self.number:
            self._answer = answer


def published_ids(most: int) -> list[int] | None:
    """The ids of the board, the newest first; None when there are more than `most`."""
    ids = list(Advert.objects.published().values_list("pk", flat=True)[: most + 1])
    return ids if len(ids) <= most else None

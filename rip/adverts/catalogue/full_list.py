"""The whole board as one list: kept joined while it fits, and refreshed by what changed."""

from collections.abc import Sequence

from rip.adverts.feed.recent_changes import RecentChanges
from rip.adverts.listing.listing import Filter
from rip.adverts.models import Advert
from rip.core.http.responses import CachedResponse

# An advert with nothing in it is longer than this, as JSON with the seed's fields.
SMALLEST_ADVERT = 150
BYTES_PER_ID = 100


class FullList:
    """The published adverts' ids, the newest first, true as of `number`; and their list."""

    def __init__(self, number: int, ids: Sequence[int]) -> None:
        self.number = number
        self.ids = list(ids)
        self._filter = Filter()
        self._answer: CachedResponse | None = None

    @property
    def size(self) -> int:
        body = len(self._answer.body) if self._answer is not None else 0
        # Each of the packed forms is up to a quarter as long.
        return body * 3 // 2 + BYTES_PER_ID * len(self.ids)

    @property
    def answer(self) -> CachedResponse | None:
        """The list, if nothing has changed since it was joined."""
        return self._answer

    def advance(self, recent: RecentChanges) -> bool:
        """Know what is on the board now; False when too much has happened since."""
        if self.number == recent.last:
            return True
        changes = recent.since(self.number)
        if changes is None:
            return False
        here: dict[int, bool] = {}
        for change in changes:
            was, here_now = self._filter.matches(change.before), self._filter.matches(change.after)
            if was or here_now:
                here[change.advert_id] = here_now
        if here:
            # Nearly in order already, which sorting makes use of.
            kept = [advert_id for advert_id in self.ids if advert_id not in here]
            self.ids = sorted([*kept, *(one for one in here if here[one])], reverse=True)
            self._answer = None
        self.number = recent.last
        return True

    def keep(self, answer: CachedResponse, number: int) -> None:
        """Keep the list as it was made from the ids known as of `number`, if they are still so."""
        if number == self.number:
            self._answer = answer


def published_ids(most: int) -> list[int] | None:
    """The ids of the board, the newest first; None when there are more than `most`."""
    ids = list(Advert.objects.published().values_list("pk", flat=True)[: most + 1])
    return ids if len(ids) <= most else None

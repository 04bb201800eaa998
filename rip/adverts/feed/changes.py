"""The change feed: the board since a number, for clients that have a copy of it."""

from typing import Any, Final, NamedTuple

from django.utils.translation import gettext_lazy as _

from rip.adverts.encoding import full_shape, to_json
from rip.adverts.models import PUBLIC, Advert, AdvertChange, AdvertLog
from rip.core.errors import Gone

CHANGES: Final = "/api/v1/adverts/changes"
RELOAD: Final = f"{CHANGES}?since=0"


class Position(NamedTuple):
    """The position of a client in the feed.

    It has everything up to number `since`. One that began with nothing began when the log was at
    number `started`: tombstones up to there are not for it.
    """

    since: int
    started: int | None = None

    def misses(self, pruned: int) -> bool:
        """True if tombstones that this client needs are among those up to number `pruned`."""
        return self.since < pruned and (self.started is None or self.started < pruned)


class Changes(NamedTuple):
    """A page of the feed as JSON, the number to go on from, and True if the log ends there."""

    body: bytes
    next: int
    caught_up: bool


def changes_after(position: Position, limit: int) -> Changes:
    """The next changes, in order, each advert under its latest number and as it is now.

    An advert that is not public is as good as deleted. Raises Gone when changes that are needed to
    go on were pruned, or the log never had such a number.
    """
    if position.since == 0:
        position = Position(0, AdvertLog.objects.get().last_seq)
    rows = list(
        AdvertChange.objects.filter(seq__gt=position.since)
        .order_by("seq")
        .values_list("seq", "advert_id", "deleted")[:limit]
    )
    end = rows[-1][0] if rows else position.since
    # A change whose number no advert has was followed by another, which is yet to come.
    current = {
        advert.seq: advert
        for advert in Advert.objects.filter(seq__gt=position.since, seq__lte=end).with_albums()
    }
    # Read last: a change that was pruned or committed meanwhile must not go unnoticed.
    log = AdvertLog.objects.get()
    _check(position, log)
    changes = [
        _change(seq, advert_id, current.get(seq))
        for seq, advert_id, deleted in rows
        if deleted or seq in current
    ]
    caught_up = end >= log.last_seq
    body = to_json(
        {"changes": changes, "next": end, "caught_up": caught_up, "started": position.started}
    )
    return Changes(body, end, caught_up)


def _check(position: Position, log: AdvertLog) -> None:
    if position.misses(log.compacted_seq):
        raise Gone(
            _("You were away for too long: deletions since then are forgotten. Reload."),
            reload=RELOAD,
        )
    if max(position.since, position.started or 0) > log.last_seq:
        raise Gone(
            _("This board has not come to that number: your copy is of another board. Reload."),
            reload=RELOAD,
        )


def _change(seq: int, advert_id: int, advert: Advert | None) -> dict[str, Any]:
    if advert is None or advert.status not in PUBLIC:
        return {"seq": seq, "id": advert_id, "deleted": True}
    return {"seq": seq, "id": advert_id, "deleted": False, "advert": full_shape(advert)}

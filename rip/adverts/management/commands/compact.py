from typing import Any

from django.core.management.base import BaseCommand

from rip.adverts.catalogue.search_index import search_entries_follow
from rip.adverts.feed.compaction import keys_expire, log_compact


class Command(BaseCommand):
    help = "Drop what no follower of the board's log needs any more. RIP does it every hour too."

    def handle(self, *args: Any, **options: Any) -> None:
        superseded = tombstones = keys = 0
        while not search_entries_follow():
            pass
        after: int | None = 0
        while after is not None:
            done = log_compact(after=after)
            superseded, tombstones = superseded + done.superseded, tombstones + done.tombstones
            after = done.next
        while dropped := keys_expire():
            keys += dropped
        self.stdout.write(
            f"Dropped {superseded} superseded changes, {tombstones} old tombstones"
            f" and {keys} old Idempotency-Keys."
        )

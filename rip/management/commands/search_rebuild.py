from typing import Any

from django.core.management.base import BaseCommand
from rich.progress import Progress

from rip.adverts.catalogue.search_index import search_rebuild
from rip.adverts.models import Advert


class Command(BaseCommand):
    help = "Make the search index of the adverts anew. The board may be used meanwhile."

    def handle(self, *args: Any, **options: Any) -> None:
        done = 0
        with Progress(transient=True) as progress:
            task = progress.add_task("Search index", total=Advert.objects.count())
            for count in search_rebuild():
                done += count
                progress.advance(task, count)
        self.stdout.write(f"{done} adverts can be searched.")

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class AdvertsConfig(AppConfig):
    name = "rip.adverts"
    verbose_name = _("Adverts")

    def ready(self) -> None:
        post_migrate.connect(_begin_log, sender=self)


def _begin_log(using: str, **_kwargs: Any) -> None:
    """The board's log is one row, there from the first migration on and after every flush. If the
    search entries were made by another version of RIP, they are made anew."""
    from rip.adverts.models import AdvertLog
    from rip.adverts.search import VERSION
    from rip.adverts.search_index import search_rebuild

    created = {"search_version": VERSION}
    log, _ = AdvertLog.objects.using(using).get_or_create(pk=1, defaults=created)
    if log.search_version != VERSION:
        for _ in search_rebuild():
            pass

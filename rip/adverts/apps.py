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
    """The board's log is one row, there from the first migration on and after every flush."""
    from rip.adverts.models import AdvertLog

    AdvertLog.objects.using(using).get_or_create(pk=1)

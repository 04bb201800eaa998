from typing import Any

from django.apps import AppConfig
from django.apps import apps as all_apps
from django.apps.registry import Apps
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "rip.accounts"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        # Listens for log-outs.
        from rip.accounts.web import sessions  # noqa: F401, PLC0415

        post_migrate.connect(_begin_log, sender=self)


def _begin_log(using: str, apps: Apps = all_apps, **_: Any) -> None:
    """The log of sessions is one row, there from its migration on and after every flush."""
    from rip.accounts.models import SessionLog  # noqa: PLC0415

    if any(model._meta.label_lower == "accounts.sessionlog" for model in apps.get_models()):
        SessionLog.objects.using(using).get_or_create(pk=1)

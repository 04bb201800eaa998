from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "rip.accounts"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        # Listens for log-outs.
        from rip.accounts.web import sessions  # noqa: F401, PLC0415

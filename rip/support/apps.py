from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SupportConfig(AppConfig):
    name = "rip.support"
    verbose_name = _("Support")

    def ready(self) -> None:
        from rip.accounts.personal_data import register
        from rip.support.personal_data import SOURCE

        register(SOURCE)

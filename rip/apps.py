from django.apps import AppConfig


class RipConfig(AppConfig):
    """The site as a whole: templates, static files, translations and the server commands."""

    name = "rip"
    label = "rip"

    def ready(self) -> None:
        from rip.core import telemetry

        telemetry.configure()

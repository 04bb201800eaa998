from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from rip.server.run import check_port, database_needed, serve


class Command(BaseCommand):
    help = (
        "Serve RIP for development: HTTP, WebSockets, static files and pictures; reloads on change."
    )
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "address", nargs="?", default="127.0.0.1:8000", help="PORT or HOST:PORT"
        )
        parser.add_argument("--noreload", action="store_true", help="do not watch the code")

    def handle(self, *args: Any, **options: Any) -> None:
        host, _, port = options["address"].rpartition(":")
        host = host.strip("[]") or "127.0.0.1"
        if not port.isdecimal() or not 0 < int(port) < 65536:
            raise CommandError(f"“{options['address']}” is not PORT or HOST:PORT.")
        check_port(host, int(port))
        self.check()
        with database_needed():
            self.check_migrations()
        self.stdout.write(
            f"RIP listens on http://{host}:{port}/ and reloads on change. Ctrl+C ends it."
        )
        serve(host, int(port), reload=not options["noreload"])

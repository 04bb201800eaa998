import os
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from rich.console import Console
from rich.table import Table

from rip.management.commands.demo import refuse_in_production, staff_with_the_demo_password
from rip.server.run import check_port, database_needed, serve


class Command(BaseCommand):
    help = (
        "Bring the database up to date and serve RIP. WEB_CONCURRENCY sets the number of workers."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument(
            "--port", type=int, default=settings.ENV.port, help="default: PORT or 8000"
        )
        parser.add_argument(
            "--demo", action="store_true", help="add demo users and demo adverts first"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        host, port = options["host"], options["port"]
        if not 0 < port < 65536:
            raise CommandError("--port takes a number from 1 to 65535.")
        if options["demo"]:
            refuse_in_production()
        check_port(host, port)
        # Files that this process and its workers write are for its user alone.
        os.umask(0o077)
        with database_needed():
            call_command("migrate", verbosity=0, interactive=False)
            if settings.ENV.production:
                _refuse_demo_passwords()
            if options["demo"]:
                call_command("demo")
        _announce(f"http://{'localhost' if host == '127.0.0.1' else host}:{port}", options["demo"])
        serve(host, port)


def _refuse_demo_passwords() -> None:
    """Raise CommandError if a person of the staff still has the password that the demo gave."""
    if names := staff_with_the_demo_password():
        raise CommandError(
            f"Anybody can sign in as {', '.join(names)}, who have the demo's password 1. Change it"
            f" with manage.py changepassword {names[0]}, and start again."
        )


def _announce(site: str, demo: bool) -> None:
    table = Table(box=None, show_header=False, padding=(0, 2))
    table.add_row("Board", f"{site}/")
    table.add_row("API docs", f"{site}/api/docs")
    table.add_row("Admin", f"{site}/admin/")
    if demo:
        table.add_row("Customer", "vasya / 1")
        table.add_row("Operator", "operator / 1")
    table.add_row("Stop", "Ctrl+C")
    Console().print("\n[bold]RIP is running[/bold]", table, sep="\n")

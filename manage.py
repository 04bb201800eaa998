#!/usr/bin/env python3
"""Django's command line for RIP: `python3 manage.py help` lists what it can do."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rip.settings")
    try:
        from django.core.exceptions import ImproperlyConfigured
        from django.core.management import execute_from_command_line
    except ImportError:
        sys.exit(
            "Django is not installed for this Python. Run ./run setup and use .venv/bin/python,"
            " or run: pip install -r requirements.txt"
        )
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.exit(f"RIP cannot start as it is configured: {error}")


if __name__ == "__main__":
    main()

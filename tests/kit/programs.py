"""The programs of the system that tests start."""

import os
import shutil


class NotInstalled(Exception):
    """A program is missing; the message says which and how to get it."""


def program(*names: str, package: str) -> str:
    """The first of these programs that is installed. Raises NotInstalled."""
    path = os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/sbin"
    for name in names:
        if found := shutil.which(name, path=path):
            return found
    raise NotInstalled(f"{names[0]} is not installed: install the package {package}.")

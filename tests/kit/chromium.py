"""The browser that tests, pictures and measurements use: Debian's, or whatever is on the PATH."""

import shutil


def installed() -> str | None:
    """The path of chromium, if there is one."""
    return shutil.which("chromium") or shutil.which("chromium-browser")

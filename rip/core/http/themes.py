"""Light or dark: what a visitor has chosen for the pages, kept in a cookie."""

from collections.abc import Mapping
from typing import Final

THEME_COOKIE: Final = "theme"
THEMES: Final = ("rip-light", "rip-dark")


def theme_of(cookies: Mapping[str, str]) -> str:
    """The theme that was chosen; nothing is what the browser prefers."""
    chosen = cookies.get(THEME_COOKIE, "")
    return chosen if chosen in THEMES else ""

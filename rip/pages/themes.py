"""The theme of the pages, light or dark, as a cookie stores a visitor's choice."""

from collections.abc import Mapping
from typing import Final

THEME_COOKIE: Final = "theme"
THEMES: Final = ("rip-light", "rip-dark")


def theme_of(cookies: Mapping[str, str]) -> str:
    """The chosen theme; an empty string leaves it to the browser."""
    chosen = cookies.get(THEME_COOKIE, "")
    return chosen if chosen in THEMES else ""

"""The pages by visitor, and a look at one: axe finds nothing, no other site is asked, no error is
said, nothing is too wide.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final
from urllib.parse import quote

from playwright.sync_api import Browser, BrowserContext

from tests.browser.conftest import DESKTOP, PHONE, WIDER, Watched, assert_accessible, settle
from tests.kit.running import Server

NOBODY, VASYA, OPERATOR = "", "vasya", "operator"

PAGES: Final[dict[str, tuple[str, ...]]] = {
    NOBODY: (
        "/",
        "/?kind=Cat&price_max=5000&age_min=x",
        "/?q=дракон",
        "/adverts/30/",
        "/adverts/2/",
        "/adverts/2/report/",
        "/adverts/new/",
        "/adverts/99999/",
        "/favourites/",
        "/privacy/",
        "/chat/",
        "/accounts/login/",
        "/accounts/login/code/confirm/",
        "/accounts/signup/",
        "/accounts/password/reset/",
        "/accounts/password/reset/done/",
        "/accounts/password/reset/key/1-set-password/",
        "/accounts/password/reset/key/done/",
        "/accounts/confirm-email/",
        "/accounts/confirm-email/nonsense/",
        "/accounts/inactive/",
    ),
    VASYA: (
        "/",
        "/adverts/new/",
        "/adverts/30/",
        "/my/adverts/",
        "/my/adverts/?status=closed",
        "/favourites/",
        "/profile/",
        "/profile/delete/",
        "/profile/name/",
        "/accounts/email/",
        "/accounts/logout/",
        "/accounts/password/change/",
        "/accounts/reauthenticate/",
        "/chat/",
        "/desk/",
    ),
    OPERATOR: ("/", "/adverts/30/", "/adverts/30/edit/", "/desk/", "/profile/"),
}
# The console's text for a page that does not exist, or is not for its viewer.
REFUSED: Final = "the server responded with a status of 40"
# Both languages, both themes and both sizes are seen, each on one of them.
SCREENS: Final[tuple[dict[str, Any], ...]] = (
    {"locale": "ru", "color_scheme": "light", **DESKTOP},
    {"locale": "en", "color_scheme": "dark", **PHONE},
)


@contextmanager
def screens(browser: Browser, demo: Server, viewer: str) -> Iterator[list[BrowserContext]]:
    """A browser for each screen, where the viewer is signed in."""
    contexts = [browser.new_context(reduced_motion="reduce", **screen) for screen in SCREENS]
    for context in contexts if viewer else ():
        _sign_in(context, demo, viewer)
    yield contexts
    for context in contexts:
        context.close()


def _sign_in(context: BrowserContext, demo: Server, viewer: str) -> None:
    page = context.new_page()
    page.goto(f"{demo.url}/accounts/login/")
    page.locator("[name=login]").fill(viewer)
    page.locator("[name=password]").fill("1")
    page.locator("main form button[type=submit]").click()
    page.wait_for_url(f"{demo.url}/**")
    page.close()


def look(context: BrowserContext, demo: Server, address: str) -> None:
    """Open a page and find nothing wrong with it."""
    watched = Watched(context.new_page())
    watched.page.goto(demo.url + address)
    watched.page.wait_for_load_state("networkidle")
    settle(watched.page)
    assert_accessible(watched.page)
    assert watched.page.evaluate(WIDER) <= 0, "too wide"
    assert _refusals(watched) <= {demo.url + quote(address, safe="/?=&")}
    assert [one for one in watched.complaints if REFUSED not in one] == []
    assert watched.foreign_requests(demo.url) == []
    watched.page.close()


def _refusals(watched: Watched) -> set[str]:
    """The addresses of what was not given, of all that the page asked for."""
    answers = [request.response() for request in watched.requests]
    return {answer.url for answer in answers if answer is not None and answer.status >= 400}

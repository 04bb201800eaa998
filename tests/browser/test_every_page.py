"""Every page: nothing that axe finds, no other site asked, no error said, nothing too wide."""

import re
from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import quote

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.conftest import DESKTOP, PHONE, WIDER, Watched, assert_accessible, settle
from tests.kit.running import Server

NOBODY, VASYA, OPERATOR = "", "vasya", "operator"

# The pages by visitor; each is looked at light and dark, on a desktop and on a phone.
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
# URL patterns that are not pages.
NO_PAGES: Final = {
    "favicon.ico": "a picture",
    "admin/": "Django's own",
    "i18n/setlang/": "a POST",
    "theme/": "a POST",
    "accounts/password/set/": "nobody is without a password",
    "profile/log-out-everywhere/": "a POST",
    "profile/data/": "a file",
    "session/token/": "a POST",
    "adverts/pictures/": "a POST",
    "adverts/<int:advert_id>/favourite/": "a POST",
    "adverts/<int:advert_id>/act/": "a POST",
    "^adverts/(?P<advert_id>[0-9]{1,19})-(?P<slug>[^/]*)/$": "another name of an advert's page",
    "favourites/merge/": "a POST",
    "sitemap.xml": "for robots",
    "sitemap-<int:number>.xml": "for robots",
    "robots.txt": "for robots",
}


def patterns(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, re.Pattern[str]]]:
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver) and str(one.pattern) != "admin/":
            yield from patterns(one, before + str(one.pattern))
        elif isinstance(one, URLPattern) or str(one.pattern) == "admin/":
            yield before + str(one.pattern), one.pattern.regex


def test_the_list_of_pages_is_whole() -> None:
    shown = {address.partition("?")[0].lstrip("/") for pages in PAGES.values() for address in pages}
    missing = []
    for name, regex in patterns(get_resolver()):
        prefix = "accounts/" if name.startswith("accounts/") else ""
        ends = {address.removeprefix(prefix) for address in shown if address.startswith(prefix)}
        if name not in NO_PAGES and not any(regex.match(end) for end in ends):
            missing.append(name)
    assert missing == []


# The console's text for a page that does not exist, or is not for its viewer.
REFUSED: Final = "the server responded with a status of 40"
# Both languages are seen, each on one of them.
SCREENS: Final = {"desktop": {"locale": "ru", **DESKTOP}, "phone": {"locale": "en", **PHONE}}


def signed_in(browser: Browser, demo: Server, viewer: str, **options: Any) -> BrowserContext:
    context = browser.new_context(reduced_motion="reduce", **options)
    if viewer:
        page = context.new_page()
        page.goto(f"{demo.url}/accounts/login/")
        page.locator("[name=login]").fill(viewer)
        page.locator("[name=password]").fill("1")
        page.locator("main form button[type=submit]").click()
        page.wait_for_url(f"{demo.url}/**")
        page.close()
    return context


def look(page: Page, demo: Server, address: str) -> None:
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        page.goto(demo.url + address)
        if scheme == "light":
            page.wait_for_load_state("networkidle")
        settle(page)
        try:
            assert_accessible(page)
        except AssertionError as error:
            error.add_note(f"{address}, {scheme}")
            raise
        assert page.evaluate(WIDER) <= 0, f"{address} is too wide"


def refusals(watched: Watched) -> set[str]:
    """The addresses of what was not given, of all that the page asked for."""
    answers = [request.response() for request in watched.requests]
    return {answer.url for answer in answers if answer is not None and answer.status >= 400}


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("viewer", [NOBODY, VASYA, OPERATOR], ids=["nobody", VASYA, OPERATOR])
def test_every_page(browser: Browser, demo: Server, viewer: str, screen: str) -> None:
    context = signed_in(browser, demo, viewer, **SCREENS[screen])
    for address in PAGES[viewer]:
        watched = Watched(context.new_page())
        look(watched.page, demo, address)
        assert refusals(watched) <= {demo.url + quote(address, safe="/?=&")}, address
        complaints = [one for one in watched.complaints if REFUSED not in one]
        assert complaints == [], address
        assert watched.foreign_requests(demo.url) == [], address
        watched.page.close()
    context.close()

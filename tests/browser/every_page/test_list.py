"""The list of pages that are looked at is whole."""

import re
from collections.abc import Iterator
from typing import Final

from django.urls import URLPattern, URLResolver, get_resolver

from tests.browser.every_page.looking import PAGES

# URL patterns that are not pages.
NO_PAGES: Final = {
    "favicon.ico": "a picture",
    "admin/": "Django's own",
    "admin/password_change/": "leads to the account page",
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


def test_every_page_of_the_url_configuration_is_on_it() -> None:
    shown = {address.partition("?")[0].lstrip("/") for pages in PAGES.values() for address in pages}
    missing = []
    for name, regex in patterns(get_resolver()):
        prefix = "accounts/" if name.startswith("accounts/") else ""
        ends = {address.removeprefix(prefix) for address in shown if address.startswith(prefix)}
        if name not in NO_PAGES and not any(regex.match(end) for end in ends):
            missing.append(name)
    assert missing == []

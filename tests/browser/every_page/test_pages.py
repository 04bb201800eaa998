"""Every page that somebody can see, as nobody, as a customer and as an operator."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.browser.every_page.looking import PAGES, look, screens
from tests.kit.running import Server


@pytest.fixture(scope="module")
def contexts(
    browser: Browser, demo: Server, request: pytest.FixtureRequest
) -> Iterator[list[BrowserContext]]:
    with screens(browser, demo, request.param) as opened:
        yield opened


ADDRESSES = [(viewer, address) for viewer, addresses in PAGES.items() for address in addresses]


@pytest.mark.parametrize(
    ("contexts", "address"),
    ADDRESSES,
    indirect=["contexts"],
    ids=[f"{viewer or 'nobody'} {address}" for viewer, address in ADDRESSES],
)
def test_a_page_is_accessible_asks_nobody_else_and_fits(
    contexts: list[BrowserContext], demo: Server, address: str
) -> None:
    for context in contexts:
        look(context, demo, address)

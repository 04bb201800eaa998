"""An operator at the desk in a browser, and customers who write."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Guest
from tests.conftest import PASSWORD
from tests.kit.people import Person, make_staff
from tests.kit.running import Server, running_server


@pytest.fixture(scope="package")
def board() -> Iterator[Server]:
    with running_server() as running:
        make_staff(running, "operator")
        yield running


@pytest.fixture(scope="package")
def operator(board: Server) -> Iterator[Person]:
    with Person(board, "operator") as signed_in:
        yield signed_in


class Desk:
    """The desk on a page, as an operator sees it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.rooms = page.locator("rip-desk .room")
        self.thread = page.locator("rip-desk .thread")
        self.field = page.locator("rip-chat-composer textarea")
        self.messages = page.locator("rip-chat-log .message")
        self.notice = page.locator("rip-desk .notice")

    def sign_in(self, origin: str) -> None:
        self.page.goto(f"{origin}/desk/")
        self.page.locator("[name=login]").fill("operator")
        self.page.locator("[name=password]").fill(PASSWORD)
        self.page.locator("[name=password]").press("Enter")
        expect(self.page.locator("rip-desk .tabs")).to_be_visible()

    def room(self, guest: Guest) -> Locator:
        return self.page.locator(f"rip-desk [data-room='{guest.room}']")

    def message(self, text: str) -> Locator:
        return self.messages.filter(has_text=text)

    def state(self, text: str) -> Locator:
        """The state of a message, as a screen reader reads it."""
        return self.message(text).locator(".meta .unseen")

    def shows(self, *texts: str) -> None:
        """The thread has these texts, in this order, each once."""
        expect(self.messages.locator(".text")).to_have_text(list(texts))

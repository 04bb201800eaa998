"""The chat widget in a browser, on the board and on other sites, and those who answer."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.kit.people import ADVERT, Person, make_staff
from tests.kit.running import Server, running_server


class OtherSite:
    """A page of another site with the chat's script tag on it, and a strict policy."""

    def __init__(self) -> None:
        site = self
        self.html = ""
        self.policy = ""

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Security-Policy", site.policy)
                self.end_headers()
                self.wfile.write(site.html.encode())

            def log_message(self, *_: object) -> None: ...

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    @property
    def origin(self) -> str:
        return f"http://localhost:{self.server.server_port}"

    def embed(self, board: Server, attributes: str) -> None:
        script = f'<script src="{board.url}/static/rip/chat.js" {attributes} async></script>'
        self.html = (
            f'<!doctype html><html lang="en"><title>Shop</title><main><h1>Shop</h1></main>{script}'
        )
        calls = f"{board.url} {board.sockets}"
        self.policy = (
            f"default-src 'none'; script-src {board.url}; connect-src {calls};"
            f" img-src {board.url} blob:"
        )


@pytest.fixture(scope="package")
def listed() -> Iterator[OtherSite]:
    """Another site that may have the chat."""
    site = OtherSite()
    yield site
    site.close()


@pytest.fixture
def unlisted() -> Iterator[OtherSite]:
    site = OtherSite()
    yield site
    site.close()


@pytest.fixture(scope="package")
def board(listed: OtherSite) -> Iterator[Server]:
    with running_server(RIP_EMBED_ORIGINS=listed.origin) as running:
        make_staff(running, "operator")
        yield running


@pytest.fixture(scope="package")
def operator(board: Server) -> Iterator[Person]:
    with Person(board, "operator") as signed_in:
        yield signed_in


@pytest.fixture(scope="package")
def advert(board: Server) -> int:
    number: int = httpx.post(f"{board.url}/api/v1/adverts", json=ADVERT).json()["id"]
    return number


class Chat:
    """The chat on a page, as its user sees it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.bubble = page.locator("rip-chat .bubble")
        self.panel = page.locator("rip-chat .panel")
        self.field = page.locator("rip-chat-composer textarea")
        self.lost = page.locator("rip-chat .lost")
        self.messages = page.locator("rip-chat-log .message")
        self.texts = self.messages.locator(".text")

    def open(self) -> None:
        self.bubble.click()
        expect(self.field).to_be_visible()

    def write(self, text: str) -> None:
        self.field.fill(text)
        self.page.get_by_role("button", name="Отправить", exact=True).click()

    def message(self, text: str) -> Locator:
        return self.messages.filter(has_text=text)

    def state(self, text: str) -> Locator:
        """The state of a message, as a screen reader reads it."""
        return self.message(text).locator(".meta .unseen")

    def shows(self, *texts: str) -> None:
        """It shows these texts, in this order, each once."""
        expect(self.texts).to_have_text(list(texts))

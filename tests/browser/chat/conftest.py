"""The chat widget in a browser, on the board and on other sites, and those who answer."""

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.conftest import PASSWORD
from tests.e2e.conftest import ADVERT, Person
from tests.running import Server, running_server

# A busy machine takes its time.
SECONDS = 30
expect.set_options(timeout=SECONDS * 1000)

DESKTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 860}}
PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "has_touch": True,
    "is_mobile": True,
}


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
        running.manage(
            "createsuperuser",
            "--noinput",
            "--username=operator",
            "--email=operator@example.org",
            DJANGO_SUPERUSER_PASSWORD=PASSWORD,
        )
        yield running


@pytest.fixture(scope="package")
def operator(board: Server) -> Iterator[Person]:
    with Person(board, "operator") as signed_in:
        yield signed_in


@pytest.fixture(scope="package")
def advert(board: Server) -> int:
    number: int = httpx.post(f"{board.url}/api/v1/adverts", json=ADVERT).json()["id"]
    return number


@dataclass
class Guest:
    """Somebody who has talked before: what their browser remembers, and their room."""

    board: Server
    tokens: dict[str, str]

    def __post_init__(self) -> None:
        headers = {"Authorization": f"Bearer {self.tokens['access']}"}
        self.http = httpx.Client(base_url=self.board.url, headers=headers, timeout=20)
        self.room: int = self.http.get("/api/v1/support_chat").json()["room_name"]

    def remembered_in(self, context: BrowserContext) -> None:
        key = f"rip.chat.guest:{self.board.url}"
        context.add_init_script(
            f"if (!localStorage.getItem('{key}'))"
            f" localStorage.setItem('{key}', '{self.tokens['refresh']}')"
        )


@pytest.fixture
def guest(board: Server) -> Iterator[Guest]:
    made = Guest(board, httpx.post(f"{board.url}/api/v1/accounts/guest").json())
    yield made
    made.http.close()


Opening = Callable[..., BrowserContext]


@pytest.fixture
def opened(browser: Browser) -> Iterator[Opening]:
    """Opens a browser of its own for somebody, in Russian unless told otherwise."""
    with ExitStack() as contexts:

        def open_one(**options: Any) -> BrowserContext:
            context = browser.new_context(**{"locale": "ru-RU", **DESKTOP, **options})
            contexts.callback(context.close)
            context.set_default_timeout(SECONDS * 1000)
            return context

        yield open_one


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
        """How far a message has come, in the words a screen reader says."""
        return self.message(text).locator(".meta .unseen")

    def shows(self, *texts: str) -> None:
        """It shows these texts, in this order, each once."""
        expect(self.texts).to_have_text(list(texts))


def assert_accessible(page: Page) -> None:
    violations = Axe().run(page).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in violations] == []

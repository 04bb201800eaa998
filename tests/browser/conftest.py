"""A real browser in front of a real server with the demo on it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    expect,
    sync_playwright,
)

from tests.kit import chromium
from tests.kit.running import Server, running_server


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)


# A busy machine takes its time.
SECONDS = 30
expect.set_options(timeout=SECONDS * 1000)

DESKTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 860}}
PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "has_touch": True,
    "is_mobile": True,
}


@pytest.fixture(scope="session")
def demo() -> Iterator[Server]:
    with running_server("--demo") as running:
        yield running


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Closed after the last test here: playwright keeps an event loop running in this thread."""
    path = chromium.installed()
    if path is None:
        pytest.skip("needs chromium: apt-get install chromium")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=path,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield launched
        launched.close()


@dataclass
class Watched:
    """A page, with what went wrong on it and where its requests went."""

    page: Page
    complaints: list[str] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("request", self._follow)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", self._hear)

    def _follow(self, request: Request) -> None:
        self.requests.append(request)

    def _hear(self, said: ConsoleMessage) -> None:
        if said.type == "error":
            self.complaints.append(said.text)

    def foreign_requests(self, origin: str) -> list[str]:
        own = (origin, "data:", "blob:")
        return [one.url for one in self.requests if not one.url.startswith(own)]


@pytest.fixture(params=["desktop", "phone"])
def watched(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Watched]:
    width, height = {"desktop": (1280, 900), "phone": (390, 844)}[request.param]
    context = browser.new_context(viewport={"width": width, "height": height}, locale="ru-RU")
    yield Watched(context.new_page())
    context.close()


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


# Return the pixels by which a page is wider than its window.
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"

SETTLED = """async () => {
  for (let moving = document.getAnimations(); moving.length; moving = document.getAnimations()) {
    await Promise.allSettled(moving.map((one) => one.finished));
  }
}"""


def settle(page: Page) -> None:
    """Wait until nothing moves: colours on their way to others would be measured as they are."""
    page.evaluate(SETTLED)


def assert_accessible(page: Page) -> None:
    violations = Axe().run(page).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in violations] == []

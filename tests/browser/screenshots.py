"""`./run screenshots`: pictures of the pages in docs/screenshots, of a demo of its own."""

import argparse
import io
import sys
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Final

import httpx
from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from tests.kit import chromium
from tests.kit.running import ROOT, Server, running_server

FOLDER: Final = ROOT / "docs" / "screenshots"
LARGEST: Final = 60_000


@dataclass(frozen=True)
class Shown:
    """A page: the name of its pictures, its address, who looks at it, and what they click there."""

    name: str
    path: str
    viewer: str = ""
    clicked: str = ""


@dataclass(frozen=True)
class View:
    name: str
    width: int
    height: int
    language: str = "ru"
    scheme: str = "light"


# Every page has its line here.
PAGES: Final = (
    Shown("board", "/"),
    Shown("board-filtered", "/?kind=Cat&price_max=5000"),
    Shown("advert", "/adverts/30/"),
    Shown("nobody-found", "/?q=дракон"),
    Shown("report", "/adverts/30/report/"),
    Shown("not-found", "/adverts/99999/"),
    Shown("privacy", "/privacy/"),
    Shown("sign-up", "/accounts/signup/"),
    Shown("sign-in", "/accounts/login/"),
    Shown("new-password", "/accounts/password/reset/"),
    Shown("post", "/adverts/new/", "vasya"),
    Shown("my-adverts", "/my/adverts/", "vasya"),
    Shown("favourites", "/favourites/", "vasya"),
    Shown("profile", "/profile/", "vasya"),
    Shown("name", "/profile/name/", "vasya"),
    Shown("email", "/accounts/email/", "vasya"),
    Shown("delete-account", "/profile/delete/", "vasya"),
    Shown("chat", "/chat/", "vasya"),
    Shown("desk", "/desk/", "operator", "rip-desk .room"),
)
# The conversation before the pictures are taken.
CONVERSATION: Final = (
    ("vasya", "Здравствуйте! Пупсик ещё ищет дом?"),
    ("operator", "Здравствуйте! Да, его можно увидеть в субботу с 10 до 14."),
    ("vasya", "Отлично, приедем всей семьёй. Что взять с собой?"),
    ("operator", "Переноску и паспорт. Прививки у него уже сделаны."),
    ("vasya", "Спасибо! До субботы."),
)
FAVOURITES: Final = (5, 12, 21, 27)
# As ./run demo prints it.
DEMO_PASSWORD: Final = "1"
VIEWS: Final = (
    View("desktop", 1280, 900),
    View("desktop-dark-en", 1280, 900, "en", "dark"),
    View("phone", 390, 844),
    View("phone-dark-en", 390, 844, "en", "dark"),
)


def main() -> int:
    parser = argparse.ArgumentParser(prog="./run screenshots", description=__doc__)
    parser.add_argument("--only", metavar="NAME", help="the page of this name alone")
    only = parser.parse_args().only
    path = chromium.installed()
    if path is None:
        print("Install chromium first: apt-get install chromium", file=sys.stderr)
        return 1
    FOLDER.mkdir(parents=True, exist_ok=True)
    with running_server("--demo") as server, sync_playwright() as playwright:
        talk(server)
        keep_favourites(server)
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        for page in PAGES:
            for view in VIEWS if only in (None, page.name) else ():
                file = FOLDER / f"{page.name}-{view.name}.webp"
                file.write_bytes(small(taken(browser, server, page, view)))
                print(f"{file.relative_to(ROOT)}  {file.stat().st_size:,} bytes")
        browser.close()
    return 0


def talk(server: Server) -> None:
    with ExitStack() as open_clients:
        people = {name: signed_in(server, name) for name in ("vasya", "operator")}
        for client in people.values():
            open_clients.callback(client.close)
        room = people["vasya"].get("/api/v1/support_chat").json()["room_name"]
        for name, text in CONVERSATION:
            address = f"/api/v1/support/rooms/{room}/messages"
            people[name].post(address, json={"message": text}).raise_for_status()


def keep_favourites(server: Server) -> None:
    client = signed_in(server, "vasya")
    for number in FAVOURITES:
        client.put(f"/api/v1/favourites/{number}").raise_for_status()
    client.close()


def signed_in(server: Server, name: str) -> httpx.Client:
    """A client of the API's, for one of the demo's users."""
    client = httpx.Client(base_url=server.url, timeout=20)
    answer = client.post("/api/token/", json={"username": name, "password": DEMO_PASSWORD})
    client.headers["Authorization"] = f"Bearer {answer.raise_for_status().json()['access']}"
    return client


def taken(browser: Browser, server: Server, shown: Shown, view: View) -> bytes:
    context = browser.new_context(
        viewport={"width": view.width, "height": view.height},
        locale=f"{view.language}-{view.language.upper()}",
        color_scheme="dark" if view.scheme == "dark" else "light",
        reduced_motion="reduce",
    )
    page = context.new_page()
    if shown.viewer:
        page.goto(f"{server.url}/accounts/login/")
        page.fill("[name=login]", shown.viewer)
        page.fill("[name=password]", DEMO_PASSWORD)
        page.press("[name=password]", "Enter")
        page.wait_for_url(f"{server.url}/")
    page.goto(server.url + shown.path)
    page.wait_for_load_state("networkidle")
    if shown.clicked:
        page.click(shown.clicked)
        page.wait_for_selector("rip-chat-log .message")
    page.evaluate("document.fonts.ready")
    picture = page.screenshot()
    context.close()
    return picture


def small(png: bytes) -> bytes:
    """As WebP, of the best quality that is not too large."""
    with Image.open(io.BytesIO(png)) as picture:
        for quality in range(85, 35, -10):
            packed = io.BytesIO()
            picture.convert("RGB").save(packed, "WEBP", quality=quality, method=6)
            if packed.tell() <= LARGEST:
                break
    return packed.getvalue()


if __name__ == "__main__":
    sys.exit(main())

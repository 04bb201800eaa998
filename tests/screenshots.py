"""`./run screenshots`: pictures of the pages in docs/screenshots, of a demo of its own."""

import argparse
import io
import shutil
import sys
from dataclasses import dataclass
from typing import Final

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from tests.running import ROOT, Server, running_server

FOLDER: Final = ROOT / "docs" / "screenshots"
LARGEST: Final = 60_000


@dataclass(frozen=True)
class Shown:
    """A page: the name of its pictures, its address, and whether an operator looks at it."""

    name: str
    path: str
    by_operator: bool = False


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
    Shown("sign-up", "/accounts/signup/"),
    Shown("chat", "/chat/"),
    Shown("desk", "/desk/", by_operator=True),
)
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
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        print("Install chromium first: apt-get install chromium", file=sys.stderr)
        return 1
    FOLDER.mkdir(parents=True, exist_ok=True)
    with running_server("--demo") as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for page in PAGES:
            for view in VIEWS if only in (None, page.name) else ():
                path = FOLDER / f"{page.name}-{view.name}.webp"
                path.write_bytes(small(taken(browser, server, page, view)))
                print(f"{path.relative_to(ROOT)}  {path.stat().st_size:,} bytes")
        browser.close()
    return 0


def taken(browser: Browser, server: Server, shown: Shown, view: View) -> bytes:
    context = browser.new_context(
        viewport={"width": view.width, "height": view.height},
        locale=f"{view.language}-{view.language.upper()}",
        color_scheme="dark" if view.scheme == "dark" else "light",
        reduced_motion="reduce",
    )
    page = context.new_page()
    if shown.by_operator:
        page.goto(f"{server.url}/admin/login/?next=/")
        page.fill("[name=username]", "operator")
        page.fill("[name=password]", "1")
        page.click("[type=submit]")
    page.goto(server.url + shown.path)
    page.wait_for_load_state("networkidle")
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

"""The bundles are built from the sources: the first line of each says so, without Node."""

import hashlib
import json
import re
from collections.abc import Iterator

import pytest

from rip.env import BASE_DIR
from rip.server.static_files import hashed_name

FRONTEND = BASE_DIR / "frontend"
BUILT = BASE_DIR / "rip" / "static" / "rip"
BUNDLES = json.loads((FRONTEND / "bundles.json").read_text())


def files(source: str) -> Iterator[str]:
    path = FRONTEND / source
    if path.is_file():
        yield source
        return
    for found in path.rglob("*"):
        if found.is_file():
            yield f"{source}/{found.relative_to(path)}"


def made_from(sources: list[str]) -> str:
    digest = hashlib.sha256()
    for name in sorted(name for source in sources for name in files(source)):
        digest.update(f"{name}\n".encode() + (FRONTEND / name).read_bytes())
    return digest.hexdigest()


@pytest.mark.parametrize("name", BUNDLES)
def test_a_bundle_was_built_from_its_sources(name: str) -> None:
    first_line = (BUILT / name).read_text().partition("\n")[0]
    fresh = made_from(BUNDLES[name]["sources"])
    assert fresh in first_line, "run ./run frontend, and commit what it has built"


def test_the_styles_refer_to_files_that_are_there() -> None:
    style = (BUILT / "app.css").read_text()
    fonts = re.findall(r"url\((onest-[^)]+)\)", style)
    there = {hashed_name(path.name, path.read_bytes()) for path in BUILT.glob("*.woff2")}
    assert there
    assert set(fonts) == there
    addresses = re.findall(r"url\(([^)]+)\)", style)
    assert all(address.strip("'\"").startswith(("data:", "onest-")) for address in addresses)


def test_every_icon_of_a_page_is_in_the_sprite() -> None:
    sprite = (BUILT / "icons.svg").read_text()
    drawn = set(re.findall(r'<symbol id="([^"]+)"', sprite))
    templates = (BASE_DIR / "rip" / "templates").rglob("*.html")
    used = {
        name for path in templates for name in re.findall(r"{% icon \"([^\"]+)\"", path.read_text())
    }
    assert used
    assert used <= drawn, "add them to frontend/icons.txt"


def test_nothing_in_a_template_is_inline() -> None:
    """The pages' Content-Security-Policy would ignore it."""
    attributes = r"<style|\sstyle=|\son\w+="
    scripts = r"<script(?![^>]*\ssrc=)(?!\s+type=\"application/)"
    templates = list((BASE_DIR / "rip" / "templates").rglob("*.html"))
    assert templates
    for path in templates:
        assert re.findall(f"{attributes}|{scripts}", path.read_text()) == [], path.name

"""Styles, scripts and fonts as a running site serves them."""

import re

import httpx

from rip.env import BASE_DIR


def test_addresses_in_a_page_are_compressed_and_kept_for_good(nobody: httpx.Client) -> None:
    html = nobody.get("/").text
    addresses = set(re.findall(r'(?:src|href)="(/static/[^"#]+)', html))
    assert any(address.startswith("/static/rip/app.") for address in addresses)
    for address in addresses:
        answer = nobody.get(address, headers={"Accept-Encoding": "gzip"})
        assert answer.status_code == 200, address
        assert "immutable" in answer.headers["Cache-Control"]
        if address.endswith((".css", ".js")):
            assert answer.headers["Content-Encoding"] == "gzip"


def test_a_file_is_the_same_by_its_plain_name_and_uncompressed(nobody: httpx.Client) -> None:
    content = (BASE_DIR / "rip/static/rip/app.css").read_bytes()
    answer = nobody.get("/static/rip/app.css", headers={"Accept-Encoding": "identity"})
    assert answer.content == content
    assert "immutable" not in answer.headers["Cache-Control"]
    assert nobody.get("/static/rip/app.css").content == content


def test_fonts_that_the_styles_name_are_there(nobody: httpx.Client) -> None:
    style = nobody.get("/static/rip/app.css").text
    names = re.findall(r"url\((onest-[^)]+)\)", style)
    assert names
    for name in names:
        answer = nobody.get(f"/static/rip/{name}")
        assert answer.headers["Content-Type"] == "font/woff2"
        assert "immutable" in answer.headers["Cache-Control"]


def test_what_is_not_a_file_is_not_found(nobody: httpx.Client) -> None:
    for path in ("/static/", "/static/rip/", "/static/../manage.py", "/static/rip/app.x.css"):
        assert nobody.get(path).status_code == 404

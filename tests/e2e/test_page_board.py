"""The first page of a running site."""

from typing import Any

import httpx

from tests.adverts import pictures
from tests.e2e.conftest import ADVERT, Person
from tests.e2e.test_openapi import Addresses


def test_it_shows_an_advert_as_soon_as_it_is_posted(
    nobody: httpx.Client, owner: Person, advert: dict[str, Any]
) -> None:
    html = nobody.get("/").text
    assert advert["title"] in html
    form = {name: str(value) for name, value in ADVERT.items()}
    owner.http.post(
        "/api/v1/execute", data=form, files={"image": ("x.png", pictures.png())}
    ).raise_for_status()
    found = Addresses()
    found.feed(nobody.get("/").text)
    assert any(address.endswith("-320.webp") for address in found.found)
    for address in found.found:
        for one in (part.split()[0] for part in address.split(", ")):
            assert one.startswith("/")
            assert nobody.get(one).status_code == 200


def test_its_language_can_be_chosen(nobody: httpx.Client) -> None:
    titles = {}
    for language in ("ru", "en"):
        html = nobody.get("/", headers={"Accept-Language": language}).text
        assert f'<html lang="{language}">' in html
        titles[language] = html.partition("<title>")[2].partition("</title>")[0]
    assert titles["en"].startswith("Pets looking for a home")
    assert titles["ru"] != titles["en"]

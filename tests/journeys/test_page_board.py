"""The first page of a running site."""

import re
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from tests.journeys.test_openapi import Addresses
from tests.kit import pictures
from tests.kit.people import ADVERT, Person


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


def titles(html: str) -> list[str]:
    return re.findall(r'<h2[^>]*><a[^>]*href="/adverts/\d+[^"]*">([^<]*)</a>', html)


def test_the_address_says_which_adverts_are_shown(nobody: httpx.Client, owner: Person) -> None:
    for number, price in enumerate((300, 100, 200)):
        values = {**ADVERT, "title": f"P{number}", "breed": "Filterling", "price": price}
        owner.http.post("/api/v1/adverts", json=values).raise_for_status()
    cheap = nobody.get("/?breed=FILTERLING&price_max=200&sort=price&q=&kind=")
    assert titles(cheap.text) == ["P1", "P2"]
    assert 'value="FILTERLING"' in cheap.text
    assert titles(nobody.get("/?breed=filterling&kind=Cat").text) == []


def test_pages_follow_each_other(nobody: httpx.Client, owner: Person) -> None:
    for number in range(25):
        values = {**ADVERT, "title": f"N{number}", "breed": "Pageling"}
        owner.http.post("/api/v1/adverts", json=values).raise_for_status()
    first = nobody.get("/?breed=pageling").text
    assert titles(first) == [f"N{number}" for number in range(24, 0, -1)]
    following = re.search(r'<a [^>]*href="([^"]*)" rel="next"', first)
    assert following
    second = nobody.get(following[1].replace("&amp;", "&")).text
    assert titles(second) == ["N0"]
    assert 'rel="next"' not in second
    assert "25 " in second


@pytest.mark.parametrize(
    "query",
    ["before=1", "age_min=x", "kind=Dragon", "cursor=x", "q=%00", "a=1&" * 200, "%", "q=[]"],
)
def test_no_address_is_too_strange(nobody: httpx.Client, query: str) -> None:
    for cookies in ({}, {"sessionid": "nobody"}):
        answer = nobody.get(f"/?{query}", headers={"Cookie": cookie(cookies)})
        assert answer.status_code == 200


def cookie(values: dict[str, str]) -> str:
    return "; ".join(f"{name}={value}" for name, value in values.items())


def test_html_in_an_address_is_shown_as_text(nobody: httpx.Client) -> None:
    attack = '"><script>{title}{0}%s'
    for name in ("q", "breed", "location", "kind", "owner", "age_min"):
        html = nobody.get(f"/?{name}={quote(attack)}").text
        assert "<script>{" not in html


def test_it_is_the_same_for_everyone_and_says_so_when_asked_again(nobody: httpx.Client) -> None:
    first = nobody.get("/", headers={"Accept-Encoding": "gzip, br"})
    assert "Set-Cookie" not in first.headers
    assert "csrf" not in first.text
    assert first.headers["Content-Encoding"] == "br"
    assert {"Cookie", "Accept-Language"} <= set(first.headers["Vary"].split(", "))
    again = nobody.get("/", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    english = nobody.get("/", headers={"Accept-Language": "en"})
    assert english.headers["ETag"] != first.headers["ETag"]


def test_who_is_to_be_told_something_is_answered_for_themselves(nobody: httpx.Client) -> None:
    """The same headers either way: the quick way leaves none of Django's out."""
    everyone, someone = nobody.get("/"), nobody.get("/", headers={"Cookie": "messages=x"})
    assert "ETag" not in someone.headers
    for name in ("Referrer-Policy", "X-Frame-Options", "Cross-Origin-Opener-Policy"):
        assert everyone.headers[name] == someone.headers[name]
    policies = [answer.headers["Content-Security-Policy"] for answer in (everyone, someone)]
    assert set(policies[0].split("; ")) == set(policies[1].split("; "))


def test_the_chosen_language_and_theme_are_kept_without_a_session(nobody: httpx.Client) -> None:
    chosen = cookie({"django_language": "en", "theme": "rip-dark"})
    html = nobody.get("/", headers={"Cookie": chosen, "Accept-Language": "ru"}).text
    assert '<html lang="en" data-theme="rip-dark">' in html
    odd = cookie({"django_language": "xx", "theme": "x"})
    assert '<html lang="ru">' in nobody.get("/", headers={"Cookie": odd}).text


def test_an_empty_page_offers_a_way_on(nobody: httpx.Client) -> None:
    html = nobody.get("/?breed=nobody-has-this&kind=Cat").text
    assert "Пока никого. Сбросить фильтры?" in html


def test_it_can_only_be_read(nobody: httpx.Client) -> None:
    assert nobody.post("/").status_code == 403
    assert nobody.head("/").status_code == 200

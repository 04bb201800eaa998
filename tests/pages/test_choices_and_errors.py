"""All pages have a language, a theme, pages for errors, and a strict policy for content."""

import pytest
from django.http import HttpRequest
from django.test import Client, RequestFactory

from rip.core.errors import Conflict, RipError, TooMany
from rip.pages.errors import ErrorPages

pytestmark = pytest.mark.django_db


def test_the_theme_is_kept_in_a_cookie(client: Client) -> None:
    answer = client.post("/theme/", {"theme": "rip-dark"}, headers={"Referer": "/?q=x"})
    assert answer.headers["Location"] == "/?q=x"
    assert 'data-theme="rip-dark"' in client.get("/").content.decode()
    client.post("/theme/", {"theme": ""})
    assert "data-theme=" not in client.get("/").content.decode()


@pytest.mark.parametrize("theme", ["", "x", '"><script>', "rip-dark;path=/"])
def test_a_theme_that_is_none_is_forgotten(client: Client, theme: str) -> None:
    client.cookies["theme"] = theme
    assert "data-theme=" not in client.get("/").content.decode()
    client.post("/theme/", {"theme": theme})
    assert client.cookies["theme"].value == ""


@pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example", "javascript:1"])
def test_nobody_is_sent_to_another_site(client: Client, address: str) -> None:
    answer = client.post("/theme/", {"theme": "rip-dark"}, headers={"Referer": address})
    assert answer.headers["Location"] == "/"


def test_the_language_is_kept_without_a_session(client: Client) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.post("/i18n/setlang/", {"language": "en"}, headers={"Referer": "http://testserver/"})
    html = strict.get("/", headers={"Accept-Language": "ru"}).content.decode()
    assert '<html lang="en"' in html
    assert set(strict.cookies) == {"django_language"}


def test_a_page_that_is_not_there_says_so_in_the_same_look(client: Client) -> None:
    answer = client.get("/nothing/here/", headers={"Accept-Language": "en"})
    assert answer.status_code == 404
    assert "There is no such page" in answer.content.decode()
    assert 'href="/static/rip/app.' in answer.content.decode()


def test_every_page_forbids_what_is_inline(client: Client) -> None:
    for path in ("/", "/nothing/", "/admin/login/"):
        policy = client.get(path).headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy


def error_page(error: Exception) -> tuple[int, str, str]:
    request = RequestFactory().get("/", headers={"Accept-Language": "en"})
    answer = ErrorPages(lambda _request: None).process_exception(request, error)  # type: ignore[arg-type]
    assert answer is not None
    return answer.status_code, answer.content.decode(), answer.headers.get("Retry-After", "")


def test_a_domain_error_becomes_a_page_that_says_what_to_do() -> None:
    status, html, _ = error_page(Conflict("Someone else took <it>."))
    assert status == 409
    assert "Someone else took &lt;it&gt;." in html


def test_who_asks_too_often_is_told_when_to_come_back() -> None:
    assert error_page(TooMany(retry_after=7))[::2] == (429, "7")


def test_a_surprise_is_left_to_django() -> None:
    pages = ErrorPages(lambda _request: None)  # type: ignore[arg-type]
    assert pages.process_exception(HttpRequest(), ValueError()) is None
    assert error_page(RipError())[0] == 500

"""A page is rendered once for everybody; for a visitor its holes are filled in."""

import pytest
from django.http import HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.template import Context, Template
from django.test import RequestFactory
from starlette.responses import Response

from rip.pages.shared import NOBODY, SharedPage, Visitor, form_token, hole

LINKS = "pieces/visitor_links.html"
SOMEBODY = Visitor(is_authenticated=True)
STAFF = Visitor(is_authenticated=True, is_staff=True)


def template(text: str) -> str:
    rendered: str = Template("{% load pieces %}" + text).render(Context({"hole": hole}))
    return rendered


@pytest.fixture
def page() -> SharedPage:
    html = template('<a>{% personal "pieces/chat_script.html" %}<b>é{% personal "' + LINKS + '" %}')
    return SharedPage(html, "en", headers=[(b"x-robots-tag", b"noindex")])


def text(response: Response) -> str:
    return bytes(response.body).decode()


def test_everyone_gets_the_pieces_of_nobody(page: SharedPage) -> None:
    html = text(page.response)
    assert html.startswith("<a><script")
    assert "<b>é" in html
    assert "/accounts/login/" in html
    assert "data-signed-in" not in html
    assert "hole" not in html


def test_a_visitor_gets_their_own_pieces_and_everybody_elses_text(page: SharedPage) -> None:
    html = text(page.response_for(SOMEBODY, 7, "", ()))
    assert 'data-signed-in="7"' in html
    assert "<b>é" in html
    assert "/my/adverts/" in html
    assert "/accounts/login/" not in html
    assert 'data-signed-in="8"' in text(page.response_for(SOMEBODY, 8, "", ()))
    staff = text(page.response_for(STAFF, 9, "", ()))
    assert "/desk/" in staff
    assert "<script" not in staff
    assert text(page.response_for(NOBODY, 0, "", ())) == text(page.response)


def test_a_visitors_page_says_its_length_and_is_stored_nowhere(page: SharedPage) -> None:
    response = page.response_for(SOMEBODY, 7, "", ())
    assert response.headers["content-length"] == str(len(response.body))
    assert response.headers["cache-control"] == "private, no-cache"
    assert response.headers["x-robots-tag"] == page.response.headers["x-robots-tag"] == "noindex"
    assert "etag" not in response.headers


def test_without_holes_the_tag_includes_the_other_template() -> None:
    name = '{% load pieces %}{% personal "pieces/site_name.html" %}'
    assert Template(name).render(Context({"user": STAFF})).strip() == (
        '<span class="max-sm:sr-only">RIP</span>'
    )


def test_the_token_of_a_form_fits_the_cookie() -> None:
    secret = "a" * 32
    one, other = (form_token({"csrftoken": secret}) for _ in range(2))
    assert one is not None
    assert one != other
    request = RequestFactory().post("/", {"csrfmiddlewaretoken": one})
    request.COOKIES["csrftoken"] = secret
    middleware = CsrfViewMiddleware(lambda _request: None)  # type: ignore[arg-type]
    request._dont_enforce_csrf_checks = False  # type: ignore[attr-defined]
    middleware.process_request(request)
    assert middleware.process_view(request, HttpResponse, (), {}) is None


@pytest.mark.parametrize("cookie", [None, "", "a" * 31, "a" * 33, "a" * 64, "é" * 32, "'" * 32])
def test_a_cookie_that_is_no_secret_is_left_to_django(cookie: str | None) -> None:
    assert form_token({} if cookie is None else {"csrftoken": cookie}) is None

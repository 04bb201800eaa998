"""Whoever caches an answer is told by `Vary` which request headers it depends on."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, TypeAlias

import httpx
import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from tests.conftest import PASSWORD
from tests.kit.people import ADVERT
from tests.kit.routes import ROUTES
from tests.kit.running import Server, running_server

Headers: TypeAlias = dict[str, str]

ORIGIN: Final = "https://shop.example"
# So many that a page of them is worth compressing.
ADVERTS: Final = 12
UNKNOWN: Final = "999999"
# They describe the body, or differ at every answer.
LEFT_OUT: Final = {
    *("date", "expires", "x-request-id", "connection", "transfer-encoding", "content-length"),
    *("vary", "content-language", "set-cookie"),
}
CSRF_TOKEN: Final = re.compile(rb'(csrfmiddlewaretoken" value="|csrf-token" content=")[^"]+')
# Pages of the admin are Django's own; two of them will do.
ADMIN: Final = ("/admin/", "/admin/login/")
# To ask for these ends the session that asks.
FAREWELLS: Final = ("/api/token/revoke/", "/accounts/logout/")


@dataclass(frozen=True)
class Site:
    """A running site with adverts, and people who have signed in to it."""

    server: Server
    access: str
    staff_access: str
    session: str
    advert: str


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with running_server(RIP_EMBED_ORIGINS=ORIGIN) as server:
        server.manage(
            "createsuperuser",
            "--noinput",
            "--username=operator",
            "--email=operator@example.org",
            DJANGO_SUPERUSER_PASSWORD=PASSWORD,
        )
        with httpx.Client(base_url=server.url, timeout=20) as client:
            name = {"username": "owner", "password": PASSWORD}
            client.post("/api/v1/accounts/register", json=name)
            access, staff = (
                client.post("/api/token/", json={**name, "username": username}).json()["access"]
                for username in ("owner", "operator")
            )
            signed_in = {"Authorization": f"Bearer {access}"}
            for _ in range(ADVERTS):
                answer = client.post("/api/v1/execute", json=ADVERT, headers=signed_in)
            client.get("/api/v1/support_chat", headers=signed_in)
            page = client.get("/accounts/login/").text
            token = page.partition('csrfmiddlewaretoken" value="')[2].partition('"')[0]
            fields = {"login": "owner", "password": PASSWORD, "csrfmiddlewaretoken": token}
            assert client.post("/accounts/login/", data=fields).status_code == 302
            session = f"sessionid={client.cookies['sessionid']}"
        yield Site(server, access, staff, session, str(answer.json()["id"]))


def requests(site: Site) -> Iterator[tuple[str, str]]:
    """Every route of the API and every page, and some that are not there."""
    for route in ROUTES:
        path = route.path.replace("{room}", "2").replace("{advert_id}", site.advert)
        if route.method != "GET":
            path = path.replace(site.advert, UNKNOWN)
        yield route.method, re.sub(r"\{\w+\}", UNKNOWN, path)
    for path in ("/api/v1/nothing", "/media/nothing.webp", "/api/docs", "/api/openapi.json"):
        yield "GET", path
    for path in ("/livez", "/readyz", "/nothing", "/static/rip/app.css", "/?kind=Cat"):
        yield "GET", path
    for pattern in sorted(set(_patterns(get_resolver()))):
        path = re.sub(r"<int:\w+>|\(\?P<\w+_id>.*?\)", site.advert, pattern)
        path = "/" + path.replace("^", "").replace("$", "")
        if not set("()<") & set(path) and (path in ADMIN or not path.startswith("/admin/")):
            yield "GET", path


def _patterns(resolver: URLResolver, before: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from _patterns(pattern, before + str(pattern.pattern))
        elif isinstance(pattern, URLPattern):
            yield before + str(pattern.pattern)


def variants(site: Site) -> dict[str, list[Headers]]:
    """Values of each request header that an answer may depend on; the first is its absence."""
    return {
        "Accept-Language": [{"Accept-Language": language} for language in ("ru", "en")],
        "Accept-Encoding": [{"Accept-Encoding": one} for one in ("identity", "gzip", "br")],
        "Origin": [{}, {"Origin": ORIGIN}, {"Origin": "https://other.example"}],
        "Cookie": [
            {},
            {"Cookie": site.session},
            {"Cookie": "theme=rip-dark"},
            {"Cookie": "django_language=en"},
        ],
        "Authorization": [
            {},
            {"Authorization": f"Bearer {site.access}"},
            {"Authorization": f"Bearer {site.staff_access}"},
            {"Authorization": "Bearer x"},
        ],
    }


def answer_to(client: httpx.Client, method: str, path: str, headers: Headers) -> httpx.Response:
    client.cookies.clear()
    return client.request(method, path, headers={"Accept-Encoding": "identity", **headers})


def essence(answer: httpx.Response) -> tuple[int, Headers, bytes]:
    """The part of an answer that matters to whoever gets it."""
    headers = {name: value for name, value in answer.headers.items() if name not in LEFT_OUT}
    return answer.status_code, headers, CSRF_TOKEN.sub(b"", answer.content)


def is_told(answer: httpx.Response, header: str) -> bool:
    """True if the answer says that it depends on this header."""
    names = {name.strip().lower() for name in answer.headers.get("vary", "").split(",")}
    told = header.lower() in names or "*" in names
    if header != "Authorization":
        return told
    # No shared cache may give it to another caller anyway (RFC 9110, 12.5.5). A browser's own cache
    # keeps it not at all, or asks each time, with the token of the caller.
    rules = answer.headers.get("cache-control", "").split(", ")
    return told or "no-store" in rules or "no-cache" in rules


@pytest.mark.parametrize(
    "header", ["Accept-Language", "Accept-Encoding", "Origin", "Cookie", "Authorization"]
)
def test_an_answer_that_depends_on_a_header_says_so(site: Site, header: str) -> None:
    untold: list[str] = []
    depend = 0
    with httpx.Client(base_url=site.server.url, timeout=30) as client:
        for method, path in requests(site):
            if path in FAREWELLS:
                continue
            answers = [
                answer_to(client, method, path, headers) for headers in variants(site)[header]
            ]
            first, *others = map(essence, answers)
            if all(other == first for other in others):
                continue
            again = essence(answer_to(client, method, path, variants(site)[header][0]))
            if again != first and all(other[:2] == first[:2] for other in others):
                continue  # no two answers are the same
            depend += 1
            untold += [
                f"{method} {path}: {answer.status_code}, Vary: {answer.headers.get('vary')}"
                for answer in answers
                if not is_told(answer, header)
            ]
    assert untold == []
    assert depend > 3

"""The responses of direct routes are, byte for byte, those of FastAPI's own way."""

import asyncio
import re
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from pytest_django import Settings

from rip import api
from rip.accounts import sessions
from rip.accounts.models import User
from rip.adverts import lifespan
from rip.adverts.api import reading
from rip.adverts.catalogue.catalogue import Catalogue
from rip.adverts.feed.follower import BoardFollower
from rip.adverts.writing import commands
from rip.adverts.writing.commands import AdvertValues
from tests.conftest import PASSWORD
from tests.kit.people import ADVERT

pytestmark = pytest.mark.django_db(transaction=True)

APP = api.create()

# An advert's id, number and times, and headers made of them: all that differs between two alike.
OWN = re.compile(rb'"(id|created|updated|seq)":("[^"]*"|\d+)|/adverts/\d+')
OWN_HEADERS = (b"content-length", b"etag")


@dataclass
class Site:
    """The API, whose every response is compared with that of FastAPI's own way."""

    tokens: dict[str, str]
    adverts: tuple[int, int]

    def request(self, method: str, path: str, *, by: str = "", **how: Any) -> httpx.Response:
        """The response; `{}` in a path or a key, and -1 as an id, stand for an advert's id."""
        headers = how.pop("headers", {})
        if by:
            headers["Authorization"] = f"Bearer {self.tokens.get(by, by)}"
        return asyncio.run(self._compare(method, path, {"headers": headers, **how}))

    async def _compare(self, method: str, path: str, how: dict[str, Any]) -> httpx.Response:
        transport = httpx.ASGITransport(APP)
        ours, full = self.adverts
        async with (
            lifespan.running(),
            httpx.AsyncClient(transport=transport, base_url="http://rip") as client,
        ):
            await client.get("/livez")  # the app reads its direct routes when it first answers
            direct = APP.direct_routes
            assert direct is not None
            response = await client.request(method, path.format(ours), **_about(ours, how))
            APP.direct_routes = None
            try:
                other = await client.request(method, path.format(full), **_about(full, how))
            finally:
                APP.direct_routes = direct
        assert response.status_code == other.status_code
        assert int(response.headers["content-length"]) == len(response.content)
        assert _alike(response.headers.raw) == _alike(other.headers.raw)
        assert OWN.sub(b"", response.content) == OWN.sub(b"", other.content)
        return response


def _about(advert_id: int, how: dict[str, Any]) -> dict[str, Any]:
    body, headers = how.get("json"), dict(how["headers"])
    if isinstance(body, dict) and body.get("id") == -1:
        body = {**body, "id": advert_id}
    if key := headers.get("Idempotency-Key"):
        headers["Idempotency-Key"] = key.format(advert_id)
    return {**how, "json": body, "headers": headers}


def _alike(headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    return [(name, OWN.sub(b"", value)) for name, value in headers if name not in OWN_HEADERS]


@pytest.fixture
def site(
    owner: User,
    operator: User,
    stranger: User,
    values: AdvertValues,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> Site:
    settings.RIP_ANONYMOUS_ADVERTS = True
    follower = BoardFollower()
    monkeypatch.setattr(lifespan, "follower", follower)
    catalogue = Catalogue(follower)
    for module in (lifespan, reading):
        monkeypatch.setattr(module, "catalogue", catalogue)
    tokens = {
        user.username: sessions.user_sign_in(username=user.username, password=PASSWORD).access
        for user in (owner, operator, stranger)
    }
    ours, full = (commands.advert_create(user=owner, values=values).pk for _ in range(2))
    return Site(tokens, (ours, full))


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/v1/execute", 200),
        ("/api/v1/execute?kind=Dog&price_min=5", 200),
        ("/api/v1/execute?kind=Fish&price_min=x", 400),
        ("/api/v1/execute?status=closed", 401),
        ("/api/v1/execute?" + "&".join(f"a{n}=1" for n in range(101)), 400),
        ("/api/v1/adverts", 200),
        ("/api/v1/adverts?limit=1&facets=kind,breed&sort=price", 200),
        ("/api/v1/adverts?limit=0&cursor=x&facets=x", 400),
        ("/api/v1/adverts?cursor=x", 400),
        ("/api/v1/adverts?owner=me", 401),
        ("/api/v1/adverts?breed=" + "x" * 2000, 400),
        ("/api/v1/adverts/suggest?field=breed&prefix=%D0%BF", 200),
        ("/api/v1/adverts/suggest", 400),
        ("/api/v1/adverts/{}", 200),
        ("/api/v1/adverts/0", 400),
        ("/api/v1/adverts/x", 400),
        ("/api/v1/adverts/999999", 404),
        ("/api/v1/adverts/99999999999999999999", 400),
    ],
)
def test_reading(site: Site, path: str, status: int) -> None:
    assert site.request("GET", path).status_code == status
    assert site.request("GET", path, by="nobody's token").status_code == 401


def test_reading_what_one_has_oneself(site: Site) -> None:
    assert site.request("GET", "/api/v1/adverts?owner=me", by="owner").json()["total"] == 2
    assert site.request("GET", "/api/v1/adverts?owner=me", by="stranger").json()["total"] == 0
    assert site.request("GET", "/api/v1/execute?status=closed", by="stranger").status_code == 403
    assert site.request("GET", "/api/v1/execute?status=closed", by="operator").json() == []


ENGLISH = {"Accept-Language": "en"}
CHANGED = {"id": -1, "title": "Другой"}


@pytest.mark.parametrize("by", ["", "owner", "stranger", "operator", "nobody's token"])
@pytest.mark.parametrize(
    ("method", "path", "how"),
    [
        ("POST", "/api/v1/execute", {"json": ADVERT}),
        ("POST", "/api/v1/execute", {"data": ADVERT}),
        ("POST", "/api/v1/execute", {"json": {**ADVERT, "age": -1, "gender": "X"}}),
        ("POST", "/api/v1/execute", {"content": b"{", "headers": ENGLISH}),
        ("POST", "/api/v1/execute", {"content": b"x", "headers": {"Content-Type": "text/plain"}}),
        ("POST", "/api/v1/execute", {"json": ADVERT, "headers": {"Idempotency-Key": "a b"}}),
        ("POST", "/api/v1/execute", {"files": {"image": ("a.png", b"no picture")}, "data": ADVERT}),
        ("POST", "/api/v1/adverts", {"json": ADVERT}),
        ("POST", "/api/v1/adverts", {"json": {}}),
        ("PATCH", "/api/v1/execute", {"json": CHANGED}),
        ("PATCH", "/api/v1/execute", {"json": {"id": 999999, "title": "Другой"}}),
        ("PATCH", "/api/v1/execute", {"json": {"title": "Другой"}}),
        ("PATCH", "/api/v1/adverts/{}", {"json": {"status": "reserved"}}),
        ("PATCH", "/api/v1/adverts/{}", {"json": {"status": "x"}}),
        ("PATCH", "/api/v1/adverts/0", {"json": {"price": 7}}),
        ("DELETE", "/api/v1/execute", {"json": {"id": -1}}),
        ("DELETE", "/api/v1/execute", {"json": {"id": "x"}}),
        ("DELETE", "/api/v1/adverts/{}", {}),
        ("DELETE", "/api/v1/adverts/{}", {"headers": ENGLISH}),
        ("DELETE", "/api/v1/adverts/0", {}),
    ],
)
def test_writing(site: Site, method: str, path: str, how: dict[str, Any], by: str) -> None:
    status = site.request(method, path, by=by, **how).status_code
    if by == "nobody's token":
        assert status == 401
    elif path.endswith("/0"):
        assert status == 400


def test_a_post_that_is_sent_again(site: Site) -> None:
    headers = {"Idempotency-Key": "{}"}
    first = site.request("POST", "/api/v1/execute", by="owner", json=ADVERT, headers=headers)
    again = site.request("POST", "/api/v1/execute", by="owner", json=ADVERT, headers=headers)
    assert again.json() == first.json()
    other = {**ADVERT, "age": 2}
    assert (
        site.request("POST", "/api/v1/execute", by="owner", json=other, headers=headers).status_code
        == 422
    )

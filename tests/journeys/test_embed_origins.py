"""Other sites: those on the list may call the API and load pictures, all others may not."""

from collections.abc import Iterator

import httpx
import pytest

from tests.kit.problems import problem
from tests.kit.running import Server, running_server

SHOP = "https://shop.example.org"
PREFLIGHT = {
    "Access-Control-Request-Method": "POST",
    "Access-Control-Request-Headers": "authorization, content-type",
}
# Each with the status of OPTIONS there.
ADDRESSES = {
    "/api/v1/adverts": 405,
    "/api/v1/support/online": 405,
    "/api/nothing": 404,
    "/media/nothing.webp": 405,
}
OTHERS = ["https://evil.example.org", "http://shop.example.org", f"{SHOP}.evil.org", "null", ""]


@pytest.fixture(scope="module")
def embedded() -> Iterator[Server]:
    with running_server(RIP_EMBED_ORIGINS=f"{SHOP}, http://localhost:9") as running:
        yield running


@pytest.fixture
def site(embedded: Server) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=embedded.url, timeout=20) as client:
        yield client


def shared(answer: httpx.Response) -> list[str]:
    return [name for name in answer.headers if name.startswith("access-control-")]


@pytest.mark.parametrize("path", ADDRESSES)
def test_a_listed_site_may_read_answers_and_errors(site: httpx.Client, path: str) -> None:
    answer = site.get(path, headers={"Origin": SHOP})
    assert answer.headers["access-control-allow-origin"] == SHOP
    assert "origin" in answer.headers["vary"].lower()
    assert "access-control-allow-credentials" not in answer.headers


def test_errors_of_every_layer_can_be_read_by_a_listed_site(site: httpx.Client) -> None:
    origin = {"Origin": SHOP}
    unsigned = site.get("/api/v1/support_chat", headers=origin)
    endless = site.post("/api/token/", headers=origin, content=b"x" * (2 * 1024 * 1024))
    nameless = site.get("/api/v1/adverts", headers={**origin, "Host": "unknown.example.org"})
    for answer, status in ((unsigned, 401), (endless, 413), (nameless, 400)):
        problem(answer, status)
        assert answer.headers["access-control-allow-origin"] == SHOP


def test_a_listed_site_may_send_tokens(site: httpx.Client) -> None:
    answer = site.options("/api/v1/support/rooms/1/messages", headers={"Origin": SHOP, **PREFLIGHT})
    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == SHOP
    assert "authorization" in answer.headers["access-control-allow-headers"].lower()
    assert "access-control-allow-credentials" not in answer.headers


@pytest.mark.parametrize("origin", OTHERS)
def test_no_other_site_may(site: httpx.Client, origin: str) -> None:
    for path, status in ADDRESSES.items():
        answer = site.get(path, headers={"Origin": origin})
        assert shared(answer) == []
        assert "origin" in answer.headers["vary"].lower()
        asked = site.options(path, headers={"Origin": origin, **PREFLIGHT})
        assert shared(asked) == []
        problem(asked, status)


def test_pages_are_shared_with_nobody(site: httpx.Client) -> None:
    for path in ("/", "/admin/login/", "/livez"):
        assert shared(site.get(path, headers={"Origin": SHOP})) == []


def test_without_a_list_nothing_is_shared(nobody: httpx.Client) -> None:
    assert shared(nobody.get("/api/v1/adverts", headers={"Origin": SHOP})) == []
    asked = nobody.options("/api/v1/adverts", headers={"Origin": SHOP, **PREFLIGHT})
    assert shared(asked) == []
    problem(asked, 405)

"""The Authorization header: a good access token, or 401 — never silently “nobody”."""

import httpx
import pytest

from tests.kit.people import ADVERT, Person

ODD = [
    "",
    "Bearer",
    "Bearer x",
    "bearer x",
    "Bearer  a b",
    "Bearer a.b.c",
    "Bearer null",
    "Bearer undefined",
    "Basic x",
    "Basic dmFzeWE6MQ==",
    "Token x",
    "x",
    "Bearer\tx",
    "Bearer: x",
    "Bearer \xff\xfe",
    "Bearer " + "x" * 8000,
    ",",
]


def _authorization(value: str) -> httpx.Headers:
    return httpx.Headers({b"Authorization": value.encode("latin-1")})


@pytest.mark.parametrize("header", ODD)
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/api/v1/execute"),
        ("GET", "/api/v1/accounts/me"),
        ("GET", "/api/ws_token/"),
        ("GET", "/api/v1/support_chat"),
        ("POST", "/api/token/revoke/"),
    ],
)
def test_an_odd_header_is_refused_wherever_it_is_sent(
    nobody: httpx.Client, method: str, path: str, header: str
) -> None:
    answer = nobody.request(method, path, headers=_authorization(header))
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["type"] == "urn:rip:invalid-token"


@pytest.mark.parametrize("header", ODD)
def test_an_odd_header_posts_no_advert(nobody: httpx.Client, header: str) -> None:
    answer = nobody.post("/api/v1/execute", json=ADVERT, headers=_authorization(header))
    assert answer.status_code == 401


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
def test_the_scheme_may_be_written_in_any_case(
    owner: Person, nobody: httpx.Client, scheme: str
) -> None:
    authorization = {"Authorization": f"{scheme} {owner.access}"}
    assert nobody.get("/api/v1/accounts/me", headers=authorization).status_code == 200


@pytest.mark.parametrize("scheme", ["Basic", "Token", "JWT", "Bearer Bearer"])
def test_a_good_token_under_another_scheme_is_refused(
    owner: Person, nobody: httpx.Client, scheme: str
) -> None:
    authorization = {"Authorization": f"{scheme} {owner.access}"}
    assert nobody.get("/api/v1/execute", headers=authorization).status_code == 401


@pytest.mark.parametrize("change", [str.swapcase, str.lower, lambda token: token[:-8]])
def test_a_damaged_token_is_refused(owner: Person, nobody: httpx.Client, change: object) -> None:
    assert callable(change)
    authorization = {"Authorization": f"Bearer {change(owner.access)}"}
    assert nobody.get("/api/v1/execute", headers=authorization).status_code == 401


def test_a_refresh_token_is_refused(owner: Person, nobody: httpx.Client) -> None:
    authorization = {"Authorization": f"Bearer {owner.refresh}"}
    assert nobody.get("/api/v1/execute", headers=authorization).status_code == 401
    assert nobody.get("/api/v1/accounts/me", headers=authorization).status_code == 401


def test_a_token_of_another_site_is_refused(owner: Person, nobody: httpx.Client) -> None:
    """The signature of one server's token under the claims of another's is worth nothing."""
    other = Person(owner.server, owner.username)
    header, claims, _ = owner.access.split(".")
    signature = other.refresh.split(".")[2]
    other.http.close()
    authorization = {"Authorization": f"Bearer {header}.{claims}.{signature}"}
    assert nobody.get("/api/v1/accounts/me", headers=authorization).status_code == 401

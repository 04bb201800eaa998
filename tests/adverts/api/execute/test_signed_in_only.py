"""/api/v1/execute on a site where adverts without a token are off."""

from collections.abc import Iterator

import httpx
import pytest

from tests.kit.people import ADVERT, Person, register_account
from tests.kit.problems import problem
from tests.kit.running import Server, running_server


@pytest.fixture(scope="module")
def strict_server() -> Iterator[Server]:
    with running_server(RIP_ANONYMOUS_ADVERTS="0") as running:
        for name in ("owner", "stranger"):
            register_account(running, name)
        yield running


@pytest.fixture
def outsider(strict_server: Server) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=strict_server.url, timeout=20) as client:
        yield client


@pytest.fixture
def signed_in(strict_server: Server) -> Iterator[Person]:
    with Person(strict_server, "owner") as someone:
        yield someone


def test_anyone_still_reads(outsider: httpx.Client) -> None:
    assert outsider.get("/api/v1/execute").status_code == 200


def test_nobody_posts(outsider: httpx.Client) -> None:
    answer = outsider.post("/api/v1/execute", json=ADVERT)
    problem(answer, 401)
    assert answer.headers["www-authenticate"] == "Bearer"
    assert outsider.get("/api/v1/execute").json() == []


def test_a_signed_in_user_posts_changes_and_deletes(signed_in: Person) -> None:
    advert = signed_in.http.post("/api/v1/execute", json=ADVERT)
    assert advert.status_code == 201
    number = {"id": advert.json()["id"]}
    assert signed_in.http.patch("/api/v1/execute", json={**number, "age": 2}).status_code == 200
    assert signed_in.http.request("DELETE", "/api/v1/execute", json=number).status_code == 200


def test_an_advert_that_has_no_owner_is_nobodys_to_change(
    strict_server: Server, outsider: httpx.Client, signed_in: Person
) -> None:
    number = {"id": signed_in.http.post("/api/v1/execute", json=ADVERT).json()["id"]}
    strict_server.sql("UPDATE adverts_advert SET owner_id = NULL WHERE id = %s", number["id"])
    for method, body in (("PATCH", {**number, "age": 2}), ("DELETE", number)):
        problem(outsider.request(method, "/api/v1/execute", json=body), 401)
        problem(signed_in.http.request(method, "/api/v1/execute", json=body), 403)

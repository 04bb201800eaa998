"""Signing in and registering are limited, for each address by itself."""

from collections.abc import Iterator
from itertools import takewhile

import httpx
import pytest

from tests.kit.running import Server, running_server

PER_MINUTE = 30


@pytest.fixture(scope="module")
def limited_server() -> Iterator[Server]:
    # Without Redis, so that the counts of earlier runs are not in it.
    with running_server(RIP_RATE_LIMITS="on", REDIS_URL="") as running:
        yield running


def test_signing_in_too_often_is_refused_for_a_while(limited_server: Server) -> None:
    # Names nobody, so that no password is wrong.
    guess = {"username": ""}
    with httpx.Client(base_url=limited_server.url, timeout=20) as guesser:
        # A new minute may begin on the way, but not two.
        answers = (guesser.post("/api/token/", json=guess) for _ in range(2 * PER_MINUTE + 1))
        taken = list(takewhile(lambda answer: answer.status_code == 400, answers))
        assert PER_MINUTE <= len(taken) <= 2 * PER_MINUTE
        refused = guesser.post("/api/token/", json=guess, headers={"Accept-Language": "en"})
        assert refused.status_code == 429
        assert 1 <= int(refused.headers["retry-after"]) <= 60
        assert refused.headers["content-type"] == "application/problem+json"
        assert refused.json()["type"] == "urn:rip:too-many"
        assert guesser.post("/api/token/refresh/", json={"refresh": "x"}).status_code == 401

    neighbour = httpx.HTTPTransport(local_address="127.0.0.2")
    with httpx.Client(base_url=limited_server.url, timeout=20, transport=neighbour) as other:
        assert other.post("/api/token/", json=guess).status_code == 400


def test_registering_too_often_is_refused_for_a_while(limited_server: Server) -> None:
    with httpx.Client(base_url=limited_server.url, timeout=20) as client:
        statuses = [client.post("/api/v1/accounts/register", json={}) for _ in range(41)]
    refused = [answer for answer in statuses if answer.status_code == 429]
    assert {answer.status_code for answer in statuses} == {400, 429}
    assert 1 <= int(refused[-1].headers["retry-after"]) <= 3600

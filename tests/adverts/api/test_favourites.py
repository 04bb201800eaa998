"""Favourites through the API."""

from typing import Any

import httpx
import pytest

from tests.kit.people import ADVERT, Person
from tests.kit.problems import problem, wrong_fields

FAVOURITES = "/api/v1/favourites"


def listed(person: Person, **parameters: Any) -> dict[str, Any]:
    answer = person.http.get(FAVOURITES, params=parameters)
    assert answer.status_code == 200
    body: dict[str, Any] = answer.json()
    return body


def test_an_advert_is_kept_found_and_let_go(
    stranger: Person, owner: Person, advert: dict[str, Any]
) -> None:
    address = f"{FAVOURITES}/{advert['id']}"
    for _ in range(2):
        assert stranger.http.put(address).status_code == 200
    [kept] = listed(stranger)["items"]
    assert (kept["id"], kept["title"]) == (advert["id"], advert["title"])
    assert kept["advert"] == owner.http.get(f"/api/v1/adverts/{advert['id']}").json()
    assert listed(owner)["items"] == []
    for _ in range(2):
        assert stranger.http.delete(address).status_code == 200
    assert listed(stranger) == {"items": [], "next_cursor": None}


def test_what_was_kept_before_signing_in_is_merged_and_read_in_pages(
    stranger: Person, owner: Person
) -> None:
    ids = [owner.http.post("/api/v1/execute", json=ADVERT).json()["id"] for _ in range(3)]
    for _ in range(2):
        answer = stranger.http.post(FAVOURITES, json={"adverts": [*ids, 2**62]})
        assert answer.status_code == 200
    owner.http.delete(f"/api/v1/adverts/{ids[1]}").raise_for_status()
    first = listed(stranger, limit=2)
    second = listed(stranger, limit=2, cursor=first["next_cursor"])
    items = first["items"] + second["items"]
    assert [one["id"] for one in items] == ids[::-1]
    assert [one["advert"] is None for one in items] == [False, True, False]
    assert second["next_cursor"] is None


def test_nobody_has_favourites_without_an_account(nobody: httpx.Client) -> None:
    for method, address in (("GET", ""), ("POST", ""), ("PUT", "/1"), ("DELETE", "/1")):
        problem(nobody.request(method, FAVOURITES + address), 401)


@pytest.mark.parametrize("number", ["0", "x", "9" * 30])
def test_a_number_that_is_none_is_bad_input(stranger: Person, number: str) -> None:
    problem(stranger.http.put(f"{FAVOURITES}/{number}"), 400)


def test_what_is_not_there_is_not_found(stranger: Person) -> None:
    problem(stranger.http.put(f"{FAVOURITES}/{2**62}"), 404)
    problem(stranger.http.get(FAVOURITES, params={"cursor": "x"}), 400)
    answer = stranger.http.post(FAVOURITES, json={"adverts": [1] * 501})
    assert "adverts" in wrong_fields(answer)

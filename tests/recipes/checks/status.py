"""The status `fostered` is public, can be chosen, and no address fails for it."""

from typing import Any

import httpx
import pytest

from tests.kit.people import ADVERT

ADVERTS = "/api/v1/adverts"


@pytest.fixture
def advert(http: httpx.Client) -> dict[str, Any]:
    posted = http.post(ADVERTS, json=ADVERT).json()
    response = http.patch(f"{ADVERTS}/{posted['id']}", json={"status": "fostered"})
    assert response.status_code == 200, response.text
    changed: dict[str, Any] = response.json()
    return changed


def test_it_is_seen_by_id_and_listed_under_its_name(
    http: httpx.Client, advert: dict[str, Any]
) -> None:
    assert http.get(f"{ADVERTS}/{advert['id']}").json()["status"] == "fostered"
    listed = http.get(ADVERTS, params={"status": "fostered"}).json()
    assert [one["id"] for one in listed["items"]] == [advert["id"]]
    assert http.get(ADVERTS).json()["items"] == []
    assert http.get("/api/v1/execute").json() == []


def test_the_feed_has_it(http: httpx.Client, advert: dict[str, Any]) -> None:
    changes = http.get(f"{ADVERTS}/changes", params={"since": 0}).json()["changes"]
    assert [(one["id"], one["deleted"]) for one in changes] == [(advert["id"], False)]


def test_its_page_has_its_badge(http: httpx.Client, advert: dict[str, Any]) -> None:
    page = http.get(f"/adverts/{advert['id']}/", follow_redirects=True)
    assert page.status_code == 200
    assert "In a foster home" in page.text


def test_no_page_fails(http: httpx.Client, advert: dict[str, Any]) -> None:
    for path in ("/", "/sitemap.xml", "/sitemap-0.xml", f"/adverts/{advert['id']}/report/"):
        assert http.get(path, follow_redirects=True).status_code == 200, path


def test_the_api_documents_it(http: httpx.Client) -> None:
    assert '"fostered"' in http.get("/api/openapi.json").text


def test_it_can_be_left(http: httpx.Client, advert: dict[str, Any]) -> None:
    back = http.patch(f"{ADVERTS}/{advert['id']}", json={"status": "published"})
    assert back.json()["status"] == "published"

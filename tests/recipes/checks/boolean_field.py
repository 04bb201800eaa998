"""The field `vaccinated` is everywhere a field can be."""

import re
import sqlite3
from typing import Any

import httpx
import pytest

from tests.kit.people import ADVERT
from tests.kit.running import Server

ADVERTS = "/api/v1/adverts"


def post(http: httpx.Client, **fields: Any) -> dict[str, Any]:
    response = http.post(ADVERTS, json={**ADVERT, **fields})
    assert response.status_code == 201, response.text
    advert: dict[str, Any] = response.json()
    return advert


def page(http: httpx.Client, **parameters: Any) -> dict[str, Any]:
    response = http.get(ADVERTS, params=parameters)
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.json()
    return found


def titles(http: httpx.Client, **parameters: Any) -> list[str]:
    return [one["title"] for one in page(http, **parameters)["items"]]


@pytest.fixture(autouse=True)
def _two_adverts(http: httpx.Client) -> None:
    post(http, title="Рекс", vaccinated=True)
    post(http, title="Бобик")


def test_api_takes_gives_and_changes_it(http: httpx.Client) -> None:
    advert = post(http, title="Тузик", vaccinated=True)
    url = f"{ADVERTS}/{advert['id']}"
    assert advert["vaccinated"] is True
    assert http.get(url).json()["vaccinated"] is True
    assert http.patch(url, json={"vaccinated": False}).json()["vaccinated"] is False
    assert http.get(url).json()["vaccinated"] is False
    assert http.post(ADVERTS, json={**ADVERT, "vaccinated": "perhaps"}).status_code == 400


def test_seed_bodies_do_not_have_it(http: httpx.Client) -> None:
    for advert in http.get("/api/v1/execute").json():
        assert list(advert) == ["id", *ADVERT, "image"]


def test_api_documents_it(http: httpx.Client) -> None:
    schemas = http.get("/api/openapi.json").json()["components"]["schemas"]
    assert schemas["AdvertFull"]["properties"]["vaccinated"]["type"] == "boolean"


def test_listing_filters_by_it(http: httpx.Client) -> None:
    assert titles(http, vaccinated="true") == ["Рекс"]
    assert titles(http, vaccinated="false") == ["Бобик"]
    assert http.get(ADVERTS, params={"vaccinated": "perhaps"}).status_code == 400


def test_search_filters_by_it(http: httpx.Client) -> None:
    assert titles(http, q="пупсик", vaccinated="true") == ["Рекс"]


def test_facet_counts_it(http: httpx.Client) -> None:
    counted = page(http, facets="vaccinated")["facets"]["vaccinated"]
    assert sorted(one["count"] for one in counted) == [1, 1]
    filtered = page(http, facets="kind", vaccinated="true")["facets"]["kind"]
    assert [one["count"] for one in filtered] == [1]


def test_feed_has_it(http: httpx.Client) -> None:
    changes = http.get(f"{ADVERTS}/changes", params={"since": 0}).json()["changes"]
    assert {one["advert"]["title"]: one["advert"]["vaccinated"] for one in changes} == {
        "Рекс": True,
        "Бобик": False,
    }


def test_log_rows_of_an_older_version_count_as_its_default(
    own_server: Server, http: httpx.Client
) -> None:
    with sqlite3.connect(own_server.data_dir / "rip.sqlite3") as database:
        for column in ("before", "after"):
            database.execute(
                f'UPDATE adverts_advertchange SET "{column}" = json_remove("{column}", ?)',
                ["$.vaccinated"],
            )
    own_server.stop()
    own_server.start_again()
    assert titles(http, vaccinated="true") == ["Рекс"]
    assert len(page(http)["items"]) == 2
    post(http, title="Новый", vaccinated=True)
    assert titles(http, vaccinated="true") == ["Новый", "Рекс"]


def test_board_shows_it_and_filters_by_it(http: httpx.Client) -> None:
    assert 'name="vaccinated"' in http.get("/").text
    filtered = http.get("/", params={"vaccinated": "true"}).text
    assert "Рекс" in filtered
    assert "Бобик" not in filtered
    # In the filter, on the card, and on the chip that takes the condition away.
    assert filtered.count("Vaccinated") >= 3


def test_advert_page_shows_it(http: httpx.Client) -> None:
    ids = {one["title"]: one["id"] for one in page(http)["items"]}
    shown, hidden = (
        http.get(f"/adverts/{ids[title]}/", follow_redirects=True).text.partition("similar")[0]
        for title in ("Рекс", "Бобик")
    )
    assert "Vaccinated" in shown
    assert "Vaccinated" not in hidden.partition("You may like these too")[0]


def test_form_takes_it(http: httpx.Client) -> None:
    form = http.get("/adverts/new/").text
    [field] = re.findall(r'<input[^>]*name="vaccinated"[^>]*>', form)
    assert 'type="checkbox"' in field
    [token] = set(re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', form))
    response = http.post(
        "/adverts/new/",
        data={**ADVERT, "title": "С формы", "vaccinated": "on", "csrfmiddlewaretoken": token},
        headers={"Referer": str(http.base_url)},
    )
    assert response.status_code == 302, response.text
    assert "С формы" in titles(http, vaccinated="true")

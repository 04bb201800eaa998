"""A direct route, which FastAPI's routing does not see, keeps the limit that was put on it."""

from collections.abc import Iterator

import httpx
import pytest

from tests.kit.people import ADVERT
from tests.kit.running import Server, running_server


@pytest.fixture
def own_server() -> Iterator[Server]:
    with running_server(RIP_RATE_LIMITS="on") as running:
        yield running


def test_the_third_request_of_a_minute_is_refused(http: httpx.Client) -> None:
    advert = http.post("/api/v1/adverts", json=ADVERT).json()
    url = f"/api/v1/adverts/{advert['id']}"
    assert [http.get(url).status_code for _ in range(3)] == [200, 200, 429]
    assert int(http.get(url).headers["Retry-After"]) > 0

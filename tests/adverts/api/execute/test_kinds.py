"""A site adds kinds of its own by a setting."""

import httpx

from tests.kit.people import ADVERT
from tests.kit.problems import problem, wrong_fields
from tests.kit.running import running_server


def test_a_site_with_birds_takes_them_and_says_so_everywhere() -> None:
    kinds = ["Dog", "Cat", "Bird"]
    with (
        running_server(RIP_KINDS=" Dog, Cat ,Bird,") as server,
        httpx.Client(base_url=server.url, timeout=20) as client,
    ):
        for kind in kinds:
            answer = client.post("/api/v1/execute", json={**ADVERT, "kind": kind})
            assert (answer.status_code, answer.json()["kind"]) == (201, kind)
        refused = client.post("/api/v1/execute", json={**ADVERT, "kind": "Fish"})
        assert wrong_fields(refused) == {"kind"}
        assert "Dog, Cat, Bird" in problem(refused, 400)["errors"]["kind"][0]
        post = client.get("/api/openapi.json").json()["paths"]["/api/v1/execute"]["post"]
        schema = post["requestBody"]["content"]["application/json"]["schema"]
        assert schema["properties"]["kind"]["enum"] == kinds
        assert "Bird" in client.get("/").text

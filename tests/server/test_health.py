"""The health checks that a supervisor or a proxy asks."""

import httpx

from tests.kit.problems import problem
from tests.kit.running import Server, running_server

FORGET_MIGRATIONS = (
    "from django.db.migrations.recorder import MigrationRecorder as M;"
    "M.Migration.objects.filter(app='adverts').delete()"
)


def test_a_running_site_is_alive_and_ready(nobody: httpx.Client) -> None:
    alive, ready = nobody.get("/livez"), nobody.get("/readyz")
    assert (alive.status_code, alive.json()) == (200, {"status": "alive"})
    assert (ready.status_code, ready.json()) == (200, {"status": "ready"})


def test_they_can_only_be_read(nobody: httpx.Client) -> None:
    for path in ("/livez", "/readyz"):
        answer = nobody.post(path)
        problem(answer, 405)
        assert answer.headers["allow"] == "GET"


def test_every_answer_names_its_request_and_forbids_sniffing(nobody: httpx.Client) -> None:
    first, second = nobody.get("/livez"), nobody.get("/livez")
    assert first.headers["x-request-id"] != second.headers["x-request-id"]
    assert first.headers["x-content-type-options"] == "nosniff"


def test_a_database_that_is_behind_is_alive_and_not_ready() -> None:
    with running_server() as server, httpx.Client(base_url=server.url, timeout=20) as client:
        behind(server)
        assert client.get("/livez").status_code == 200
        # No picture was ever posted here, and there is no folder of them yet.
        problem(client.get("/media/adverts/x.webp"), 404)
        problem(client.get("/readyz"), 503)


def behind(server: Server) -> None:
    server.manage("shell", "-c", FORGET_MIGRATIONS)

"""A status is declared in one place; everything else answers for it without another line."""

from collections.abc import Iterator

import httpx
import pytest

from tests.conftest import PASSWORD
from tests.journeys.test_admin_door import log_in
from tests.kit.people import ADVERT, Person
from tests.kit.running import Server, running_program
from tests.kit.scratch import scratch_copy

pytestmark = pytest.mark.slow

STATUSES = """
    PAUSED = (
        "paused",
        Traits(
            is_public=False,
            action="Pause",
            done="It is paused.",
            tab="Paused",
            badge="Paused",
            icon="lock",
            availability=f"{SCHEMA_ORG}SoldOut",
        ),
        "paused",
    )
    PROMISED = (
        "promised",
        Traits(
            is_public=True,
            action="Promise",
            done="It is promised.",
            tab="Promised",
            badge="Promised",
            icon="clock",
            availability=f"{SCHEMA_ORG}Reserved",
        ),
        "promised",
    )
"""
API = "/api/v1/adverts"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    scratch = scratch_copy(tmp_path_factory.mktemp("statuses"))
    scratch.insert("rip/adverts/statuses.py", "\n    CLOSED = (\n", STATUSES)
    with running_program(scratch.program) as running:
        running.manage(
            "createsuperuser",
            "--noinput",
            "--username=operator",
            "--email=operator@example.org",
            DJANGO_SUPERUSER_PASSWORD=PASSWORD,
        )
        yield running


@pytest.fixture(scope="module")
def operator(server: Server) -> Iterator[Person]:
    with Person(server, "operator") as signed_in:
        yield signed_in


@pytest.fixture
def nobody(server: Server) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server.url, timeout=20) as client:
        yield client


def test_it_needs_no_migration(server: Server) -> None:
    assert "No changes" in server.manage("makemigrations", "--check", "--dry-run", "adverts")


@pytest.mark.parametrize(("status", "is_public"), [("paused", False), ("promised", True)])
def test_the_api_answers_for_it(
    nobody: httpx.Client, operator: Person, status: str, is_public: bool
) -> None:
    number = operator.http.post(API, json=ADVERT).json()["id"]
    one, same = f"{API}/{number}", {"status": status, "owner": "me"}
    before = nobody.get(f"{API}/changes?since=0").json()["next"]
    patched = operator.http.patch(one, json={"status": status})
    assert (patched.status_code, patched.json()["status"]) == (200, status)

    # It is off the board.
    assert number not in [item["id"] for item in nobody.get(API).json()["items"]]
    assert number not in [item["id"] for item in nobody.get("/api/v1/execute").json()]
    # Its owner finds it; everyone does if it is public.
    assert [item["id"] for item in operator.http.get(API, params=same).json()["items"]] == [number]
    assert operator.http.get(one).status_code == 200
    assert nobody.get(one).status_code == (200 if is_public else 404)
    assert nobody.get(API, params={"status": status}).status_code == (200 if is_public else 401)
    (change,) = nobody.get(f"{API}/changes?since={before}").json()["changes"]
    assert change["deleted"] is not is_public

    for following in ("reserved", status, "closed", "published"):
        assert operator.http.patch(one, json={"status": following}).status_code == 200, following
    assert operator.http.patch(one, json={"status": "closed"}).status_code == 200
    assert operator.http.patch(one, json={"status": status}).status_code == 409
    assert operator.http.delete(one).status_code == 200


@pytest.mark.parametrize("status", ["paused", "promised"])
def test_every_page_shows_it(nobody: httpx.Client, operator: Person, status: str) -> None:
    number = operator.http.post(API, json=ADVERT).json()["id"]
    log_in(nobody, operator.username)
    page = nobody.get(f"/adverts/{number}/", follow_redirects=True)
    token = nobody.cookies["csrftoken"]

    def act(action: str) -> str:
        form = {"action": action, "csrfmiddlewaretoken": token}
        answer = nobody.post(f"/adverts/{number}/act/", data=form, follow_redirects=True)
        assert answer.status_code == 200, action
        return answer.text

    assert f"It is {status}." in act(status)
    page = nobody.get(f"/adverts/{number}/", follow_redirects=True)
    assert page.status_code == 200
    assert status.capitalize() in page.text
    assert ("noindex" in page.text) is (status == "paused")
    mine = nobody.get("/my/adverts/", params={"status": status})
    assert ADVERT["title"] in mine.text
    for action in ("published", "reserved", "closed"):
        assert f'value="{action}"' in mine.text
    for path in (
        f"/adverts/{number}/edit/",
        f"/adverts/{number}/report/",
        "/favourites/",
        "/sitemap-0.xml",
        "/?facets=kind",
        f"/?status={status}",
        "/admin/adverts/advert/",
        f"/admin/adverts/advert/?status__exact={status}",
        f"/admin/adverts/advert/{number}/change/",
    ):
        assert nobody.get(path, follow_redirects=True).status_code == 200, path
    act("delete")
    act("undelete")
    assert operator.http.get(f"{API}/{number}").json()["status"] == status

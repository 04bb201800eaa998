"""GET /api/v1/adverts/changes: following the board from a number."""

import contextlib
import json
from http.client import HTTPConnection
from typing import Any

import httpx
import pytest

from tests.kit import pictures
from tests.kit.people import ADVERT, Person
from tests.kit.problems import problem, wrong_fields
from tests.kit.running import Server, running_server

CHANGES = "/api/v1/adverts/changes"
ADVERTS = "/api/v1/adverts"


def changes(client: httpx.Client, since: int, **parameters: int) -> dict[str, Any]:
    answer = client.get(CHANGES, params={"since": since, **parameters})
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


def everything(client: httpx.Client, since: int, limit: int = 100) -> tuple[list[Any], int]:
    """All changes after a number, and the number they lead to."""
    found: list[Any] = []
    page: dict[str, Any] = {"next": since, "caught_up": False, "started": None}
    while not page["caught_up"]:
        more = {} if page["started"] is None else {"started": page["started"]}
        page = changes(client, page["next"], limit=limit, **more)
        found += page["changes"]
    return found, page["next"]


@pytest.fixture
def newest(nobody: httpx.Client) -> int:
    """Return the current number of the log."""
    return everything(nobody, 0, 500)[1]


def test_what_is_posted_changed_and_deleted_comes_in_order(
    owner: Person, nobody: httpx.Client, newest: int
) -> None:
    kept, gone = (owner.http.post(ADVERTS, json=ADVERT).json() for _ in range(2))
    kept = owner.http.patch(f"{ADVERTS}/{kept['id']}", json={"price": 10.5}).json()
    owner.http.delete(f"{ADVERTS}/{gone['id']}")
    page = changes(nobody, newest)
    assert page["changes"] == [
        {"seq": newest + 3, "id": kept["id"], "deleted": False, "advert": kept},
        {"seq": newest + 4, "id": gone["id"], "deleted": True},
    ]
    assert (page["next"], page["caught_up"]) == (newest + 4, True)
    assert changes(nobody, newest + 4)["changes"] == []


def test_what_is_no_longer_public_is_as_good_as_deleted(
    owner: Person, nobody: httpx.Client, newest: int
) -> None:
    advert = owner.http.post(ADVERTS, json=ADVERT).json()
    for status, deleted in (("reserved", False), ("closed", True), ("published", False)):
        newest = everything(nobody, newest)[1]
        owner.http.patch(f"{ADVERTS}/{advert['id']}", json={"status": status})
        (change,) = changes(nobody, newest)["changes"]
        assert change["deleted"] is deleted
        assert ("advert" in change) is not deleted


def test_pictures_are_changes_too(owner: Person, nobody: httpx.Client) -> None:
    advert = owner.http.post(ADVERTS, json=ADVERT).json()
    files = {"image": ("a.png", pictures.png(40, 30))}
    owner.http.post(f"{ADVERTS}/{advert['id']}/pictures", files=files)
    (change,) = changes(nobody, advert["seq"])["changes"]
    assert len(change["advert"]["pictures"]) == 1


def test_pages_follow_each_other_however_small(owner: Person, nobody: httpx.Client) -> None:
    newest = everything(nobody, 0, 500)[1]
    posted = [owner.http.post(ADVERTS, json=ADVERT).json()["id"] for _ in range(7)]
    for limit in (1, 2, 3, 7, 500):
        found, _ = everything(nobody, newest, limit)
        assert [change["id"] for change in found] == posted


def test_a_number_this_board_has_not_come_to_means_reload(
    nobody: httpx.Client, newest: int
) -> None:
    for since in (newest + 1, 2**63 - 1):
        body = problem(nobody.get(CHANGES, params={"since": since}), 410)
        assert body["type"] == "urn:rip:gone"
        assert nobody.get(body["reload"]).status_code == 200


@pytest.mark.parametrize("name", ["since", "limit", "wait", "started"])
@pytest.mark.parametrize("bad", ["-1", "x", "", "1.5", str(2**63), "9" * 5000])
def test_bad_parameters_are_named(nobody: httpx.Client, name: str, bad: str) -> None:
    assert wrong_fields(nobody.get(CHANGES, params={name: bad})) == {name}


def test_a_wrong_token_is_refused(nobody: httpx.Client) -> None:
    problem(nobody.get(CHANGES, headers={"Authorization": "Bearer x.y.z"}), 401)


def ask(server: Server, since: int) -> HTTPConnection:
    """Ask for what comes after a number, and wait for half a minute; `page_of` has the answer.

    The server has begun with it when it has answered to somebody who asked later.
    """
    # Whoever is not woken is told so by this, and not by the end of the wait.
    connection = HTTPConnection("127.0.0.1", server.port, timeout=20)
    connection.request("GET", f"{CHANGES}?since={since}&wait=30")
    return connection


def page_of(connection: HTTPConnection) -> dict[str, Any]:
    with contextlib.closing(connection):
        answer = connection.getresponse()
        page: dict[str, Any] = json.load(answer)
    assert answer.status == 200, page
    return page


def test_who_waits_hears_of_a_change(
    server: Server, owner: Person, nobody: httpx.Client, newest: int
) -> None:
    waiting = [ask(server, newest) for _ in range(10)]
    assert changes(nobody, newest)["changes"] == []
    advert = owner.http.post(ADVERTS, json=ADVERT).json()
    for page in map(page_of, waiting):
        assert [change["advert"] for change in page["changes"]] == [advert]
        assert page["caught_up"]


def test_who_waits_in_vain_is_told_so(nobody: httpx.Client, newest: int) -> None:
    page = changes(nobody, newest, wait=1)
    assert (page["changes"], page["next"], page["caught_up"]) == ([], newest, True)


def test_who_has_something_to_read_does_not_wait(server: Server, owner: Person) -> None:
    advert = owner.http.post(ADVERTS, json=ADVERT).json()
    assert len(page_of(ask(server, advert["seq"] - 1))["changes"]) == 1


def test_a_change_of_another_process_is_heard(
    server: Server, nobody: httpx.Client, newest: int
) -> None:
    waiting = ask(server, newest)
    assert changes(nobody, newest)["changes"] == []
    posting = (
        "from rip.adverts.writing.commands import advert_create;"
        "advert_create(user=None, values=dict(title='x', description='x', kind='Dog', breed='x',"
        " age=1, gender='M', location='x', price=1))"
    )
    server.manage("shell", "-c", posting)
    assert len(page_of(waiting)["changes"]) == 1


def test_followers_are_let_go_when_the_server_ends() -> None:
    with httpx.Client() as client:
        with running_server() as server:
            client.base_url = server.url
            newest = everything(client, 0)[1]
            waiting = ask(server, newest)
            assert changes(client, newest)["changes"] == []
        assert page_of(waiting)["changes"] == []

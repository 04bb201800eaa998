"""The admin of a running site: who gets in, and what is read-only there."""

import json

import httpx
import pytest

from tests.conftest import PASSWORD
from tests.journeys.test_openapi import Addresses
from tests.kit.people import Person
from tests.kit.running import Server


def log_in(client: httpx.Client, username: str) -> httpx.Response:
    page = client.get("/admin/login/?next=/admin/")
    assert page.status_code == 200
    token = client.cookies["csrftoken"]
    form = {"username": username, "password": PASSWORD, "csrfmiddlewaretoken": token}
    return client.post("/admin/login/?next=/admin/", data=form)


@pytest.fixture
def desk(nobody: httpx.Client, operator: Person) -> httpx.Client:
    """A browser in which the site's administrator is logged in."""
    answer = log_in(nobody, operator.username)
    assert (answer.status_code, answer.headers["location"]) == (302, "/admin/")
    return nobody


def test_the_log_in_page_has_its_styles(nobody: httpx.Client) -> None:
    found = Addresses()
    found.feed(nobody.get("/admin/login/").text)
    assert found.found
    for address in found.found:
        assert address.startswith("/static/")
        assert nobody.get(address).status_code == 200


def test_someone_who_is_not_staff_is_not_let_in(nobody: httpx.Client, owner: Person) -> None:
    assert log_in(nobody, owner.username).status_code == 200
    answer = nobody.get("/admin/")
    assert answer.status_code == 302
    assert answer.headers["location"].startswith("/admin/login/")


def test_a_form_from_another_site_is_refused(nobody: httpx.Client, operator: Person) -> None:
    form = {"username": operator.username, "password": PASSWORD}
    assert nobody.post("/admin/login/", data=form).status_code == 403


def test_what_people_said_can_be_read_and_searched_but_not_changed(
    desk: httpx.Client, owner: Person
) -> None:
    with owner.chat(owner.room) as chat:
        chat.send(json.dumps({"message": "Хочу щенка"}))
        json.loads(chat.recv(timeout=10))
    rooms, messages = "/admin/support/room/", "/admin/support/message/"
    assert owner.username in desk.get(rooms, params={"q": owner.username}).text
    assert "Хочу щенка" in desk.get(messages, params={"q": owner.username}).text
    assert "Хочу щенка" not in desk.get(messages, params={"q": "нет такого"}).text
    assert desk.get(f"{rooms}{owner.room}/change/").status_code == 200
    for address in (f"{rooms}add/", f"{rooms}{owner.room}/delete/", f"{messages}add/"):
        assert desk.get(address).status_code == 403
    token = desk.cookies["csrftoken"]
    for address in (f"{rooms}{owner.room}/change/", f"{rooms}{owner.room}/delete/"):
        form = {"csrfmiddlewaretoken": token, "post": "yes", "last_seq": "7"}
        assert desk.post(address, data=form).status_code == 403


def test_every_list_opens(desk: httpx.Client, server: Server) -> None:
    for name in ("accounts/user", "adverts/advert", "support/room", "support/message"):
        assert desk.get(f"/admin/{name}/", params={"q": "x"}).status_code == 200

"""Writing to support without a script: a form of a page, and the same room as by every door."""

import re
from collections.abc import Iterator

import httpx
import pytest

from tests.conftest import PASSWORD
from tests.kit.people import Person
from tests.kit.talking import hear

CHAT = "/chat/"


def fields_of(page: httpx.Response) -> dict[str, str]:
    """The hidden fields of the page's form."""
    assert page.status_code == 200, page.text
    names = ("csrfmiddlewaretoken", "client_message_id")
    found = {name: re.findall(rf'name="{name}" value="([^"]+)"', page.text) for name in names}
    return {name: values[0] for name, values in found.items() if values}


@pytest.fixture
def browser(owner: Person) -> Iterator[httpx.Client]:
    """The owner's, in which they are signed in."""
    with httpx.Client(base_url=owner.server.url, timeout=20) as client:
        token = fields_of(client.get("/accounts/login/"))
        form = {**token, "login": owner.username, "password": PASSWORD}
        assert client.post("/accounts/login/", data=form).status_code == 302
        yield client


def bodies(person: Person, room: int) -> list[str]:
    answer = person.http.get(f"/api/v1/support/rooms/{room}/messages")
    return [message["message"] for message in answer.json()["messages"]]


def test_what_is_sent_is_shown_here_and_comes_to_those_who_are_there(
    browser: httpx.Client, owner: Person, operator: Person
) -> None:
    with operator.chat(owner.room) as support:
        form = {**fields_of(browser.get(CHAT)), "message": "Здравствуйте!\nПупсик ещё тут?"}
        answer = browser.post(CHAT, data=form)
        assert (answer.status_code, answer.headers["location"]) == (302, CHAT)
        frame = hear(support)
    assert (frame["sender"], frame["seq"]) == (owner.username, 1)
    assert frame["message"] == "Здравствуйте!\nПупсик ещё тут?"
    assert "Пупсик ещё тут?" in browser.get(CHAT).text


def test_a_form_that_is_sent_again_says_nothing_twice(browser: httpx.Client, owner: Person) -> None:
    form = {**fields_of(browser.get(CHAT)), "message": "Здравствуйте!"}
    for _ in range(2):
        assert browser.post(CHAT, data=form).status_code == 302
    again = {**fields_of(browser.get(CHAT)), "message": "Здравствуйте!"}
    assert again["client_message_id"] != form["client_message_id"]
    assert browser.post(CHAT, data=again).status_code == 302
    assert bodies(owner, owner.room) == ["Здравствуйте!"] * 2


def test_the_first_message_makes_ones_room(browser: httpx.Client, owner: Person) -> None:
    rooms = "SELECT COUNT(*) FROM support_room WHERE owner_id = %s"
    number = owner.http.get("/api/v1/accounts/me").json()["id"]
    assert owner.server.sql(rooms, number) == [(0,)]
    form = {**fields_of(browser.get(CHAT)), "message": "Здравствуйте!"}
    assert browser.post(CHAT, data=form).status_code == 302
    assert owner.server.sql(rooms, number) == [(1,)]


def test_the_desk_is_for_operators_who_have_signed_in(
    browser: httpx.Client, nobody: httpx.Client
) -> None:
    answer = nobody.get("/desk/")
    assert (answer.status_code, answer.headers["location"]) == (
        302,
        "/accounts/login/?next=/desk/",
    )
    assert browser.get("/desk/").status_code == 403

"""When a session ends, so do its sockets: at once, with a code that says why."""

import json
import re
from collections.abc import Callable, Iterator

import httpx
import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection

from tests.conftest import PASSWORD
from tests.kit.people import Person

NEW_PASSWORD = "другая-длинная-фраза-8"


class Admin(httpx.Client):
    """The operator's browser, at /admin."""

    def submit(self, path: str, **fields: str) -> None:
        """Fill in the form at `path` and send it; an accepted form redirects."""
        page = self.get(path)
        assert page.status_code == 200, page.text
        (token,) = set(re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text))
        answer = self.post(path, data={**fields, "csrfmiddlewaretoken": token})
        assert answer.status_code == 302, answer.text


@pytest.fixture
def admin(operator: Person) -> Iterator[Admin]:
    with Admin(base_url=operator.server.url, timeout=20) as browser:
        browser.submit("/admin/login/", username=operator.username, password=PASSWORD)
        yield browser


def _number(person: Person) -> int:
    number: int = person.http.get("/api/v1/accounts/me").json()["id"]
    return number


def _say(socket: ClientConnection, text: str) -> None:
    """Shows that the socket is open: what is said in it comes back."""
    socket.send(json.dumps({"message": text}))
    assert json.loads(socket.recv(timeout=10))["message"] == text


def _close_code(socket: ClientConnection) -> int | None:
    with pytest.raises(ConnectionClosed) as caught:
        socket.recv(timeout=30)
    return caught.value.rcvd.code if caught.value.rcvd else None


def _log_out(person: Person) -> None:
    assert person.http.post("/api/token/revoke/").status_code == 200


def _log_out_everywhere(person: Person) -> None:
    assert person.http.post("/api/token/revoke/", json={"all": True}).status_code == 200


def _reuse_a_refresh_token(person: Person) -> None:
    """Somebody else has it too."""
    token = person.refresh
    for _ in range(2):
        answer = person.http.post("/api/token/refresh/", json={"refresh": token})
        token = answer.json()["refresh"]
    reused = person.http.post("/api/token/refresh/", json={"refresh": person.refresh})
    assert reused.status_code == 401


@pytest.mark.parametrize("end", [_log_out, _log_out_everywhere, _reuse_a_refresh_token])
def test_the_end_of_a_log_in_closes_its_sockets(
    owner: Person, end: Callable[[Person], None]
) -> None:
    with owner.chat(owner.room) as first, owner.chat(owner.room) as second:
        _say(first, "Здравствуйте!")
        second.recv(timeout=10)
        end(owner)
        assert _close_code(first) == 4401
        assert _close_code(second) == 4401


def test_logging_out_leaves_other_log_ins_and_people_in_the_room(
    owner: Person, elsewhere: Person, operator: Person
) -> None:
    with owner.chat(owner.room) as ended, elsewhere.chat(owner.room) as other:
        _say(ended, "Здравствуйте!")
        other.recv(timeout=10)
        with operator.chat(owner.room) as support:
            support.recv(timeout=10)
            _log_out(owner)
            assert _close_code(ended) == 4401
            _say(other, "Я ещё тут")
            assert json.loads(support.recv(timeout=10))["message"] == "Я ещё тут"


def test_logging_out_everywhere_closes_the_sockets_of_every_log_in(
    owner: Person, elsewhere: Person
) -> None:
    with owner.chat(owner.room) as here, elsewhere.chat(owner.room) as there:
        _say(here, "Здравствуйте!")
        there.recv(timeout=10)
        _log_out_everywhere(owner)
        assert _close_code(here) == 4401
        assert _close_code(there) == 4401


def test_a_new_password_ends_tokens_and_sockets(owner: Person, admin: Admin) -> None:
    with owner.chat(owner.room) as socket:
        _say(socket, "Здравствуйте!")
        admin.submit(
            f"/admin/accounts/user/{_number(owner)}/password/",
            password1=NEW_PASSWORD,
            password2=NEW_PASSWORD,
            usable_password="true",
        )
        assert _close_code(socket) == 4401
    assert owner.http.get("/api/v1/accounts/me").status_code == 401
    owner.password = NEW_PASSWORD
    owner.sign_in()
    with owner.chat(owner.room) as again:
        assert json.loads(again.recv(timeout=10))["message"] == "Здравствуйте!"


def test_deactivation_ends_tokens_and_sockets(owner: Person, admin: Admin) -> None:
    with owner.chat(owner.room) as socket:
        _say(socket, "Здравствуйте!")
        admin.submit(
            f"/admin/accounts/user/{_number(owner)}/change/",
            username=owner.username,
            date_joined_0="01.01.2026",
            date_joined_1="12:00:00",
        )
        assert _close_code(socket) == 4401
    assert owner.http.get("/api/v1/accounts/me").status_code == 401
    fields = {"username": owner.username, "password": PASSWORD}
    assert owner.http.post("/api/token/", json=fields).status_code == 401


def test_a_log_out_in_another_process_is_noticed(owner: Person) -> None:
    with owner.chat(owner.room) as socket:
        _say(socket, "Здравствуйте!")
        ended = "UPDATE accounts_user SET session_version = 7 WHERE username = %s"
        owner.server.sql(ended, owner.username)
        assert _close_code(socket) == 4401

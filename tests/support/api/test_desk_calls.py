"""Calls of operators about a room: their effect, the frames at the desk, and the rights."""

from typing import Any

import httpx
import pytest
from websockets.sync.client import ClientConnection

from tests.conftest import PASSWORD
from tests.kit.people import Person
from tests.kit.talking import hear, tell, together
from tests.support.api.test_desk_socket import desk_of, until

ROOMS = "/api/v1/support/rooms"
REPLIES = "/api/v1/support/replies"

# Method, address and body of every call of the desk.
CALLS: list[tuple[str, str, dict[str, Any] | None]] = [
    ("PUT", "{room}/status", {"status": "done", "seq": 1}),
    ("PUT", "{room}/assignee", {"assignee": None, "was": None}),
    ("GET", "{room}/customer", None),
    ("POST", "{room}/notes", {"text": "a"}),
    ("DELETE", "{room}/notes/1", None),
    ("GET", "/api/v1/support/operators", None),
    ("GET", REPLIES, None),
    ("POST", REPLIES, {"shortcut": "a", "title": "a", "text_en": "a"}),
    ("PATCH", f"{REPLIES}/1", {"title": "a"}),
    ("DELETE", f"{REPLIES}/1", None),
    ("POST", f"{REPLIES}/1/used", None),
]
every_call = pytest.mark.parametrize(("method", "path", "body"), CALLS)


def put(person: Person, path: str, **body: object) -> httpx.Response:
    return person.http.put(f"{ROOMS}/{path}", json=body)


@every_call
def test_a_customer_may_do_none_of_it_in_their_own_room_either(
    owner: Person, method: str, path: str, body: dict[str, Any] | None
) -> None:
    address = path.format(room=f"{ROOMS}/{owner.room}")
    assert owner.http.request(method, address, json=body).status_code == 403


@every_call
def test_nor_does_anyone_without_a_token(
    nobody: httpx.Client, method: str, path: str, body: dict[str, Any] | None
) -> None:
    address = path.format(room=f"{ROOMS}/1")
    assert nobody.request(method, address, json=body).status_code == 401


@pytest.mark.parametrize(
    ("method", "path", "body"), [call for call in CALLS if "{room}" in call[1] or "/1" in call[1]]
)
def test_what_is_not_there_is_not_found(
    operator: Person, method: str, path: str, body: dict[str, Any] | None
) -> None:
    address = path.replace("/1", "/999999999").format(room=f"{ROOMS}/999999999")
    assert operator.http.request(method, address, json=body).status_code == 404


@pytest.mark.parametrize(
    ("path", "body", "wrong"),
    [
        ("status", {"status": "lost", "seq": 1}, {"status"}),
        ("status", {"status": "done"}, {"seq"}),
        ("status", {}, {"status", "seq"}),
        ("assignee", {"assignee": 7, "was": None}, {"assignee"}),
        ("assignee", {"assignee": "nobody-of-this-name", "was": None}, {"assignee"}),
        ("assignee", {"assignee": None}, {"was"}),
    ],
)
def test_what_is_malformed_is_refused(
    owner: Person, operator: Person, path: str, body: dict[str, Any], wrong: set[str]
) -> None:
    answer = put(operator, f"{owner.room}/{path}", **body)
    assert (answer.status_code, set(answer.json()["errors"])) == (400, wrong)


def test_every_desk_sees_what_one_operator_does(
    owner: Person, operator: Person, colleague: Person
) -> None:
    room = owner.room
    with desk_of(operator) as desk, desk_of(colleague) as other, owner.chat(room) as customer:
        tell(customer, "a")
        both: list[ClientConnection] = [desk, other]
        taken = put(operator, f"{room}/assignee", assignee=operator.username, was=None)
        assert taken.json()["assignee"] == operator.username
        for one in both:
            until(one, room, lambda frame: frame["assignee"] == operator.username)
        late = put(colleague, f"{room}/assignee", assignee=colleague.username, was=None)
        assert late.status_code == 409
        assert operator.username in late.json()["detail"]
        handed = put(
            operator, f"{room}/assignee", assignee=colleague.username, was=operator.username
        )
        assert handed.status_code == 200
        assert put(colleague, f"{room}/status", status="done", seq=1).json()["status"] == "done"
        for one in both:
            frames = until(one, room, lambda frame: frame["status"] == "done")
            assert frames[-1]["assignee"] == colleague.username
        tell(customer, "b")
        for one in both:
            until(one, room, lambda frame: frame["status"] == "open")
        unseen = put(colleague, f"{room}/status", status="done", seq=1)
        assert unseen.status_code == 409


def test_of_many_who_take_a_room_at_once_one_gets_it(
    owner: Person, operator: Person, colleague: Person
) -> None:
    room = owner.room
    people = [operator, colleague] * 3

    def take(index: int) -> int:
        one = people[index]
        return put(one, f"{room}/assignee", assignee=one.username, was=None).status_code

    statuses = together(take, len(people))
    # The one that has it may take it again.
    winner = people[statuses.index(200)]
    assert statuses == [200 if one is winner else 409 for one in people]
    [found] = operator.http.get(ROOMS, params={"q": owner.username}).json()["rooms"]
    assert (found["room"], found["assignee"]) == (room, winner.username)


def test_the_customer_is_shown_with_the_notes_about_them(
    owner: Person, operator: Person, colleague: Person
) -> None:
    path = f"{ROOMS}/{owner.room}"
    operator.http.post(f"{path}/messages", json={"message": "Здравствуйте!"})
    note = colleague.http.post(f"{path}/notes", json={"text": " Просит звонить вечером "})
    assert note.status_code == 201
    customer = operator.http.get(f"{path}/customer").json()
    assert (customer["id"], customer["name"]) == (owner.room, owner.username)
    assert (customer["messages"], customer["tended"]) == (1, 1)
    [shown] = customer["notes"]
    assert shown == note.json()
    assert (shown["author"], shown["text"]) == (colleague.username, "Просит звонить вечером")
    assert operator.http.delete(f"{path}/notes/{shown['id']}").json()["notes"] == []
    assert operator.http.delete(f"{path}/notes/{shown['id']}").status_code == 404
    assert operator.http.get(f"{path}/customer").json()["notes"] == []
    for bad in ("", " ", "\x00", "щ" * 2001, None, 7):
        answer = operator.http.post(f"{path}/notes", json={"text": bad})
        assert (answer.status_code, set(answer.json()["errors"])) == (400, {"text"})


def test_operators_know_each_other_and_who_is_there(operator: Person, colleague: Person) -> None:
    with desk_of(colleague) as desk:
        hear(desk)
        listed = operator.http.get("/api/v1/support/operators").json()["operators"]
    online = {one["name"]: one["online"] for one in listed}
    assert online[colleague.username] is True
    assert operator.username in online


def test_replies_are_kept_changed_and_counted(operator: Person, colleague: Person) -> None:
    fields = {"shortcut": "Привет", "title": "Приветствие", "text_ru": "Здравствуйте, {name}!\n"}
    made = operator.http.post(REPLIES, json=fields)
    assert made.status_code == 201, made.text
    reply = made.json()
    assert (reply["shortcut"], reply["text_ru"]) == ("привет", "Здравствуйте, {name}!")
    address = f"{REPLIES}/{reply['id']}"
    again = operator.http.post(REPLIES, json=fields)
    assert (again.status_code, set(again.json()["errors"])) == (400, {"shortcut"})
    changed = colleague.http.patch(address, json={"text_en": "Hello, {name}!"})
    assert changed.json() == {**reply, "text_en": "Hello, {name}!"}
    empty = colleague.http.patch(address, json={"text_ru": "", "text_en": ""})
    assert set(empty.json()["errors"]) == {"text_ru", "text_en"}
    assert colleague.http.post(f"{address}/used").json()["used"] == 1
    [listed] = [
        one for one in colleague.http.get(REPLIES).json()["replies"] if one["id"] == reply["id"]
    ]
    assert listed == {**changed.json(), "used": 1}
    left = operator.http.delete(address).json()
    assert left == colleague.http.get(REPLIES).json()
    assert reply["id"] not in [one["id"] for one in left["replies"]]


def test_of_many_replies_of_one_shortcut_one_is_kept(operator: Person) -> None:
    fields = {"shortcut": "once", "title": "a", "text_en": "a"}
    statuses = together(lambda _: operator.http.post(REPLIES, json=fields).status_code, 6)
    assert sorted(statuses) == [201, 400, 400, 400, 400, 400]


@pytest.mark.parametrize("shortcut", ["", "two words", "/slash", "-", "x" * 33, "\x00", None])
def test_a_shortcut_is_one_word(operator: Person, shortcut: str | None) -> None:
    answer = operator.http.post(REPLIES, json={"shortcut": shortcut, "title": "a", "text_en": "a"})
    assert (answer.status_code, set(answer.json()["errors"])) == (400, {"shortcut"})


def test_replies_can_be_written_in_the_admin(operator: Person) -> None:
    with httpx.Client(base_url=operator.server.url, timeout=20, follow_redirects=True) as client:
        client.get("/admin/login/")
        token = {"csrfmiddlewaretoken": client.cookies["csrftoken"]}
        client.post("/admin/login/", data={"username": "operator", "password": PASSWORD, **token})
        token = {"csrfmiddlewaretoken": client.cookies["csrftoken"]}
        fields = {"shortcut": "admin", "title": "a", "text_ru": "", "text_en": "Hello"}
        client.post("/admin/support/cannedreply/add/", data={**fields, **token})
    listed = operator.http.get(REPLIES).json()["replies"]
    assert "admin" in [one["shortcut"] for one in listed]

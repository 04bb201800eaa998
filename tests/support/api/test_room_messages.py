"""The chat without a socket: reading history, sending, and marking as read over HTTP."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from tests.kit.people import Person
from tests.kit.talking import hear, hear_type, numbers, tell, tell_many, together, typed


def messages_path(room: int | str) -> str:
    return f"/api/v1/support/rooms/{room}/messages"


def read_path(room: int | str) -> str:
    return f"/api/v1/support/rooms/{room}/read"


def history(person: Person, **query: int) -> list[dict[str, Any]]:
    answer = person.http.get(messages_path(person.room), params=query)
    assert answer.status_code == 200, answer.text
    assert answer.json()["last_seq"] == 60
    messages: list[dict[str, Any]] = answer.json()["messages"]
    return messages


@pytest.fixture(scope="module")
def sixty(person: Callable[[str], Person]) -> Person:
    """A customer whose room has sixty messages."""
    customer = person("sixty")
    with customer.chat(customer.room) as socket:
        tell_many(socket, 60)
    return customer


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, range(11, 61)),
        ({"limit": 3}, range(58, 61)),
        ({"limit": 200}, range(1, 61)),
        ({"before": 4}, range(1, 4)),
        ({"before": 40, "limit": 5}, range(35, 40)),
        ({"before": 1}, []),
        ({"after": 57}, range(58, 61)),
        ({"after": 0, "limit": 2}, range(1, 3)),
        ({"after": 60}, []),
        ({"after": 2**63 - 1}, []),
    ],
    ids=str,
)
def test_messages_are_given_around_a_number_in_order(
    sixty: Person, query: dict[str, int], expected: range
) -> None:
    assert numbers(history(sixty, **query)) == list(expected)


def test_history_is_what_the_socket_gives(sixty: Person) -> None:
    with sixty.chat(sixty.room, since=59) as socket:
        assert history(sixty, limit=1) == [hear(socket)]


def test_history_names_its_epoch(sixty: Person) -> None:
    epoch = sixty.http.get(messages_path(sixty.room)).json()["epoch"]
    with typed(sixty.chat_address(sixty.room)) as socket:
        assert hear_type(socket, "hello")["epoch"] == epoch


@pytest.mark.parametrize("query", [{"before": -1}, {"after": "x"}, {"limit": 201}, {"limit": 0}])
def test_a_malformed_query_is_refused(owner: Person, query: dict[str, str | int]) -> None:
    answer = owner.http.get(messages_path(owner.room), params=query)
    assert answer.status_code == 400
    assert set(answer.json()["errors"]) == set(query)


def send(person: Person, room: int, message: object, client_id: object = None) -> httpx.Response:
    body = {"message": message, "client_message_id": client_id}
    return person.http.post(messages_path(room), json=body)


def test_a_message_is_stored_and_delivered_like_any_other(owner: Person, operator: Person) -> None:
    with operator.chat(owner.room) as support:
        answer = send(owner, owner.room, "Привет", "id-1")
        assert answer.status_code == 201
        assert hear(support) == answer.json()
        assert (answer.json()["seq"], answer.json()["sender"]) == (1, owner.username)


def test_repeating_the_call_gives_the_same_message_and_delivers_nothing(
    owner: Person, operator: Person
) -> None:
    with operator.chat(owner.room) as support:
        first = send(owner, owner.room, "Привет", "id-1").json()
        assert send(owner, owner.room, "changed", "id-1").json() == first
        assert hear(support) == first
        assert tell(support, "next")["seq"] == 2


def test_a_call_and_a_socket_share_the_ids(owner: Person) -> None:
    with owner.chat(owner.room) as socket:
        first = tell(socket, "a", "id-1")
    assert send(owner, owner.room, "a", "id-1").json() == first


def test_ten_equal_calls_at_once_are_one_message(owner: Person) -> None:
    assert owner.room
    answers = together(lambda _: send(owner, owner.room, "a", "id-1").json(), 10)
    assert answers == [answers[0]] * 10
    assert answers[0]["seq"] == 1
    assert send(owner, owner.room, "b").json()["seq"] == 2


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "message"),
        ({"message": ""}, "message"),
        ({"message": "  "}, "message"),
        ({"message": 5}, "message"),
        ({"message": None}, "message"),
        ({"message": "x" * 4001}, "message"),
        ({"message": "a\x00"}, "message"),
        ({"message": "a", "client_message_id": ""}, "client_message_id"),
        ({"message": "a", "client_message_id": " a"}, "client_message_id"),
        ({"message": "a", "client_message_id": 5}, "client_message_id"),
        ({"message": "a", "client_message_id": "x" * 65}, "client_message_id"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_a_malformed_message_is_refused_by_field(
    owner: Person, body: dict[str, object], field: str
) -> None:
    answer = owner.http.post(messages_path(owner.room), json=body)
    assert answer.status_code == 400
    assert list(answer.json()["errors"]) == [field]
    assert owner.http.get(messages_path(owner.room)).json()["last_seq"] == 0


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"5", b'"text"', b"\xff"])
def test_a_body_that_is_no_object_is_refused(owner: Person, body: bytes) -> None:
    headers = {"Content-Type": "application/json"}
    for path in (messages_path(owner.room), read_path(owner.room)):
        assert owner.http.post(path, content=body, headers=headers).status_code == 400


def calls(person: Person, room: int | str) -> list[int]:
    """The status of each call about a room."""
    return [
        person.http.get(messages_path(room)).status_code,
        person.http.post(messages_path(room), json={"message": "a"}).status_code,
        person.http.post(read_path(room), json={"seq": 1}).status_code,
    ]


def test_another_persons_room_is_refused(owner: Person, stranger: Person) -> None:
    assert calls(stranger, owner.room) == [403, 403, 403]
    assert owner.http.get(messages_path(owner.room)).json()["last_seq"] == 0


def test_a_room_that_does_not_exist_is_not_found_and_not_made(
    owner: Person, operator: Person
) -> None:
    number = owner.http.get("/api/v1/accounts/me").json()["id"]
    for room in (number, 2**63 - 1):
        assert calls(operator, room) == [404, 404, 404]
    assert operator.http.get("/api/v1/support/rooms", params={"q": number}).json()["rooms"] == []


@pytest.mark.parametrize("room", ["0", "-1", "abc", "1.5", str(2**63)])
def test_an_address_that_is_no_rooms_is_refused(operator: Person, room: str) -> None:
    assert calls(operator, room) == [400, 400, 400]


def test_without_a_token_nothing_is_given(nobody: httpx.Client, owner: Person) -> None:
    assert nobody.get(messages_path(owner.room)).status_code == 401
    assert nobody.post(messages_path(owner.room), json={"message": "a"}).status_code == 401
    assert nobody.post(read_path(owner.room), json={"seq": 1}).status_code == 401


def test_reading_moves_the_callers_side_forward_and_never_beyond_the_room(
    owner: Person, operator: Person
) -> None:
    for _ in range(3):
        send(owner, owner.room, "a")

    def read(person: Person, seq: int) -> dict[str, int]:
        answer = person.http.post(read_path(owner.room), json={"seq": seq})
        assert answer.status_code == 200, answer.text
        marks: dict[str, int] = answer.json()
        return marks

    assert read(operator, 2) == {"customer": 0, "support": 2}
    assert read(operator, 1) == {"customer": 0, "support": 2}
    assert read(owner, 10**12) == {"customer": 3, "support": 2}


def test_reading_by_call_is_told_to_the_room(owner: Person, operator: Person) -> None:
    send(owner, owner.room, "a")
    with typed(owner.chat_address(owner.room)) as socket:
        hear_type(socket, "message")
        operator.http.post(read_path(owner.room), json={"seq": 1})
        assert hear_type(socket, "read") == {"type": "read", "side": "support", "seq": 1}


@pytest.mark.parametrize("seq", [-1, "x", None, 1.5, True, 2**63])
def test_a_malformed_mark_is_refused(owner: Person, seq: object) -> None:
    answer = owner.http.post(read_path(owner.room), json={"seq": seq})
    assert answer.status_code == 400
    assert list(answer.json()["errors"]) == ["seq"]

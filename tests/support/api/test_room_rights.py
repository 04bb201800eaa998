"""The rights to rooms, and URLs that no room has."""

import uuid

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from tests.kit.people import Person
from tests.kit.talking import close_code, hear_until, say, tell

NO_ROOMS = ["0", "-1", "abc", "1" + "0" * 30, str(2**63 - 1), "1.0", "%D9%A3", "%00", "9" * 4000]


def rooms(operator: Person) -> set[str]:
    chats = operator.http.get("/api/v1/chats_list").json()["chats"]
    return {chat["chat_name"] for chat in chats}


def test_somebody_elses_room_is_4403(owner: Person, stranger: Person) -> None:
    with owner.chat(owner.room) as socket, stranger.chat(owner.room) as other:
        assert close_code(other) == 4403
        assert tell(socket, "still here")["seq"] == 1


@pytest.mark.parametrize("room", NO_ROOMS, ids=lambda value: value[:12])
def test_a_room_that_cannot_exist_is_refused(owner: Person, operator: Person, room: str) -> None:
    with owner.chat(room) as socket:
        assert close_code(socket) == 4403
    with operator.chat(room) as socket:
        assert close_code(socket) == 4404
    assert room not in rooms(operator)


def test_looking_at_a_room_does_not_make_it(
    owner: Person, stranger: Person, operator: Person
) -> None:
    number = owner.http.get("/api/v1/accounts/me").json()["id"]
    with stranger.chat(number) as socket:
        assert close_code(socket) == 4403
    with operator.chat(number) as socket:
        assert close_code(socket) == 4404
    assert str(number) not in rooms(operator)


def test_a_customer_may_go_straight_to_their_own_room(owner: Person, operator: Person) -> None:
    number = owner.http.get("/api/v1/accounts/me").json()["id"]
    with owner.chat(number) as socket:
        tell(socket, "a")
    assert str(number) in rooms(operator)


def test_an_operator_has_a_room_of_their_own(operator: Person) -> None:
    with operator.chat(operator.room) as socket:
        say(socket, "note to self", client_id := uuid.uuid4().hex)
        assert hear_until(socket, client_id)[-1]["sender"] == "operator"


@pytest.mark.parametrize(
    "path", ["/ws/", "/ws/chat/", "/ws/chat/1", "/ws/chat/1/2/", "/ws/other/1/", "/ws/chat//"]
)
def test_an_unknown_socket_address_is_refused(owner: Person, path: str) -> None:
    with pytest.raises(InvalidStatus) as refused, connect(owner.server.sockets + path):
        pass
    assert refused.value.response.status_code == 403

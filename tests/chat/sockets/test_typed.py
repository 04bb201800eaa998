"""The typed mode on real sockets: the subprotocol `rip.chat.2`."""

import json

import pytest
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

from tests.kit.people import Person
from tests.kit.talking import (
    Frame,
    close_code,
    hear,
    hear_type,
    send,
    settle,
    tell,
    tell_many,
    typed,
)


def enter(person: Person, room: int, **query: str | int) -> ClientConnection:
    return typed(person.chat_address(room, **query))


def post(socket: ClientConnection, client_id: str, message: str = "Привет") -> tuple[Frame, Frame]:
    """Send a message; it as everyone gets it, and its acknowledgement, which may come first."""
    send(socket, "message", message=message, client_message_id=client_id)
    found: dict[str, Frame] = {}
    while not {"message", "ack"} <= found.keys():
        frame = hear(socket)
        found[frame["type"]] = frame
    return found["message"], found["ack"]


def of_type(frames: list[Frame], kind: str) -> list[Frame]:
    return [frame for frame in frames if frame["type"] == kind]


def test_the_server_chooses_the_subprotocol_and_greets_first(owner: Person) -> None:
    with enter(owner, owner.room) as socket:
        assert socket.subprotocol == "rip.chat.2"
        hello = hear(socket)
        assert hello.pop("epoch")
        assert hello == {
            "type": "hello",
            "room": owner.room,
            "last_seq": 0,
            "recovered": False,
            "read": {"customer": 0, "support": 0},
        }
        assert hear(socket)["type"] == "presence"


def test_a_message_comes_back_and_is_acknowledged(owner: Person) -> None:
    with enter(owner, owner.room) as socket:
        message, ack = post(socket, "id-1")
        assert (message["seq"], message["sender"]) == (1, owner.username)
        assert ack == {"type": "ack", "client_message_id": "id-1", "seq": 1}


def test_a_retry_is_acknowledged_with_the_first_number_and_comes_to_nobody_again(
    owner: Person, operator: Person
) -> None:
    with enter(owner, owner.room) as socket, enter(operator, owner.room) as other:
        post(socket, "id-1")
        send(socket, "message", message="Привет", client_message_id="id-1")
        answers = settle(socket)
        assert of_type(answers, "ack") == [{"type": "ack", "client_message_id": "id-1", "seq": 1}]
        assert of_type(answers, "message") == []
        assert hear_type(other, "message")["seq"] == 1
        assert of_type(settle(other), "message") == []
        post(socket, "id-2")
        assert hear_type(other, "message")["seq"] == 2


def test_plain_and_typed_members_share_a_room(owner: Person, operator: Person) -> None:
    with enter(owner, owner.room) as modern, operator.chat(owner.room) as plain:
        message, _ = post(modern, "id-1")
        assert {"type": "message", **hear(plain)} == message
        answer = tell(plain, "Здравствуйте")
        assert hear_type(modern, "message") == {"type": "message", **answer}


@pytest.fixture
def epoch(owner: Person) -> str:
    """The epoch of the owner's room, which has five messages."""
    with owner.chat(owner.room) as socket:
        tell_many(socket, 5)
    with enter(owner, owner.room) as socket:
        name: str = hear(socket)["epoch"]
        return name


def resumed(person: Person, **query: str | int) -> tuple[bool, list[int]]:
    """Return `recovered` of the hello, and the numbers up to the client's own message."""
    with enter(person, person.room, **query) as socket:
        recovered: bool = hear(socket)["recovered"]
        send(socket, "message", message="live", client_message_id="live")
        numbers = [hear_type(socket, "message")["seq"]]
        while numbers[-1] < 6:
            numbers.append(hear_type(socket, "message")["seq"])
        return recovered, numbers


def test_with_its_place_and_epoch_a_client_gets_exactly_the_rest(owner: Person, epoch: str) -> None:
    assert resumed(owner, since=3, epoch=epoch) == (True, [4, 5, 6])


def test_a_place_alone_is_believed(owner: Person, epoch: str) -> None:
    assert resumed(owner, since=5) == (True, [6])


def test_without_a_place_nothing_is_recovered(owner: Person, epoch: str) -> None:
    assert resumed(owner) == (False, [1, 2, 3, 4, 5, 6])


def test_a_place_in_another_epoch_is_not_recovered(owner: Person, epoch: str) -> None:
    assert resumed(owner, since=3, epoch="another") == (False, [1, 2, 3, 4, 5, 6])


@pytest.mark.parametrize("since", ["6", "1" + "0" * 30])
def test_a_place_ahead_of_the_room_is_not_recovered(owner: Person, epoch: str, since: str) -> None:
    assert resumed(owner, since=since, epoch=epoch) == (False, [1, 2, 3, 4, 5, 6])


def test_a_place_that_is_no_number_is_refused(owner: Person) -> None:
    with enter(owner, owner.room, since="abc") as socket:
        assert close_code(socket) == 4400


def test_reading_is_told_to_both_sides_and_greets_whoever_comes(
    owner: Person, operator: Person
) -> None:
    with enter(owner, owner.room) as customer, enter(operator, owner.room) as support:
        post(customer, "id-1")
        hear_type(support, "message")
        send(support, "read", seq=10**9)
        for socket in (customer, support):
            assert hear_type(socket, "read") == {"type": "read", "side": "support", "seq": 1}
        with enter(owner, owner.room) as newcomer:
            assert hear(newcomer)["read"] == {"customer": 0, "support": 1}


def test_typing_is_told_to_the_others_and_throttled(owner: Person, operator: Person) -> None:
    with enter(owner, owner.room) as customer, enter(operator, owner.room) as support:
        for _ in range(10):
            send(support, "typing")
        heard_by_typist = settle(support)
        typing = hear_type(customer, "typing")
        assert typing == {
            "type": "typing",
            "side": "support",
            "sender": operator.username,
            "seconds": 6.0,
        }
        assert of_type(settle(customer), "typing") == []
        assert of_type(heard_by_typist, "typing") == []


def test_the_other_side_is_seen_to_come_and_go(owner: Person, operator: Person) -> None:
    with enter(operator, owner.room) as support:
        hear_type(support, "presence")
        with enter(owner, owner.room) as customer:
            assert hear_type(support, "presence")["customer"] is True
            here = {"type": "presence", "customer": True, "support": True}
            assert hear_type(customer, "presence") == here
        assert hear_type(support, "presence")["customer"] is False


def test_a_ping_is_answered(owner: Person) -> None:
    with enter(owner, owner.room) as socket:
        send(socket, "pong")
        send(socket, "ping")
        assert hear_type(socket, "pong") == {"type": "pong"}


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        ("{}", "unknown_type"),
        ('{"message": "plain"}', "unknown_type"),
        ('{"type": "hello"}', "unknown_type"),
        ('{"type": "read"}', "bad_seq"),
        ('{"type": "message", "message": "a"}', "bad_client_message_id"),
        ('{"type": "message", "client_message_id": "id-1"}', "no_message"),
        ("[]", "not_an_object"),
        ("{", "not_json"),
        (b"{}", "binary"),
        (json.dumps({"type": "typing", "x": "x" * 65536}), "too_large"),
    ],
    ids=lambda value: repr(value[:30]),
)
def test_a_bad_frame_gets_a_typed_error_and_the_connection_lives(
    owner: Person, frame: str | bytes, code: str
) -> None:
    with enter(owner, owner.room) as socket:
        socket.send(frame)
        error = hear_type(socket, "error")
        assert error["detail"]
        named = "id-1" if code == "no_message" else None
        assert (error["code"], error["client_message_id"]) == (code, named)
        assert post(socket, "good")[1]["seq"] == 1


def test_an_unknown_subprotocol_is_not_chosen_and_the_plain_mode_is_spoken(owner: Person) -> None:
    address = owner.chat_address(owner.room)
    with connect(address, subprotocols=[Subprotocol("rip.chat.9")]) as socket:
        assert socket.subprotocol is None
        assert tell(socket, "a")["seq"] == 1

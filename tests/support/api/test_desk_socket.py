"""The desk: operators see every room change through one socket."""

import json
from collections.abc import Callable

import pytest
from websockets import Subprotocol
from websockets.sync.client import ClientConnection, connect

from tests.kit.people import Person
from tests.kit.talking import Frame, close_code, hear, hear_type, send, tell, typed


def desk_of(person: Person, *subprotocols: Subprotocol) -> ClientConnection:
    address = f"{person.server.sockets}/ws/desk/?uuid={person.ticket()}"
    return connect(address, max_size=2**22, subprotocols=subprotocols or None)


def until(desk: ClientConnection, room: int, holds: Callable[[Frame], bool]) -> list[Frame]:
    """The frames about a room, up to the first that fits."""
    frames: list[Frame] = []
    while True:
        frame = hear(desk)
        if frame["type"] == "room" and frame["room"] == room:
            frames.append(frame)
            if holds(frame):
                return frames


def test_it_greets_with_rooms_that_are_waiting(owner: Person, operator: Person) -> None:
    with owner.chat(owner.room) as customer:
        tell(customer, "a")
        with desk_of(operator) as desk:
            hello = hear(desk)
    assert hello["type"] == "hello"
    summary = hello["rooms"][0]
    assert (summary["room"], summary["unread"], summary["customer_online"]) == (owner.room, 1, True)
    assert (summary["answering"], summary["last_message"]["message"]) == ([], "a")
    listed = operator.http.get("/api/v1/support/rooms").json()["rooms"]
    known = [{name: room[name] for name in listed[0]} for room in hello["rooms"]]
    assert known == listed


def test_a_new_message_and_its_reading_are_shown(owner: Person, operator: Person) -> None:
    with desk_of(operator) as desk, owner.chat(owner.room) as customer:
        assert hear(desk)["type"] == "hello"
        message = tell(customer, "Помогите")
        frame = until(desk, owner.room, lambda frame: frame["last_seq"] == 1)[-1]
        assert frame["type"] == "room"
        assert (frame["unread"], frame["support_read"]) == (1, False)
        assert frame["last_message"]["sent_at"] == message["sent_at"]
        operator.http.post(f"/api/v1/support/rooms/{owner.room}/read", json={"seq": 1})
        frame = until(desk, owner.room, lambda frame: frame["support_read"])[-1]
        assert frame["unread"] == 0


def people_until(desk: ClientConnection, room: int, **wanted: object) -> Frame:
    """The first presence frame in which the people of a room are these."""
    while True:
        frame = hear_type(desk, "presence")
        for people in frame["rooms"]:
            if people["room"] == room and wanted.items() <= people.items():
                return frame


def test_who_is_in_a_room_is_shown(owner: Person, operator: Person) -> None:
    with desk_of(operator) as desk:
        hear(desk)
        with owner.chat(owner.room), operator.chat(owner.room):
            frame = people_until(
                desk, owner.room, customer_online=True, answering=[operator.username]
            )
            assert frame["operators"] == [operator.username]
        people_until(desk, owner.room, customer_online=False, answering=[])


def test_who_is_typing_is_shown(owner: Person, operator: Person) -> None:
    with desk_of(operator) as desk, typed(owner.chat_address(owner.room)) as customer:
        hear(desk)
        send(customer, "typing")
        frame = hear_type(desk, "typing")
    assert (frame["room"], frame["sender"], frame["side"]) == (
        owner.room,
        owner.username,
        "customer",
    )


def test_the_counts_follow_what_happens(owner: Person, operator: Person) -> None:
    with desk_of(operator) as desk:
        before = hear(desk)["counts"]
        with owner.chat(owner.room) as customer:
            tell(customer, "a")
        while (after := hear_type(desk, "counts")["counts"])["open"] == before["open"]:
            pass
    grown = {name for name in after if after[name] > before[name]}
    assert grown == {"open", "unread", "all", "nobody"}


def test_many_changes_of_a_room_are_told_in_order_and_end_with_the_newest(
    owner: Person, operator: Person
) -> None:
    count = 200
    with desk_of(operator) as desk, owner.chat(owner.room) as customer:
        hear(desk)
        for number in range(count):
            customer.send(json.dumps({"message": str(number)}))
        frames = until(desk, owner.room, lambda frame: frame["last_seq"] == count)
    shown = [frame["last_seq"] for frame in frames]
    assert shown == sorted(shown)


def test_a_customer_is_refused(owner: Person) -> None:
    with desk_of(owner) as desk:
        assert close_code(desk) == 4403


@pytest.mark.parametrize("ticket", ["", "5d0d4f5c-0000-4000-8000-000000000000", "x"])
def test_without_a_ticket_it_is_refused(operator: Person, ticket: str) -> None:
    with connect(f"{operator.server.sockets}/ws/desk/?uuid={ticket}") as desk:
        assert close_code(desk) == 4401


def test_it_answers_pings(operator: Person) -> None:
    with desk_of(operator, Subprotocol("rip.chat.2")) as desk:
        assert hear(desk)["type"] == "hello"
        desk.send('{"type": "ping"}')
        assert hear_type(desk, "pong") == {"type": "pong"}


@pytest.mark.parametrize("subprotocols", [[], [Subprotocol("rip.chat.2")]])
def test_whatever_is_said_to_the_desk_it_lives(
    owner: Person, operator: Person, subprotocols: list[Subprotocol]
) -> None:
    assert owner.room
    with desk_of(operator, *subprotocols) as desk:
        hear(desk)
        for frame in ("", "{", b"\x00", '{"type":"message"}', "x" * 100_000):
            desk.send(frame)
        with owner.chat(owner.room) as customer:
            tell(customer, "a")
        until(desk, owner.room, lambda frame: frame["last_seq"] == 1)

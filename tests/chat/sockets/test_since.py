"""A client that was away says the last number it saw and gets exactly the rest."""

import json

import pytest

from tests.kit.people import Person
from tests.kit.talking import close_code, hear_many, numbers, tell, tell_many


@pytest.mark.parametrize("since", [0, 1, 4, 5])
def test_since_gives_exactly_the_rest(owner: Person, since: int) -> None:
    with owner.chat(owner.room) as socket:
        sent = tell_many(socket, 5)
    with owner.chat(owner.room, since=since) as socket:
        assert hear_many(socket, 5 - since) == sent[since:]
        assert tell(socket, "live")["seq"] == 6


def test_since_zero_of_an_empty_room_is_nothing(owner: Person) -> None:
    with owner.chat(owner.room, since=0) as socket:
        assert tell(socket, "first")["seq"] == 1


def test_since_gives_thousands_of_messages(owner: Person) -> None:
    count = 2500
    with owner.chat(owner.room) as socket:
        for number in range(count):
            socket.send(json.dumps({"message": str(number)}))
            if number % 100 == 99:
                hear_many(socket, 100)
    with owner.chat(owner.room, since=3) as socket:
        heard = hear_many(socket, count - 3)
        assert numbers(heard) == list(range(4, count + 1))
        assert [frame["message"] for frame in heard] == [str(one) for one in range(3, count)]
        assert tell(socket, "live")["seq"] == count + 1


@pytest.mark.parametrize("since", ["1", "2", "1" + "0" * 30])
def test_since_ahead_of_the_room_is_told_to_reload(owner: Person, since: str) -> None:
    with owner.chat(owner.room, since=since) as socket:
        assert close_code(socket) == 4410


@pytest.mark.parametrize("since", ["", "-1", "abc", "1.5", "%D9%A3", "1%00", "9" * 4000])
def test_since_that_is_no_number_is_refused(owner: Person, since: str) -> None:
    with owner.chat(owner.room, since=since) as socket:
        assert close_code(socket) == 4400

"""The typed frame `like` goes from one member of a room to the others."""

from rip.chat.live.events import decode, encode
from tests.kit.people import Person, operator, owner
from tests.kit.talking import hear_type, send, typed

__all__ = ["operator", "owner"]


def test_the_others_in_the_room_hear_of_it(owner: Person, operator: Person) -> None:
    with (
        typed(owner.chat_address(owner.room)) as one,
        typed(operator.chat_address(owner.room)) as other,
    ):
        hear_type(other, "presence")
        send(one, "like", seq=1)
        assert hear_type(other, "like") == {
            "type": "like",
            "side": "customer",
            "sender": owner.username,
            "seq": 1,
        }


def test_a_bad_one_gets_an_error_and_the_connection_lives(owner: Person) -> None:
    with typed(owner.chat_address(owner.room)) as socket:
        send(socket, "like", seq="first")
        assert hear_type(socket, "error")["code"] == "bad_seq"
        send(socket, "ping")
        assert hear_type(socket, "pong")


def test_other_processes_hear_of_it() -> None:
    like = b'["liked","process","support",2,"customer","vasya",1]'
    assert encode(decode(like)) == like

"""A socket first gets the newest messages of its room, oldest first."""

from datetime import UTC, datetime, timedelta

from rip.chat.protocol.frames import HISTORY
from tests.kit.people import Person
from tests.kit.talking import hear, hear_many, numbers, tell, tell_many


def test_history_is_the_newest_messages_oldest_first(owner: Person) -> None:
    with owner.chat(owner.room) as socket:
        sent = tell_many(socket, HISTORY + 3)
    with owner.chat(owner.room) as socket:
        assert hear_many(socket, HISTORY) == sent[3:]
        assert tell(socket, "next")["seq"] == HISTORY + 4


def test_a_shorter_history_is_whole(owner: Person) -> None:
    with owner.chat(owner.room) as socket:
        sent = tell_many(socket, 3)
    with owner.chat(owner.room) as socket:
        assert hear_many(socket, 3) == sent
        assert tell(socket, "next")["seq"] == 4


def test_an_empty_room_has_no_history(owner: Person) -> None:
    with owner.chat(owner.room) as socket:
        assert tell(socket, "first")["seq"] == 1


def test_a_message_frame_has_exactly_these_fields(owner: Person) -> None:
    with owner.chat(owner.room) as socket:
        frame = tell(socket, "Здравствуйте 😺", "id-1")
    sent_at = datetime.fromisoformat(frame.pop("sent_at"))
    assert frame == {
        "sender": owner.username,
        "message": "Здравствуйте 😺",
        "seq": 1,
        "client_message_id": "id-1",
    }
    assert sent_at.utcoffset() == timedelta(0)
    assert abs(datetime.now(UTC) - sent_at) < timedelta(minutes=1)


def test_the_messages_of_one_socket_keep_their_order(owner: Person) -> None:
    with owner.chat(owner.room) as socket:
        for number in range(100):
            socket.send(f'{{"message": "{number}"}}')
        heard = hear_many(socket, 100)
    assert [frame["message"] for frame in heard] == [str(number) for number in range(100)]
    assert numbers(heard) == list(range(1, 101))


def test_history_and_live_messages_are_told_apart_by_nothing_but_their_number(
    owner: Person, operator: Person
) -> None:
    with owner.chat(owner.room) as socket:
        live = tell(socket, "a", "id-1")
        with operator.chat(owner.room) as support:
            assert hear(support) == live

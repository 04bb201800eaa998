"""`support_read` in the operators' list follows who is in the room and what was sent."""

from tests.kit.people import Person
from tests.kit.talking import hear, hear_many, tell
from tests.kit.waiting import wait_until


def support_read(operator: Person, room: int) -> bool:
    chats = operator.http.get("/api/v1/chats_list").json()["chats"]
    [read] = [chat["support_read"] for chat in chats if chat["chat_name"] == str(room)]
    return bool(read)


def wait_until_read(operator: Person, room: int) -> None:
    """Marks are stored a moment after the frame has gone out."""
    wait_until(lambda: support_read(operator, room), failing="support never read the room")


def test_a_message_is_unread_while_no_operator_is_there(owner: Person, operator: Person) -> None:
    with owner.chat(owner.room) as customer:
        tell(customer, "a")
    assert not support_read(operator, owner.room)


def test_reading_the_room_reads_it(owner: Person, operator: Person) -> None:
    with owner.chat(owner.room) as customer:
        tell(customer, "a")
        with operator.chat(owner.room) as support:
            hear(support)
            wait_until_read(operator, owner.room)
        tell(customer, "b")
    assert not support_read(operator, owner.room)


def test_being_in_the_room_reads_what_comes(owner: Person, operator: Person) -> None:
    with owner.chat(owner.room) as customer, operator.chat(owner.room) as support:
        tell(customer, "a")
        hear(support)
        wait_until_read(operator, owner.room)


def test_saying_that_one_has_seen_the_last_message_reads_it(
    owner: Person, operator: Person
) -> None:
    with owner.chat(owner.room) as customer:
        tell(customer, "a")
    with operator.chat(owner.room, since=1):
        wait_until_read(operator, owner.room)


def test_a_customer_in_their_own_room_reads_nothing_for_support(
    owner: Person, operator: Person
) -> None:
    with owner.chat(owner.room) as one, owner.chat(owner.room) as other:
        tell(one, "a")
        hear(other)
        tell(other, "b")
        hear_many(one, 1)
    assert not support_read(operator, owner.room)


def test_unread_rooms_come_first(owner: Person, stranger: Person, operator: Person) -> None:
    with owner.chat(owner.room) as customer:
        tell(customer, "a")
    with stranger.chat(stranger.room) as customer, operator.chat(stranger.room):
        tell(customer, "b")
        wait_until_read(operator, stranger.room)
    chats = operator.http.get("/api/v1/chats_list").json()["chats"]
    names = [chat["chat_name"] for chat in chats]
    assert names.index(str(owner.room)) < names.index(str(stranger.room))
    assert [chat["support_read"] for chat in chats] == sorted(
        chat["support_read"] for chat in chats
    )

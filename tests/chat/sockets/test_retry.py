"""Retrying is safe: the same client_message_id is answered with the original message."""

from tests.kit.people import Person
from tests.kit.talking import hear, hear_many, numbers, say, tell, together


def test_the_acknowledgement_carries_the_clients_id(owner: Person) -> None:
    with owner.chat(owner.room) as socket:
        assert tell(socket, "a", "id-1")["client_message_id"] == "id-1"
        assert tell(socket, "b")["client_message_id"] is None


def test_a_retry_is_answered_with_the_original_to_its_sender_only(
    owner: Person, operator: Person
) -> None:
    with owner.chat(owner.room) as customer, operator.chat(owner.room) as support:
        original = tell(customer, "a", "id-1")
        say(customer, "a", "id-1")
        assert hear(customer) == original
        following = tell(customer, "b")
        assert following["seq"] == 2
        assert hear_many(support, 2) == [original, following]


def test_a_retry_after_reconnecting_is_answered_with_the_original(owner: Person) -> None:
    with owner.chat(owner.room) as socket:
        original = tell(socket, "a", "id-1")
    with owner.chat(owner.room, since=1) as socket:
        assert tell(socket, "a", "id-1") == original
        assert tell(socket, "b")["seq"] == 2


def test_the_same_message_from_ten_tabs_at_once_is_stored_once(owner: Person) -> None:
    addresses = [owner.chat(owner.room) for _ in range(10)]

    def send(index: int) -> int:
        with addresses[index] as socket:
            seq: int = tell(socket, "a", "id-1")["seq"]
            return seq

    assert together(send, 10) == [1] * 10
    with owner.chat(owner.room) as socket:
        heard = [hear(socket), tell(socket, "b")]
        assert numbers(heard) == [1, 2]


def test_an_operator_may_use_the_id_a_customer_used(owner: Person, operator: Person) -> None:
    with owner.chat(owner.room) as customer, operator.chat(owner.room) as support:
        tell(customer, "a", "id-1")
        hear(support)
        assert tell(support, "b", "id-1")["seq"] == 2

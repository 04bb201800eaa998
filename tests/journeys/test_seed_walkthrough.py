"""The seed's two step-by-step lists, as it tells them."""

import json
from collections.abc import Callable

from tests.kit.people import Person


def test_a_customer_and_an_operator_talk(owner: Person, operator: Person) -> None:
    room = owner.http.get("/api/v1/support_chat").json()
    assert room == {"room_name": owner.room}
    with owner.chat(owner.room) as customer:
        customer.send(json.dumps({"message": "Здравствуйте!"}))
        sent = json.loads(customer.recv(timeout=5))
        assert (sent["sender"], sent["message"], sent["seq"]) == (
            owner.username,
            "Здравствуйте!",
            1,
        )

        chats = operator.http.get("/api/v1/chats_list").json()["chats"]
        assert {"chat_name": str(owner.room), "support_read": False} in chats

        with operator.chat(owner.room) as support:
            assert json.loads(support.recv(timeout=5)) == sent
            support.send(json.dumps({"message": "Добрый день. Чем помочь?"}))
            answer = json.loads(customer.recv(timeout=5))
            assert (answer["sender"], answer["seq"]) == ("operator", 2)
            assert json.loads(support.recv(timeout=5)) == answer


def test_rooms_are_numbered_by_their_owner(person: Callable[[str], Person]) -> None:
    first, second = person("first"), person("second")
    assert first.room == first.http.get("/api/v1/accounts/me").json()["id"]
    assert second.room == second.http.get("/api/v1/accounts/me").json()["id"]

"""Somebody without an account writes to support, and comes back."""

import httpx

from tests.kit.people import Person
from tests.kit.problems import problem
from tests.kit.running import running_server


def test_a_guest_writes_comes_back_and_is_answered(nobody: httpx.Client, operator: Person) -> None:
    answer = nobody.post("/api/v1/accounts/guest")
    assert answer.status_code == 201
    assert answer.headers["cache-control"] == "no-store"
    tokens = answer.json()
    assert tokens.keys() == {"access", "refresh"}
    tokens = nobody.post("/api/token/refresh/", json={"refresh": tokens["refresh"]}).json()
    signed = {"Authorization": f"Bearer {tokens['access']}"}
    room = nobody.get("/api/v1/support_chat", headers=signed).json()["room_name"]
    address = f"/api/v1/support/rooms/{room}/messages"
    assert nobody.post(address, json={"message": "Алло?"}, headers=signed).status_code == 201
    assert operator.http.post(address, json={"message": "Да-да!"}).status_code == 201
    said = nobody.get(address, headers=signed).json()["messages"]
    assert [message["message"] for message in said] == ["Алло?", "Да-да!"]
    assert nobody.get("/api/v1/chats_list", headers=signed).status_code == 403


def test_a_site_may_take_no_guests_and_counts_those_it_takes() -> None:
    with running_server(RIP_GUESTS="0") as closed:
        problem(httpx.post(f"{closed.url}/api/v1/accounts/guest"), 403)
    with running_server(RIP_RATE_LIMITS="on") as counting:
        answers = [httpx.post(f"{counting.url}/api/v1/accounts/guest") for _ in range(21)]
    assert [answer.status_code for answer in answers] == [201] * 20 + [429]

"""Every attempt has a ticket of its own, and a log-in that has ended is begun again."""

import pytest
from websockets.sync.client import connect

from tests.clients.conftest import register
from tests.clients.talker import Casting, assert_all_there
from tests.kit.people import Person
from tests.kit.running import running_server
from tests.kit.talking import tell

pytestmark = pytest.mark.slow


def test_after_a_spent_ticket_the_client_comes_with_a_new_one(
    owner: Person, start: Casting
) -> None:
    spent = owner.ticket()
    with connect(f"{owner.server.sockets}/ws/chat/{owner.room}/?uuid={spent}") as socket:
        tell(socket, "a")
    with start(owner, first_tickets=[spent, "no ticket"]) as talker:
        talker.wait_for("state", state="online")
        refused = talker.heard("state", state="offline")
        assert [event["code"] for event in refused] == [4401, 4401]


def test_after_an_expired_ticket_the_client_comes_with_a_new_one(start: Casting) -> None:
    with (
        running_server(REDIS_URL="") as server,
        register(server) as owner,
        start(owner, first_tickets=[owner.expired_ticket()]) as talker,
    ):
        talker.order(send=["a"])
        talker.wait_for("delivery", state="sent")
        assert talker.heard("state", state="offline")[0]["code"] == 4401


def test_when_its_log_in_ends_the_client_signs_in_again(owner: Person, start: Casting) -> None:
    with start(owner) as talker:
        talker.order(send=["a"])
        talker.wait_for("delivery", state="sent")
        assert owner.http.post("/api/token/revoke/", json={"all": True}).status_code == 200
        talker.wait_for("state", state="offline", code=4401)
        talker.order(send=["b"])
        talker.wait_for("delivery", 2, state="sent")
        owner.sign_in()
        assert_all_there(owner, talker, ["a", "b"])

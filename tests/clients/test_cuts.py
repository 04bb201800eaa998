"""A client comes through a network that cuts its connections, also in the middle of frames."""

import random

import pytest

from tests.clients.proxy import Proxy
from tests.clients.talker import Casting, assert_all_there
from tests.kit.people import Person
from tests.kit.running import Server

pytestmark = pytest.mark.slow

TEXTS = [f"message {number}" for number in range(100)]


def test_messages_sent_over_cut_connections_are_stored_once_and_in_order(
    server: Server, owner: Person, start: Casting
) -> None:
    lengths = random.Random(7)
    with (
        Proxy(server.port, lambda: lengths.randint(200, 6000)).running() as proxy,
        start(owner, url=proxy.url) as talker,
    ):
        talker.order(send=TEXTS)
        talker.wait_for("delivery", len(TEXTS), state="sent")
        assert_all_there(owner, talker, TEXTS)
        assert len(talker.heard("state", state="offline")) > 2


def test_what_was_said_while_the_client_was_away_reaches_it(
    owner: Person, proxy: Proxy, start: Casting
) -> None:
    with start(owner, url=proxy.url) as talker:
        talker.wait_for("state", state="online")
        for number in range(60):
            if number % 20 == 0:
                proxy.cut()
            owner.http.post(
                f"/api/v1/support/rooms/{owner.room}/messages", json={"message": f"{number}"}
            )
        shown = talker.wait_for("message", 60)
        assert [event["seq"] for event in shown] == list(range(1, 61))
        assert talker.heard("reset") == []

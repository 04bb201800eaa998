"""A room whose log is not the one a client knows, as after a restored backup."""

from tests.clients.proxy import Proxy
from tests.clients.talker import Casting
from tests.kit.people import Person


def test_a_client_that_remembers_another_history_drops_it(
    owner: Person, proxy: Proxy, start: Casting
) -> None:
    with start(owner, url=proxy.url) as talker:
        talker.order(send=["a", "b"])
        talker.wait_for("message", 2)
        rename = "UPDATE support_room SET epoch = %s WHERE owner_id = %s"
        owner.server.sql(rename, "another", owner.room)
        proxy.cut()
        talker.wait_for("reset")
        shown = talker.wait_for("message", 4)
        assert [event["seq"] for event in shown] == [1, 2, 1, 2]
        talker.order(send=["c"])
        assert talker.wait_for("message", 5)[-1]["seq"] == 3

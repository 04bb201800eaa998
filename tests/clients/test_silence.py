"""A connection may stop working without anybody being told."""

from tests.clients.proxy import Proxy
from tests.clients.talker import Casting, assert_all_there
from tests.kit.people import Person


def test_a_client_leaves_a_connection_that_has_fallen_silent(
    owner: Person, proxy: Proxy, start: Casting
) -> None:
    with start(owner, url=proxy.url, timing={"silence": 1.0}) as talker:
        talker.wait_for("state", state="online")
        proxy.freeze()
        talker.order(send=["a", "b"])
        talker.wait_for("delivery", 2, state="sent")
        assert_all_there(owner, talker, ["a", "b"])

"""Unacknowledged messages outlive the client, and are sent by the next one."""

from tests.clients.proxy import Proxy
from tests.clients.talker import Casting, assert_all_there
from tests.kit.people import Person

TEXTS = ["a", "b", "c"]


def test_a_client_that_was_killed_leaves_its_unsent_messages_to_the_next(
    owner: Person, proxy: Proxy, start: Casting
) -> None:
    with start(owner, url=proxy.url) as talker:
        talker.wait_for("state", state="online")
        proxy.freeze()
        talker.order(send=TEXTS)
        talker.wait_for("delivery", len(TEXTS), state="sending")
        talker.process.kill()
    with start(owner) as talker:
        talker.wait_for("delivery", len(TEXTS), state="sent")
        assert_all_there(owner, talker, TEXTS)


def test_messages_that_are_stored_already_are_not_stored_again(
    owner: Person, start: Casting
) -> None:
    with start(owner) as talker:
        outbox = start.folder / "outbox.json"
        talker.order(send=TEXTS)
        talker.wait_for("delivery", len(TEXTS), state="sent")
    assert outbox.read_text() == "[]"
    with start(owner) as talker:
        talker.order(send=["d"])
        talker.wait_for("delivery", state="sent")
        assert [event["message"] for event in talker.wait_for("message", 4)] == [*TEXTS, "d"]


def test_a_message_the_server_does_not_take_fails_and_keeps_no_other(
    owner: Person, start: Casting
) -> None:
    with start(owner) as talker:
        talker.order(send=["a", "\x07", "b"])
        talker.wait_for("delivery", 2, state="sent")
        (failed,) = talker.wait_for("delivery", state="failed")
        assert failed["code"] == "control_characters"
        assert [event["message"] for event in talker.wait_for("message", 2)] == ["a", "b"]

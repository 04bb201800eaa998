"""Clients of a server that repeats, skips, refuses and sends nonsense."""

from collections.abc import Iterator

import pytest

from tests.clients.played import PlayedServer, played_server
from tests.clients.talker import TIMING, Casting, Event, Talker


@pytest.fixture
def server() -> Iterator[PlayedServer]:
    with played_server() as played:
        yield played


@pytest.fixture
def talker(server: PlayedServer, start: Casting) -> Iterator[Talker]:
    """A client of the played server, which takes any ticket."""
    tickets = [f"ticket-{number}" for number in range(20)]
    with start.at(server.url, username="vasya", password="", room=2, first_tickets=tickets) as one:
        yield one


def seqs(events: list[Event]) -> list[int]:
    return [event["seq"] for event in events]


def test_a_message_that_is_repeated_is_shown_once(server: PlayedServer, talker: Talker) -> None:
    visit = server.visit()
    visit.greet(last_seq=3)
    visit.tell(2, 3, 2, 3, 4)
    assert seqs(talker.wait_for("message", 3)) == [2, 3, 4]


def test_after_a_gap_the_client_resumes_from_before_it(
    server: PlayedServer, talker: Talker
) -> None:
    visit = server.visit()
    visit.greet()
    visit.tell(1, 3)
    again = server.visit()
    assert again.query == {"uuid": "ticket-1", "since": "1", "epoch": "e1"}
    again.greet(recovered=True)
    again.tell(2, 3)
    assert seqs(talker.wait_for("message", 3)) == [1, 2, 3]


@pytest.mark.parametrize("nonsense", ["<html>", "7", "[]"])
def test_nonsense_makes_the_client_connect_anew(
    server: PlayedServer, talker: Talker, nonsense: str
) -> None:
    visit = server.visit()
    visit.greet()
    visit.tell(1)
    visit.say_badly(nonsense)
    assert server.visit().query["since"] == "1"


def test_a_frame_of_a_type_that_is_not_known_yet_is_passed_over(
    server: PlayedServer, talker: Talker
) -> None:
    visit = server.visit()
    visit.greet()
    visit.say("reaction", seq=1)
    visit.tell(1)
    assert seqs(talker.wait_for("message")) == [1]


def test_what_was_not_stored_is_sent_again_before_what_follows(
    server: PlayedServer, talker: Talker
) -> None:
    visit = server.visit()
    visit.greet()
    talker.order(send=["a", "b"])
    first = visit.hear()
    mine = first["client_message_id"]
    visit.say("error", code="not_stored", detail="", client_message_id=mine)
    assert visit.hear() == first
    visit.say("ack", client_message_id=mine, seq=1)
    assert visit.hear()["message"] == "b"


def test_the_next_message_waits_for_the_acknowledgement_of_the_one_before(
    server: PlayedServer, talker: Talker
) -> None:
    visit = server.visit()
    visit.greet()
    talker.order(send=["a"])
    first = visit.hear()
    talker.order(send=["b"])
    talker.wait_for("delivery", text="b", state="sending")
    visit.say("ack", client_message_id=first["client_message_id"], seq=1)
    assert visit.hear()["message"] == "b"


def test_what_was_not_acknowledged_is_sent_again_with_the_same_id(
    server: PlayedServer, talker: Talker
) -> None:
    visit = server.visit()
    visit.greet()
    talker.order(send=["a", "b"])
    first = visit.hear()
    visit.close(1012)
    again = server.visit()
    again.greet(recovered=True)
    assert again.hear() == first


def test_a_frame_that_was_too_large_is_not_sent_again(server: PlayedServer, talker: Talker) -> None:
    visit = server.visit()
    visit.greet()
    talker.order(send=["a", "b"])
    visit.hear()
    visit.close(1009)
    talker.wait_for("delivery", state="failed", code="frame_too_large", text="a")
    again = server.visit()
    again.greet(recovered=True)
    assert again.hear()["message"] == "b"


def test_4410_makes_the_client_forget_the_room(server: PlayedServer, talker: Talker) -> None:
    visit = server.visit()
    visit.greet()
    visit.tell(1, 2)
    visit.close(4410)
    talker.wait_for("reset")
    again = server.visit()
    assert again.query == {"uuid": "ticket-1"}
    again.greet(last_seq=1)
    again.tell(1)
    assert seqs(talker.wait_for("message", 3)) == [1, 2, 1]


@pytest.mark.parametrize("code", [1000, 4400, 4403, 4404])
def test_after_a_code_that_says_so_the_client_stays_away(
    server: PlayedServer, talker: Talker, code: int
) -> None:
    visit = server.visit()
    visit.greet()
    visit.close(code)
    (left,) = talker.wait_for("state", state="offline", code=code)
    assert left.get("retryIn", left.get("retry_in")) is None


@pytest.mark.parametrize("code", [1011, 1012, 4401, 4408, 4409])
def test_after_other_codes_it_comes_back_with_a_new_ticket_and_its_place(
    server: PlayedServer, talker: Talker, code: int
) -> None:
    visit = server.visit()
    visit.greet()
    visit.tell(1)
    visit.close(code)
    assert server.visit().query == {"uuid": "ticket-1", "since": "1", "epoch": "e1"}
    talker.wait_for("state", state="offline", code=code)


def test_after_4429_it_comes_back_when_some_time_has_passed(
    server: PlayedServer, talker: Talker
) -> None:
    """Two clients that take each other's place do so seldom."""
    visit = server.visit()
    visit.greet()
    visit.tell(1)
    visit.close(4429)
    (left,) = talker.wait_for("state", state="offline", code=4429)
    assert float(left.get("retryIn") or left["retry_in"]) >= TIMING["longest_pause"] / 2
    assert server.visit().query == {"uuid": "ticket-1", "since": "1", "epoch": "e1"}

"""The judge finds what is wrong in a history, and nothing in one where all is well."""

from collections.abc import Callable

import pytest

from tests.faults.checker import Verdict, judge
from tests.faults.history import Event, Got, History, Member, Row, Sent


def sent(message_id: str, client: str = "anna", connection: int = 1) -> Sent:
    return Sent(client, connection, message_id, f"text of {message_id}")


def got(seq: int, message_id: str, client: str = "anna", connection: int = 1) -> Got:
    return Got(client, connection, seq, message_id, f"text of {message_id}")


def both_got(seq: int, message_id: str) -> list[Event]:
    return [got(seq, message_id), got(seq, message_id, "boris")]


def row(seq: int, message_id: str) -> Row:
    return Row(7, seq, message_id, f"text of {message_id}")


def verdict_on(events: list[Event], stored: list[Row], since: int = 0) -> Verdict:
    """Anna and Boris are in room 7, since before anything was sent."""
    history = History()
    history.members = {"anna": Member(7, since), "boris": Member(7, since)}
    for event in events:
        history.add(event)
    return judge(history, stored)


A_B: list[Event] = [sent("a"), *both_got(1, "a"), sent("b"), *both_got(2, "b")]
STORED = [row(1, "a"), row(2, "b")]


def test_when_all_is_well_it_counts_and_complains_of_nothing() -> None:
    verdict = verdict_on(A_B, STORED)
    assert (verdict.sent, verdict.acknowledged) == (2, 2)
    assert verdict.problems == {}


def test_what_was_there_before_does_not_count() -> None:
    events: list[Event] = [sent("a"), *both_got(6, "a")]
    assert verdict_on(events, [row(6, "a")], since=5).problems == {}


def test_a_message_that_was_never_acknowledged_may_be_missing() -> None:
    verdict = verdict_on([*A_B, sent("c")], STORED)
    assert (verdict.sent, verdict.acknowledged) == (3, 2)
    assert verdict.problems == {}


def test_a_retry_may_be_answered_outside_the_order() -> None:
    events: list[Event] = [*A_B, sent("a", connection=2), got(1, "a", connection=2)]
    assert verdict_on(events, STORED).problems == {}


def test_the_answer_to_a_retry_may_come_before_its_place_in_the_order() -> None:
    events: list[Event] = [
        sent("a"),
        got(1, "a"),
        got(1, "a", "boris"),
        sent("b"),
        sent("c", "boris"),
        got(2, "c", "boris"),
        sent("b", connection=2),
        got(3, "b", connection=2),
        got(2, "c", connection=2),
        got(3, "b", connection=2),
        got(3, "b", "boris"),
    ]
    stored = [row(1, "a"), row(2, "c"), row(3, "b")]
    assert verdict_on(events, stored).problems == {}


Break = Callable[[list[Event], list[Row]], None]


def store_less(events: list[Event], stored: list[Row]) -> None:
    del stored[1]


def store_another(events: list[Event], stored: list[Row]) -> None:
    stored[1] = row(2, "x")


def deliver_less(events: list[Event], stored: list[Row]) -> None:
    events.remove(got(2, "b", "boris"))


def store_twice(events: list[Event], stored: list[Row]) -> None:
    stored.append(row(3, "b"))
    events += [sent("b", connection=2), *both_got(3, "b")]


def number_twice(events: list[Event], stored: list[Row]) -> None:
    stored.append(row(2, "c"))


def deliver_twice(events: list[Event], stored: list[Row]) -> None:
    events.append(got(2, "b", "boris"))


def answer_a_retry_twice(events: list[Event], stored: list[Row]) -> None:
    events += [sent("b", connection=2), *[got(2, "b", connection=2)] * 2]


def acknowledge_anew(events: list[Event], stored: list[Row]) -> None:
    events += [sent("a", connection=2), got(2, "a", connection=2)]


def skip_a_number(events: list[Event], stored: list[Row]) -> None:
    events.remove(got(1, "a", "boris"))


def swap(events: list[Event], stored: list[Row]) -> None:
    one, two = events.index(got(1, "a", "boris")), events.index(got(2, "b", "boris"))
    events[one], events[two] = events[two], events[one]


def disagree(events: list[Event], stored: list[Row]) -> None:
    events[events.index(got(2, "b", "boris"))] = got(2, "x", "boris")


def leave_a_gap(events: list[Event], stored: list[Row]) -> None:
    events += [sent("c"), *both_got(4, "c")]
    stored.append(row(4, "c"))


def overtake(events: list[Event], stored: list[Row]) -> None:
    """A message sent after b was acknowledged gets a number before it."""
    acknowledged: list[Event] = [sent("b", "boris"), got(2, "b", "boris")]
    events[:] = [*acknowledged, sent("a"), *both_got(1, "a"), *both_got(2, "b")]


@pytest.mark.parametrize(
    ("broken", "found"),
    [
        (store_less, "lost"),
        (store_another, "lost"),
        (deliver_less, "lost"),
        (store_twice, "duplicated"),
        (number_twice, "duplicated"),
        (deliver_twice, "duplicated"),
        (answer_a_retry_twice, "duplicated"),
        (acknowledge_anew, "duplicated"),
        (skip_a_number, "out of order"),
        (swap, "out of order"),
        (disagree, "out of order"),
        (leave_a_gap, "out of order"),
        (overtake, "out of order"),
    ],
)
def test_it_finds_what_is_broken(broken: Break, found: str) -> None:
    events, stored = list(A_B), list(STORED)
    broken(events, stored)
    assert found in verdict_on(events, stored).problems

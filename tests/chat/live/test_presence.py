"""Who is online is counted here, heard from elsewhere, and forgotten when nothing is heard."""

import pytest

from rip.chat.live.events import Here
from rip.chat.live.presence import DESK, FORGET_AFTER_SECONDS, Presence


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def presence(clock: Clock) -> Presence:
    return Presence("this process", clock)


def elsewhere(process: str = "another", **people: object) -> Here:
    operators = people.get("operators", {})
    customers = people.get("customers", [])
    assert isinstance(operators, dict)
    assert isinstance(customers, list)
    return Here(process, operators, customers)


def test_nobody_is_there_at_first(presence: Presence) -> None:
    assert not presence.support_online()
    assert not presence.customer_online(2)
    assert presence.operators_in(2) == []


def test_a_customer_is_there_until_their_last_socket_is_gone(presence: Presence) -> None:
    for change, online in ((1, True), (1, True), (-1, True), (-1, False)):
        presence.count_customer(2, change)
        assert presence.customer_online(2) is online


def test_an_operator_is_in_the_rooms_they_are_in(presence: Presence) -> None:
    for name, room in (("vera", 2), ("anna", 2), ("anna", 3), ("anna", DESK)):
        presence.count_operator(name, room, 1)
    assert presence.operators_in(2) == ["anna", "vera"]
    assert presence.operators_in(3) == ["anna"]
    presence.count_operator("vera", 2, -1)
    assert presence.operators_in(2) == ["anna"]


def test_an_operator_at_the_desk_is_online(presence: Presence) -> None:
    presence.count_operator("anna", DESK, 1)
    assert presence.support_online()
    assert presence.operators_in(2) == []


def test_what_a_process_says_is_what_another_hears(presence: Presence, clock: Clock) -> None:
    presence.count_operator("anna", 2, 1)
    presence.count_operator("anna", DESK, 1)
    presence.count_customer(3, 1)
    other = Presence("another", clock)
    other.heard(presence.here())
    assert (other.support_online(), other.customer_online(3)) == (True, True)
    assert other.operators_in(2) == ["anna"]


def test_the_newest_word_of_a_process_counts(presence: Presence) -> None:
    presence.heard(elsewhere(customers=[2]))
    presence.heard(elsewhere(customers=[3]))
    assert not presence.customer_online(2)
    assert presence.customer_online(3)


def test_the_people_of_a_silent_process_are_gone_after_a_while(
    presence: Presence, clock: Clock
) -> None:
    presence.heard(elsewhere("dead", customers=[2], operators={"anna": [2]}))
    clock.now = FORGET_AFTER_SECONDS - 1
    presence.heard(elsewhere("alive", customers=[3]))
    assert presence.customer_online(2)
    clock.now = FORGET_AFTER_SECONDS
    assert not presence.customer_online(2)
    assert not presence.support_online()
    assert presence.customer_online(3)


def test_processes_that_have_ended_are_not_remembered_for_ever(
    presence: Presence, clock: Clock
) -> None:
    for number in range(1_000):
        clock.now += FORGET_AFTER_SECONDS / 2
        presence.heard(elsewhere(str(number), customers=[2]))
    assert len(presence._elsewhere) <= 3


def test_changes_are_noted_until_they_are_told(presence: Presence) -> None:
    presence.count_customer(2, 1)
    assert presence.changed
    presence.here()
    assert not presence.changed

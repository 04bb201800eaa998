"""Presence is counted here, heard from other processes, and expires when nothing is heard."""

import pytest

from rip.chat.live.events import Here
from rip.chat.live.presence import EXPIRES_AFTER_SECONDS, NO_ROOM, Presence


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def presence(clock: Clock) -> Presence:
    return Presence("this process", "support", clock)


def elsewhere(process: str = "another", **people: object) -> Here:
    others = people.get("others", {})
    owners = people.get("owners", [])
    assert isinstance(others, dict)
    assert isinstance(owners, list)
    return Here(process, "support", others, owners)


def test_nobody_is_there_at_first(presence: Presence) -> None:
    assert not presence.others_online()
    assert not presence.owner_online(2)
    assert presence.others_in(2) == []


def test_an_owner_is_there_until_their_last_socket_is_gone(presence: Presence) -> None:
    for change, online in ((1, True), (1, True), (-1, True), (-1, False)):
        presence.count_owner(2, change)
        assert presence.owner_online(2) is online


def test_others_are_in_the_rooms_they_are_in(presence: Presence) -> None:
    for name, room in (("vera", 2), ("anna", 2), ("anna", 3), ("anna", NO_ROOM)):
        presence.count_other(name, room, 1)
    assert presence.others_in(2) == ["anna", "vera"]
    assert presence.others_in(3) == ["anna"]
    presence.count_other("vera", 2, -1)
    assert presence.others_in(2) == ["anna"]


def test_somebody_is_in_a_room_until_their_last_socket_there_is_gone(presence: Presence) -> None:
    for change, online in ((1, True), (1, True), (-1, True), (-1, False)):
        presence.count_other("anna", 2, change)
        assert presence.others_in(2) == ["anna"] * online
        assert presence.others_online() is online


def test_people_of_all_processes_are_there(presence: Presence) -> None:
    presence.count_owner(2, 1)
    presence.count_other("anna", 2, 1)
    presence.heard(elsewhere("one", owners=[3], others={"anna": [3], "vera": [2, NO_ROOM]}))
    presence.heard(elsewhere("two", owners=[4], others={"zoya": [2]}))
    assert presence.owners() == {2, 3, 4}
    assert presence.others() == {
        ("anna", 2),
        ("anna", 3),
        ("vera", 2),
        ("vera", NO_ROOM),
        ("zoya", 2),
    }
    assert presence.others_in(2) == ["anna", "vera", "zoya"]


def test_somebody_in_no_room_is_online(presence: Presence) -> None:
    presence.count_other("anna", NO_ROOM, 1)
    assert presence.others_online()
    assert presence.others_in(2) == []


def test_what_a_process_says_is_what_another_hears(presence: Presence, clock: Clock) -> None:
    presence.count_other("anna", 2, 1)
    presence.count_other("anna", NO_ROOM, 1)
    presence.count_owner(3, 1)
    other = Presence("another", "support", clock)
    other.heard(presence.here())
    assert (other.others_online(), other.owner_online(3)) == (True, True)
    assert other.others_in(2) == ["anna"]


def test_the_newest_word_of_a_process_counts(presence: Presence) -> None:
    presence.heard(elsewhere(owners=[2]))
    presence.heard(elsewhere(owners=[3]))
    assert not presence.owner_online(2)
    assert presence.owner_online(3)


def test_the_people_of_a_silent_process_are_gone_after_a_while(
    presence: Presence, clock: Clock
) -> None:
    presence.heard(elsewhere("dead", owners=[2], others={"anna": [2]}))
    clock.now = EXPIRES_AFTER_SECONDS - 1
    presence.heard(elsewhere("alive", owners=[3]))
    assert presence.owner_online(2)
    clock.now = EXPIRES_AFTER_SECONDS
    assert not presence.owner_online(2)
    assert not presence.others_online()
    assert presence.owner_online(3)


def test_processes_that_have_ended_are_not_remembered_for_ever(
    presence: Presence, clock: Clock
) -> None:
    for number in range(1_000):
        clock.now += EXPIRES_AFTER_SECONDS / 2
        presence.heard(elsewhere(str(number), owners=[2]))
    assert len(presence.elsewhere) <= 3


def test_changes_are_noted_until_they_are_told(presence: Presence) -> None:
    presence.count_owner(2, 1)
    assert presence.changed
    presence.here()
    assert not presence.changed
    presence.count_other("anna", 2, 1)
    assert presence.changed


def test_what_was_told_is_told_again_when_so_many_seconds_are_over(
    presence: Presence, clock: Clock
) -> None:
    assert not presence.is_due(10)
    clock.now = 10
    assert not presence.is_due(10)
    clock.now = 11
    assert presence.is_due(10)
    presence.here()
    assert not presence.is_due(10)
    clock.now = 22
    assert presence.is_due(10)


def test_without_a_time_only_changes_are_told(presence: Presence, clock: Clock) -> None:
    clock.now = 1_000_000
    assert not presence.is_due(0)
    presence.count_owner(2, 1)
    assert presence.is_due(0)

"""Buckets give what is in them at once, and the rest as it comes."""

import pytest

from rip.core.work.buckets import FEW, Buckets, Pace

PACE = Pace(per_second=5, burst=30)


class Clock:
    now = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def buckets(clock: Clock) -> Buckets:
    return Buckets(clock)


def test_a_full_bucket_gives_all_it_holds_and_then_one_as_it_comes(
    buckets: Buckets, clock: Clock
) -> None:
    assert [buckets.take("masha", PACE) for _ in range(30)] == [0.0] * 30
    assert buckets.take("masha", PACE) == pytest.approx(0.2)
    clock.now += 0.2
    assert buckets.take("masha", PACE) == 0.0
    assert buckets.take("masha", PACE) == pytest.approx(0.2)


def test_what_is_refused_takes_nothing(buckets: Buckets) -> None:
    for _ in range(30):
        buckets.take("masha", PACE)
    waits = [buckets.take("masha", PACE) for _ in range(3)]
    assert waits == pytest.approx([0.2, 0.2, 0.2])


def test_reservations_are_for_one_token_each_in_their_order(buckets: Buckets, clock: Clock) -> None:
    waits = [buckets.reserve("masha", PACE) for _ in range(33)]
    assert waits == pytest.approx([0.0] * 30 + [0.2, 0.4, 0.6])
    clock.now += 0.6
    assert buckets.reserve("masha", PACE) == pytest.approx(0.2)


def test_each_key_has_a_bucket_of_its_own(buckets: Buckets) -> None:
    for _ in range(31):
        buckets.take("masha", PACE)
    assert buckets.take("vasya", PACE) == 0.0


def test_a_bucket_never_holds_more_than_it_can(buckets: Buckets, clock: Clock) -> None:
    for _ in range(30):
        buckets.take("masha", PACE)
    clock.now += 1_000
    assert [buckets.take("masha", PACE) for _ in range(30)] == [0.0] * 30
    assert buckets.take("masha", PACE) > 0


def test_full_buckets_are_forgotten_and_no_others(buckets: Buckets, clock: Clock) -> None:
    for number in range(FEW):
        buckets.take(number, PACE)
    clock.now += 1
    for _ in range(30):
        buckets.take("masha", PACE)
    assert len(buckets) == 1
    assert buckets.take("masha", PACE) > 0

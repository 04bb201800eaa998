"""Rates, percentiles and sizes of a measurement."""

import math

from bench.load.measurement import Measurement


def test_a_rate_is_answers_by_seconds() -> None:
    assert Measurement(2.0, [0.1] * 50).per_second == 25


def test_a_percentile_is_in_milliseconds() -> None:
    measurement = Measurement(1.0, [number / 1000 for number in range(1, 101)])
    assert round(measurement.percentile(50)) == 50
    assert round(measurement.percentile(99)) == 100


def test_too_few_answers_have_no_percentile() -> None:
    assert math.isnan(Measurement(1.0, [0.1]).percentile(50))


def test_the_size_of_an_answer_is_the_mean() -> None:
    assert Measurement(1.0, [0.1] * 4, bytes=10).bytes_each == 2
    assert Measurement(1.0, []).bytes_each == 0

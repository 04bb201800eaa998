"""Random frames: nothing a client sends surprises the server."""

import pytest

from tests.faults import fuzz_frames

pytestmark = pytest.mark.slow


def test_random_frames_are_answered_or_closed_with_a_documented_code() -> None:
    figures = fuzz_frames.run(20_000, seed=7)
    assert sum(figures.errors.values()) > 10_000

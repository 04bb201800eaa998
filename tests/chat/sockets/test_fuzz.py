"""Random frames: nothing a client sends surprises the server."""

from tests.faults import fuzz_frames


def test_random_frames_are_answered_or_closed_with_a_documented_code() -> None:
    figures = fuzz_frames.run(20_000, seed=7)
    assert sum(figures.errors.values()) > 10_000

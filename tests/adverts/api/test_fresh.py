"""A read that starts after a write was acknowledged shows it, from any process of the board."""

import pytest

from tests.faults.soak import processes
from tests.faults.soak_catalogue import soak

pytestmark = pytest.mark.slow


def test_no_read_misses_a_write_of_another_process() -> None:
    with processes(2) as servers:
        reads, missed = soak(servers, seconds=3)
    assert missed == []
    assert reads > 20

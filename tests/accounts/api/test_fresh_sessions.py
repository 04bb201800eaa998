"""A log-out, a lost right or a deactivation counts from the next request on, in every process."""

import pytest

from tests.faults.soak import processes
from tests.faults.soak_sessions import soak

pytestmark = pytest.mark.slow


def test_no_request_is_answered_by_what_a_log_in_was_before() -> None:
    with processes(2) as servers:
        reads, missed = soak(servers, seconds=5)
    assert missed == []
    assert reads > 20

"""A RIP that breaks its promises is found out by one run of the lab."""

import asyncio
import random

import pytest

from tests.faults.kinds import KINDS
from tests.faults.lab import Outcome, run
from tests.faults.site import Backend, site_on
from tests.kit.programs import NotInstalled

pytestmark = pytest.mark.slow

ONE_NODE = Backend()
TWO_NODES = Backend(redis=True, nodes=2)
# Waiting for lost messages is shorter than for late ones.
PATIENCE_SECONDS = 15.0


def outcome_of(how: str, kind: str, backend: Backend) -> Outcome:
    async def scenario() -> Outcome:
        program = ("-m", "tests.faults.broken", how)
        async with site_on(how, backend, program) as site:
            return await run(site, KINDS[kind], random.Random(1), PATIENCE_SECONDS)

    try:
        return asyncio.run(scenario())
    except NotInstalled as error:
        pytest.skip(str(error))


def test_acknowledging_before_the_commit_loses_messages() -> None:
    outcome = outcome_of("acknowledge-before-commit", "worker SIGKILL", ONE_NODE)
    assert "lost" in outcome.verdict.problems


def test_not_reading_the_gaps_breaks_the_order() -> None:
    outcome = outcome_of("skip-gaps", "Redis SIGKILL", TWO_NODES)
    assert "out of order" in outcome.verdict.problems


def test_storing_retries_as_new_messages_duplicates_them() -> None:
    outcome = outcome_of("store-retries", "database locked", ONE_NODE)
    assert "duplicated" in outcome.verdict.problems

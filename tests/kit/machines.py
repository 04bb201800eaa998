"""State machines, which test by doing anything in any order: how long each runs.

An ordinary run is short, and shows a failure as it was found. With RIP_TEST_EXAMPLES a run is as
long as that says; it begins with the last failure, and makes what fails as small as it can.
"""

import os
import sys
from typing import Final

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, run_state_machine_as_test

EXAMPLES: Final = int(os.environ.get("RIP_TEST_EXAMPLES", "0"))
PHASES: Final = [Phase.reuse, Phase.generate, *([Phase.shrink] if EXAMPLES else [])]

patient: Final = pytest.mark.timeout(3600)


class Machine(RuleBasedStateMachine):
    """Counts its steps over all examples."""

    steps_run = 0

    @invariant()
    def count_step(self) -> None:
        type(self).steps_run += 1


def run_machine(machine: type[Machine], *, examples: int, steps: int) -> None:
    """Run so many examples of at most so many steps each, and print how many steps that was."""
    machine.steps_run = 0
    try:
        run_state_machine_as_test(
            machine,
            settings=settings(
                max_examples=EXAMPLES or examples,
                stateful_step_count=steps,
                phases=PHASES,
                suppress_health_check=[HealthCheck.too_slow],
            ),
        )
    finally:
        sys.stdout.write(f"{machine.__name__}: {machine.steps_run:,} steps\n")

"""The timeouts and delays of a chat client."""

import random
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Timing:
    """All in seconds.

    Pauses between attempts begin with `first_pause`, double up to `longest_pause`, and begin anew
    after a connection of `good_after`. A connection that answers nothing for `silence` is given up.
    """

    first_pause: float = 0.5
    longest_pause: float = 30.0
    good_after: float = 10.0
    silence: float = 20.0

    def pause_after(self, failures: float) -> float:
        """The pause after this many failures in a row: random, so that clients spread out."""
        whole: float = min(self.longest_pause, self.first_pause * 2.0 ** min(failures - 1, 30))
        return whole * random.uniform(0.5, 1.0)

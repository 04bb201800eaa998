"""What was measured."""

import math
import statistics
from dataclasses import dataclass


@dataclass(frozen=True)
class Figures:
    """The answers to one kind of request: how many in how long, and how long each took.

    The shares of a core that the server and the load itself used go from 0 to 1.
    """

    seconds: float
    latencies: list[float]
    bytes: int = 0
    server_cpu: float = 0.0
    load_cpu: float = 0.0

    @property
    def per_second(self) -> float:
        return len(self.latencies) / self.seconds

    @property
    def bytes_each(self) -> int:
        return round(self.bytes / len(self.latencies)) if self.latencies else 0

    def percentile(self, percent: int) -> float:
        """In milliseconds; not a number when there were too few answers."""
        if len(self.latencies) < 2:
            return math.nan
        return statistics.quantiles(self.latencies, n=100)[percent - 1] * 1000

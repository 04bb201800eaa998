"""What was measured."""

import statistics
from dataclasses import dataclass


@dataclass(frozen=True)
class Figures:
    """The answers to one kind of request: how many in how long, and how long each took."""

    seconds: float
    latencies: list[float]

    @property
    def per_second(self) -> float:
        return len(self.latencies) / self.seconds

    def percentile(self, percent: int) -> float:
        """In milliseconds."""
        return statistics.quantiles(self.latencies, n=100)[percent - 1] * 1000

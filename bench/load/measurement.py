"""The result of a load."""

import math
import statistics
from dataclasses import dataclass


@dataclass(frozen=True)
class Measurement:
    """The responses to one kind of request. Times are in seconds.

    `server_cpu` and `load_cpu` are the shares of a core that were used, from 0 to 1.
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
        """Return milliseconds; not a number when there were too few responses."""
        if len(self.latencies) < 2:
            return math.nan
        return statistics.quantiles(self.latencies, n=100)[percent - 1] * 1000

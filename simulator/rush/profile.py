"""How purchases arrive over time: as many as the profile says, whether the port keeps up or not."""

from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Final, Literal

from gateway_client.wire.findings import Words

Between = Literal["steps", "lines"]
BETWEEN: Final[tuple[Between, ...]] = ("steps", "lines")


@dataclass(frozen=True, slots=True)
class Profile:
    """Multiples of a rate, minute by minute; in between they hold (``steps``) or change evenly (``lines``).

    What the minutes say is compressed or stretched into the time of a run. With ``files``, in seconds, a company
    gathers what is bought and hands it over as a file at these intervals, each at the beginning of its interval.
    """

    name: str
    title: Words
    minutes: tuple[float, ...]
    between: Between = "steps"
    files: float | None = None

    def schedule(self, rate: float, seconds: float) -> "Schedule":
        """Return the arrivals of a run."""
        lines = self.between == "lines"
        multiples = list(pairwise(self.minutes)) if lines else [(one, one) for one in self.minutes]
        return Schedule([(rate * one, rate * other) for one, other in multiples], seconds, self.files)


class Schedule:
    """When how many purchases have arrived, shared evenly among workers."""

    def __init__(self, rates: list[tuple[float, float]], seconds: float, files: float | None) -> None:
        """``rates`` are purchases a second at the beginning and the end of stretches of the same length."""
        self.seconds = seconds
        self._files = files
        self._rates = rates
        self._length = seconds / len(rates)
        self._before = [0.0, *accumulate((one + other) / 2 * self._length for one, other in rates)]

    @property
    def total(self) -> int:
        """How many purchases arrive in all."""
        return round(self._before[-1])

    def arrived_by(self, second: float) -> int:
        """Return how many purchases have arrived this many seconds after the beginning."""
        if second < 0:
            return 0
        if self._files:
            second = (second // self._files + 1) * self._files
        if second >= self.seconds:
            return self.total
        number = min(int(second / self._length), len(self._rates) - 1)
        one, other = self._rates[number]
        into = second - number * self._length
        return int(self._before[number] + one * into + (other - one) * into * into / (2 * self._length))

    def share(self, second: float, worker: int, workers: int) -> int:
        """Return how many of those arrive at one of the workers, which are numbered from 0."""
        return (self.arrived_by(second) + workers - 1 - worker) // workers

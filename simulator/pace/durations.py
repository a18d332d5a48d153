"""How long a step takes: anything between two bounds, or mostly near a median and now and then much longer.

A draw from 0 up to 1 decides, and the same draw gives the same whole number of milliseconds everywhere.
"""

import math
import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from statistics import NormalDist

_UNITS: Final = {"ms": 1, "s": 1000, "min": 60_000, "h": 3_600_000, "d": 86_400_000}
_MOST: Final = 366 * _UNITS["d"]

WRITTEN: Final = 'write "250ms", "1s", "15min", "2h" or "3d", at most "366d"'
"""How durations are written, for whoever wrote one otherwise."""


def milliseconds(written: object) -> int | None:
    """Return the milliseconds of ``250ms``, ``1s``, ``15min``, ``2h`` or ``3d``; ``None`` if that is no duration."""
    match = re.fullmatch(r"([0-9]{1,11})(ms|s|min|h|d)", written) if isinstance(written, str) else None
    found = int(match[1]) * _UNITS[match[2]] if match else None
    return found if found is None or found <= _MOST else None


@dataclass(frozen=True, slots=True)
class Uniform:
    """Any time between two bounds, all alike; with equal bounds always the same time. In milliseconds."""

    least: int
    most: int

    def drawn(self, draw: float) -> int:
        """Return the time that a draw gives."""
        return self.least + int(draw * (self.most - self.least + 1))


@dataclass(frozen=True, slots=True)
class Lognormal:
    """Half of the times below the median and a long tail above it, held between two bounds. In milliseconds.

    Two in three times lie between ``median / spread`` and ``median * spread``. What falls outside the
    bounds is set to the nearer one, so that the bounds do not move the median.
    """

    median: int
    spread: float
    least: int
    most: int

    def drawn(self, draw: float) -> int:
        """Return the time that a draw gives."""
        if not draw:
            return self.least  # infinitely far below the median
        time = round(self.median * math.pow(self.spread, _normal().inv_cdf(draw)))
        return min(max(time, self.least), self.most)


Duration = Uniform | Lognormal


@cache
def _normal() -> "NormalDist":
    from statistics import NormalDist  # late: it takes longer to import than all of this package

    return NormalDist()

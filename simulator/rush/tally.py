"""What is counted in a rush, in figures that can be summed over workers and sent between processes."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any, Final, Self

STAGES: Final = ("arrived → sent", "sent → 2", "2 → 120", "120 → 800", "HTTP")
MOST_NAMED: Final = 10
_FINE: Final = 100
_MAXIMA: Final = frozenset({"last_arrival", "last_end"})


@dataclass(slots=True)
class Tally:
    """Counts of one worker, or of all. Moments are seconds of this machine's clock; ``None`` when there was none.

    ``stages`` counts milliseconds, rounded to two digits, by stage. ``lost`` and ``doubled`` count receipts by
    document and status; ``open`` names purchases that are not at their end: order number, arrival, what is missing.
    """

    arrived: int = 0
    sent: int = 0
    messages: int = 0
    released: int = 0
    refused: int = 0
    unplanned: int = 0
    backlog: int = 0
    strangers: int = 0
    fetched_again: int = 0
    oldest: float | None = None
    last_arrival: float | None = None
    last_end: float | None = None
    lost: dict[str, int] = field(default_factory=dict)
    doubled: dict[str, int] = field(default_factory=dict)
    troubles: dict[str, int] = field(default_factory=dict)
    stages: dict[str, dict[int, int]] = field(default_factory=dict)
    open: list[tuple[str, float, str]] = field(default_factory=list)
    otherwise: list[tuple[str, str]] = field(default_factory=list)

    def add(self, other: Self) -> None:
        """Sum up with another worker's."""
        for name, value in asdict(other).items():
            mine = getattr(self, name)
            if name == "stages":
                for stage, counts in value.items():
                    mine[stage] = dict(Counter(mine.get(stage, {})) + Counter(counts))
            elif isinstance(value, dict):
                setattr(self, name, dict(Counter(mine) + Counter(value)))
            elif name == "open":
                self.open = sorted([*mine, *map(tuple, value)], key=lambda one: one[1])[:MOST_NAMED]
            elif isinstance(value, list):
                setattr(self, name, [*mine, *map(tuple, value)][:MOST_NAMED])
            elif name == "oldest" or name in _MAXIMA:
                known = [one for one in (mine, value) if one is not None]
                setattr(self, name, (min if name == "oldest" else max)(known) if known else None)
            else:
                setattr(self, name, mine + value)

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON types."""
        return asdict(self)

    @classmethod
    def read(cls, said: dict[str, Any]) -> Self:
        """Return what ``as_json`` said, after JSON made texts of the milliseconds."""
        stages = {name: {int(ms): count for ms, count in counts.items()} for name, counts in said["stages"].items()}
        return cls(**{**said, "stages": stages})


def summed(tallies: Iterable[Tally]) -> Tally:
    """Return the sum of all workers."""
    whole = Tally()
    for one in tallies:
        whole.add(one)
    return whole


def rounded(milliseconds: float) -> int:
    """Return milliseconds with two digits, so that a stage takes no more than some hundred different values."""
    whole = max(round(milliseconds), 0)
    unit = 1
    while whole >= _FINE * unit:
        unit *= 10
    return round(whole / unit) * unit


def quantile(counts: dict[int, int], share: float) -> int | None:
    """Return the milliseconds below which this share lies; ``None`` of nothing."""
    rank = share * sum(counts.values())
    passed = 0
    for milliseconds in sorted(counts):
        passed += counts[milliseconds]
        if passed >= rank:
            return milliseconds
    return None

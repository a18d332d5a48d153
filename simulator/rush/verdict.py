"""What became of a rush, in terms of the business: cleared, refused as planned, unanswered, lost, doubled."""

from dataclasses import dataclass, field
from typing import Any, Final

from simulator.rush.tally import STAGES, Tally, quantile

_HALF: Final = 0.5
_NEARLY_ALL: Final = 0.99


@dataclass(frozen=True, slots=True)
class Sample:
    """How it stood at a moment, in seconds since the beginning."""

    second: float
    arrived: int
    sent: int
    released: int
    refused: int
    backlog: int
    oldest: float

    @classmethod
    def of(cls, tally: Tally, second: float, now: float) -> "Sample":
        """Return how it stands."""
        oldest = 0.0 if tally.oldest is None else max(now - tally.oldest, 0.0)
        return cls(second, tally.arrived, tally.sent, tally.released, tally.refused, tally.backlog, oldest)


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What was asked for: a profile in its box or file, base rate, seconds, users, workers, documents a message."""

    profile: str
    rate: float
    seconds: float
    planned: int
    users: int
    workers: int
    batch: int
    seed: int
    target: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """The whole of it. ``broken`` says why the generator itself did not get to the end, if it did not."""

    rehearsal: Rehearsal
    tally: Tally
    now: float
    workers_lost: int = 0
    broken: str = ""
    samples: list[Sample] = field(default_factory=list)

    @property
    def unanswered(self) -> int:
        """How many purchases are not at their end."""
        return self.tally.backlog

    @property
    def lost(self) -> int:
        """How many receipts of purchases that are at their end never came."""
        return sum(self.tally.lost.values())

    @property
    def doubled(self) -> int:
        """How many receipts came a second time as another one."""
        return sum(self.tally.doubled.values())

    @property
    def drain(self) -> float | None:
        """Seconds from the last arrival to the last end; ``None`` while there is a backlog."""
        tally = self.tally
        if tally.backlog or tally.last_arrival is None or tally.last_end is None:
            return None
        return max(tally.last_end - tally.last_arrival, 0.0)

    @property
    def oldest(self) -> float | None:
        """How many seconds ago the oldest unanswered purchase arrived."""
        return None if self.tally.oldest is None else self.now - self.tally.oldest

    @property
    def good(self) -> bool:
        """Did everything arrive and end as planned, nothing lost, nothing twice?"""
        tally = self.tally
        wrong = (self.unanswered, self.lost, self.doubled, tally.strangers, tally.unplanned, self.workers_lost)
        return not any(wrong) and not self.broken and tally.arrived == tally.sent == self.rehearsal.planned

    def stages(self) -> dict[str, tuple[int | None, int | None]]:
        """Return the median and the 99th percentile of each stage, in milliseconds."""
        found = {name: self.tally.stages.get(name, {}) for name in STAGES}
        return {name: (quantile(one, _HALF), quantile(one, _NEARLY_ALL)) for name, one in found.items()}

    def as_json(self) -> dict[str, Any]:
        """Return it for programs."""
        tally, asked = self.tally, self.rehearsal
        return {
            "good": self.good,
            "profile": asked.profile,
            "rate": asked.rate,
            "seconds": asked.seconds,
            "users": asked.users,
            "workers": asked.workers,
            "batch": asked.batch,
            "seed": asked.seed,
            "target": asked.target,
            "planned": asked.planned,
            "arrived": tally.arrived,
            "sent": tally.sent,
            "messages": tally.messages,
            "released": tally.released,
            "refusedAsPlanned": tally.refused,
            "endedOtherwise": tally.unplanned,
            "unanswered": self.unanswered,
            "oldestUnansweredSeconds": _rounded(self.oldest),
            "drainSeconds": _rounded(self.drain),
            "receiptsLost": tally.lost,
            "receiptsDoubled": tally.doubled,
            "receiptsOfOthers": tally.strangers,
            "receiptsFetchedAgain": tally.fetched_again,
            "troubles": tally.troubles,
            "workersLost": self.workers_lost,
            "broken": self.broken or None,
            "open": [{"orderNo": one, "age": _rounded(self.now - at), "missing": what} for one, at, what in tally.open],
            "otherwise": [{"about": about, "said": said} for about, said in tally.otherwise],
            "stages": {name: {"p50": half, "p99": most} for name, (half, most) in self.stages().items()},
            "samples": [
                {
                    "second": _rounded(one.second),
                    "arrived": one.arrived,
                    "sent": one.sent,
                    "released": one.released,
                    "refused": one.refused,
                    "backlog": one.backlog,
                    "oldest": _rounded(one.oldest),
                }
                for one in self.samples
            ],
        }


def _rounded(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds, 2)

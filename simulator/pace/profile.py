"""A pace: how long each step takes, when everything takes longer, and when nothing moves."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from gateway_client.facts.workdays import next_open
from gateway_client.wire.findings import Words
from simulator.pace.durations import Duration, Uniform
from simulator.pace.periods import Period

STEPS: Final = ("accept", "enter", "release", "deliver", "bill")
"""The steps that can take time, by the names of ``simulator.steps.Event``, which stands above this package."""

_MILLISECOND: Final = timedelta(milliseconds=1)


class Timing(NamedTuple):
    """How long a step takes, and whether it is done by people, in office hours only."""

    duration: Duration
    office: bool = False


class Rush(NamedTuple):
    """A period in which some steps take ``factor`` times as long, their bounds too."""

    period: Period
    steps: frozenset[str]
    factor: Decimal


class Window(NamedTuple):
    """A period of maintenance in which some steps are not done."""

    period: Period
    steps: frozenset[str]


_AT_ONCE: Final = Timing(Uniform(0, 0))


@dataclass(frozen=True, slots=True)
class Pace:
    """How long each step takes; a step that is not named takes no time.

    ``rushes`` stand in the order in which they are looked at: the first that holds counts.
    """

    name: str
    title: Words
    steps: Mapping[str, Timing] = field(hash=False)
    rushes: tuple[Rush, ...] = ()
    maintenance: tuple[Window, ...] = ()
    source: str | Mapping[str, Any] = field(default="instant", hash=False, compare=False)
    """What ``reading.pace_of`` makes this pace of: a name in the box, durations by step, or the text of a file."""
    timed: frozenset[str] = field(init=False, repr=False, compare=False)
    """The steps that may be due later than they begin; whoever is in a hurry asks here before drawing."""

    def __post_init__(self) -> None:
        timed = {step for step, timing in self.steps.items() if timing.duration.most or timing.office}
        object.__setattr__(self, "steps", MappingProxyType(dict(self.steps)))
        object.__setattr__(self, "timed", frozenset(timed.union(*(window.steps for window in self.maintenance))))

    def __reduce__(self) -> tuple[Any, ...]:
        """Go to another process as what it was made from: a view of a mapping cannot."""
        return Pace, (self.name, self.title, dict(self.steps), self.rushes, self.maintenance, self.source)

    def due(self, event: str, begun: datetime, draw: float) -> datetime:
        """Return when a step is done that began at ``begun``; a draw from 0 up to 1 decides how long it takes.

        People begin when their office is open, and what is then due while it is closed is done when it
        opens. What is due during maintenance is done at its end.
        """
        if event not in self.timed:
            return begun
        duration, office = self.steps.get(event, _AT_ONCE)
        started = next_open(begun) if office else begun
        taken = round(duration.drawn(draw) * self._factor(event, started))
        return self._possible(event, started + taken * _MILLISECOND, office=office)

    def _factor(self, event: str, moment: datetime) -> Decimal | int:
        holding = (rush.factor for rush in self.rushes if event in rush.steps and rush.period.end_at(moment))
        return next(holding, 1)

    def _possible(self, event: str, moment: datetime, *, office: bool) -> datetime:
        """Return the first moment from this one on at which a step can be done."""
        while True:
            before = moment
            for window in self.maintenance:
                if event in window.steps:
                    moment = window.period.end_at(moment) or moment
            if office:
                moment = next_open(moment)
            if moment == before:
                return moment


INSTANT: Final = Pace("instant", Words("At once", "即时"), dict.fromkeys(STEPS, _AT_ONCE))
"""Nothing takes time."""


def simple_pace(accept: timedelta, enter: timedelta, release: timedelta, deliver: timedelta) -> Pace:
    """Return the pace at which each step always takes the same time; ``ValueError`` if one is negative.

    A tax bill, where a world sends any, comes at once.
    """
    steps = {}
    for step, time in zip(STEPS[:4], (accept, enter, release, deliver), strict=True):
        if time < timedelta():
            raise ValueError(f"{step} cannot take {time.total_seconds()} seconds")
        steps[step] = Timing(Uniform(time // _MILLISECOND, time // _MILLISECOND))
    source = {step: f"{timing.duration.most}ms" for step, timing in steps.items()}
    return Pace("simple", Words("Always the same", "固定时长"), steps, source=source)

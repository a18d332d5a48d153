"""Periods that come once, every year or every day: rushes, and windows of maintenance.

A period is written as two moments of one form: ``2026-11-11 00:00`` once, ``11-11 00:00`` every year,
``02:30`` every day. One that ends at or before its begin ends in the next year or on the next day. A
yearly period with a 29 February in it by name comes in leap years only.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Final, Literal, NamedTuple

Rhythm = Literal["once", "yearly", "daily"]

_FORM: Final = r"(?:(?:([0-9]{4})-)?([0-9]{2})-([0-9]{2}) )?([0-9]{2}):([0-9]{2})"
_LEAP_YEAR: Final = 2000
_CIRCLE: Final = {"yearly": timedelta(days=366), "daily": timedelta(days=1)}

WRITTEN: Final = 'write "2026-11-11 00:00" for once, "11-11 00:00" for every year or "02:30" for every day'
"""How moments are written, for whoever wrote one otherwise."""


class Mark(NamedTuple):
    """Where a period begins or ends; what its form leaves open is 1 January of a leap year."""

    rhythm: Rhythm
    at: datetime


def mark(written: object) -> Mark | None:
    """Return the moment that is written; ``None`` if that is none or the calendar has no such day."""
    match = re.fullmatch(_FORM, written) if isinstance(written, str) else None
    if not match:
        return None
    year, month, day, hour, minute = match.groups()
    rhythm: Rhythm = "once" if year else "yearly" if month else "daily"
    try:
        return Mark(rhythm, datetime(int(year or _LEAP_YEAR), int(month or 1), int(day or 1), int(hour), int(minute)))
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Period:
    """From a moment to another, the end not included."""

    rhythm: Rhythm
    begin: datetime
    end: datetime

    @property
    def length(self) -> timedelta:
        """How long it lasts, in a leap year if that makes a difference; below 0 if it comes once, upside down."""
        length = self.end - self.begin
        return length % _CIRCLE[self.rhythm] if self.rhythm in _CIRCLE else length

    def end_at(self, moment: datetime) -> datetime | None:
        """Return the end of the occurrence that holds a moment, ``None`` if none does."""
        if not self._may_hold(moment):
            return None
        return next((end for begin, end in self.around(moment) if begin <= moment < end), None)

    def around(self, moment: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Yield the occurrences that begin in the year or on the day of a moment, or in the one before."""
        match self.rhythm:
            case "once":
                yield self.begin, self.end
            case "yearly":
                yield from self._in(moment.year - 1)
                yield from self._in(moment.year)
            case "daily":
                today = datetime(moment.year, moment.month, moment.day)
                for days in (-1, 0):
                    begin = today + timedelta(days=days, hours=self.begin.hour, minutes=self.begin.minute)
                    yield begin, begin + self.length

    def _may_hold(self, moment: datetime) -> bool:
        """Is a moment within, but for a 29 February that its year has not? Quick: for most moments the answer is no."""
        match self.rhythm:
            case "once":
                at = moment
            case "yearly":
                at = moment.replace(year=_LEAP_YEAR)
            case "daily":
                at = moment.replace(year=_LEAP_YEAR, month=1, day=1)
        if self.begin < self.end:
            return self.begin <= at < self.end
        return at >= self.begin or at < self.end

    def _in(self, year: int) -> Iterator[tuple[datetime, datetime]]:
        try:
            yield self.begin.replace(year=year), self.end.replace(year=year + (self.end <= self.begin))
        except ValueError:  # this year has no 29 February
            return


def clash(periods: Mapping[int, Period]) -> tuple[int, int] | None:
    """Return the numbers of two periods of one rhythm that overlap, the lower first; ``None`` if none do."""
    leap = datetime(2024, 7, 1)  # a year in which every yearly period comes
    turns = sorted(
        (period.rhythm, begin, end, number) for number, period in periods.items() for begin, end in period.around(leap)
    )
    for (rhythm, _, end, one), (other_rhythm, begin, _, other) in pairwise(turns):
        if rhythm == other_rhythm and begin < end:
            return min(one, other), max(one, other)
    return None

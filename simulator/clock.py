"""What time it is in a world: always Beijing time, whatever the machine says.

Everything takes its clock as an argument; nothing else in the house asks the machine for the time.
"""

import time
from datetime import date, datetime, timedelta, timezone
from functools import lru_cache
from typing import Final, Protocol

BEIJING: Final = timezone(timedelta(hours=8), "Beijing")
"""China has had one time zone and no summer time since 1992."""


class Clock(Protocol):
    """Tells the time of a world, as a moment without a zone: Beijing time."""

    def now(self) -> datetime:
        """Return the present moment."""
        ...


class WallClock:
    """The machine's time, or that of a world that began at another moment and runs on from it."""

    def __init__(self, start: datetime | None = None) -> None:
        self._offset = start - self._machine() if start else timedelta()
        self._last = datetime.min

    def now(self) -> datetime:
        """Return the present moment; it never runs backwards, even when the machine's clock does."""
        self._last = max(self._last, self._machine() + self._offset)
        return self._last

    @staticmethod
    def _machine() -> datetime:
        return datetime.fromtimestamp(time.time(), BEIJING).replace(tzinfo=None)


class SteppedClock:
    """Stands still until it is moved."""

    def __init__(self, start: datetime) -> None:
        self._now = start

    def now(self) -> datetime:
        """Return the moment it was last moved to."""
        return self._now

    def advance(self, by: timedelta) -> None:
        """Move on; ``ValueError`` when the way leads back."""
        if by < timedelta():
            raise ValueError(f"a clock cannot go back by {-by}")
        self._now += by


def stamp(moment: datetime) -> int:
    """Return a moment as the receipts write it, ``YYYYMMDDhhmmssSSS``, as a number."""
    day = (moment.year * 100 + moment.month) * 100 + moment.day
    clock = (moment.hour * 100 + moment.minute) * 100 + moment.second
    return (day * 1_000_000 + clock) * 1000 + moment.microsecond // 1000


def moment(number: int) -> datetime:
    """Return the moment behind a stamp."""
    digits = f"{number:017d}"
    return datetime(
        int(digits[:4]),
        int(digits[4:6]),
        int(digits[6:8]),
        int(digits[8:10]),
        int(digits[10:12]),
        int(digits[12:14]),
        int(digits[14:]) * 1000,
    )


@lru_cache(maxsize=1000)
def day_of(number: int) -> date:
    """Return the day of a stamp."""
    return moment(number).date()

"""What time it is in a world: always Beijing time, whatever the machine says.

Everything takes its clock as an argument; nothing else in the house asks the machine for the time.

A world's clock *runs* (with the machine's, or on from some moment, as fast or many times as fast), is
*stepped* (it stands still until it is moved), or *instant*: it leaps to whatever is planned as soon as it is
planned, so that nobody waits.
"""

import time
from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from functools import lru_cache
from typing import Final, NamedTuple, Protocol

BEIJING: Final = timezone(timedelta(hours=8), "Beijing")
"""China has had one time zone and no summer time since 1992."""

KINDS: Final = ("running", "stepped", "instant")
FASTEST: Final = 1_000_000
"""Times real time."""
EARLIEST: Final = datetime(2000, 1, 1)
LATEST: Final = datetime(2199, 12, 31, 23, 59, 59)
"""Further than this no clock goes: the calendar of receipts ends with four digits of a year."""
_LONGEST: Final = 200 * 366 * 86_400.0
"""Seconds after which every clock has come to the latest moment."""


class Backwards(ValueError):
    """A clock that was asked to go back: nothing that has happened can be undone by it."""

    def __init__(self, now: datetime, to: datetime) -> None:
        super().__init__(f"{written(to)} is before the world's time, {written(now)}: a clock only goes on")
        self.now, self.to = now, to


class Clock(Protocol):
    """Tells the time of a world, as a moment without a zone: Beijing time."""

    def now(self) -> datetime:
        """Return the present moment; it never runs backwards."""
        ...

    def move_to(self, moment: datetime) -> None:
        """Go on to a later moment; ``Backwards`` when it is an earlier one."""
        ...


def _machine() -> datetime:
    return datetime.fromtimestamp(time.time(), BEIJING).replace(tzinfo=None)


def machine_micros() -> int:
    """Return when it is now for all processes of a house, wherever they run: microseconds since 1970."""
    return time.time_ns() // 1000


def _ticks() -> float:
    """Return seconds that only grow, a machine's sleep included: nobody sets this clock."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


class WallClock:
    """Runs on from a moment, the machine's own unless another is given, ``rate`` times as fast as the machine's.

    The machine's clock is read once. When somebody sets it later, forwards or back, nothing happens here.
    """

    def __init__(
        self, start: datetime | None = None, *, rate: Decimal | int = 1, ticks: Callable[[], float] = _ticks
    ) -> None:
        self.follows_machine = start is None and rate == 1
        self.rate = Decimal(rate)
        self._ticks = ticks
        self._set = start or _machine(), ticks()  # both at once: other threads may look while it is moved

    def now(self) -> datetime:
        """Return the present moment; at the last that clocks know it stands still."""
        start, began = self._set
        passed = (self._ticks() - began) * float(self.rate)
        return min(start + timedelta(seconds=min(passed, _LONGEST)), LATEST)

    def move_to(self, moment: datetime) -> None:
        """Leap to a later moment and run on from there."""
        now = self.now()
        if moment < now:
            raise Backwards(now, moment)
        self.follows_machine = False
        self._set = moment, self._ticks()


class SteppedClock:
    """Stands still until it is moved. One that ``leaps`` is moved by whatever is planned."""

    def __init__(self, start: datetime, *, leaps: bool = False) -> None:
        self._now = start
        self.leaps = leaps

    def now(self) -> datetime:
        """Return the moment it was last moved to."""
        return self._now

    def move_to(self, moment: datetime) -> None:
        """Go on to a later moment."""
        if moment < self._now:
            raise Backwards(self._now, moment)
        self._now = moment

    def advance(self, by: timedelta) -> None:
        """Move on; ``ValueError`` when the way leads back."""
        if by < timedelta():
            raise ValueError(f"a clock cannot go back by {-by}")
        self._now += by


class Setting(NamedTuple):
    """How a clock was set, as it is kept: ``at`` is when it stood or when it was last looked at."""

    kind: str  # running, stepped, instant, or machine: running with the machine's
    at: datetime
    rate: Decimal = Decimal(1)

    def __str__(self) -> str:
        return f"{self.kind} {stamp(self.at)} {self.rate}"


def setting_of(clock: Clock) -> Setting:
    """Return what has to be kept of a clock so that it goes on."""
    if isinstance(clock, SteppedClock):
        return Setting("instant" if clock.leaps else "stepped", clock.now())
    if isinstance(clock, WallClock) and not clock.follows_machine:
        return Setting("running", clock.now(), clock.rate)
    return Setting("machine", clock.now())


def setting(text: str) -> Setting:
    """Return the setting behind its text; ``ValueError`` for one that no clock has."""
    kind, at, rate = text.split(" ")
    found = Setting(kind, moment(int(at)), Decimal(rate))
    if kind not in (*KINDS, "machine") or not EARLIEST <= found.at <= LATEST or not 0 < found.rate <= FASTEST:
        raise ValueError(f"{text!r} is no clock")
    return found


def clock_of(kept: Setting) -> Clock:
    """Return a clock that goes on where it was set or stopped; one that runs with the machine's never before that."""
    if kept.kind in ("stepped", "instant"):
        return SteppedClock(kept.at, leaps=kept.kind == "instant")
    if kept.kind == "machine" and _machine() >= kept.at:
        return WallClock()
    return WallClock(kept.at, rate=kept.rate)


def gone_on(kept: Setting, micros: int) -> Setting:
    """Return how a clock is set that was last looked at ``micros`` microseconds ago: one that runs has run on."""
    if kept.kind != "running" or micros <= 0:
        return kept
    passed = min(micros / 1e6 * float(kept.rate), _LONGEST)
    return kept._replace(at=min(kept.at + timedelta(seconds=passed), LATEST))


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


def written(moment: datetime) -> str:
    """Return a moment for people: ``2026-11-11 20:15:00``, with thousandths where there are any."""
    thousandths = f".{moment.microsecond // 1000:03d}" if moment.microsecond >= 1000 else ""
    return f"{moment:%Y-%m-%d %H:%M:%S}{thousandths}"

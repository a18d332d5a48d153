"""When customs works: public holidays, the weekends worked in exchange for them (调休), office hours.

The days are those of the State Council's yearly notices as ``chinesecalendar`` keeps them. The notice for a
year comes in the November before, so the days of a year are known only late; ``known_years`` tells which are.
Days and moments are Beijing's, moments have no zone.
"""

from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Final, NamedTuple

from gateway_client.facts.confidence import Confidence
from gateway_client.facts.fact import Fact

OFFICE_HOURS: Final = ((time(8, 30), time(12)), (time(14), time(17, 30)))
"""When the windows of a customs office are open on a workday (assumed: each office sets its own)."""

_FRIDAY: Final = 4


class _Exceptions(NamedTuple):
    """The days, as ordinals, on which weekday and weekend say the wrong thing, and the years they are known for."""

    off: frozenset[int]
    worked: frozenset[int]
    years: range


@cache
def _exceptions() -> _Exceptions:
    from chinese_calendar import holidays, workdays  # type: ignore[import-untyped]  # late: most runs never ask

    years = {day.year for day in holidays}
    return _Exceptions(
        frozenset(day.toordinal() for day in holidays),
        frozenset(day.toordinal() for day in workdays),
        range(min(years), max(years) + 1),
    )


def known_years() -> range:
    """Return the years whose holidays are known; in all others only weekends are free (assumed)."""
    return _exceptions().years


def is_workday(day: date) -> bool:
    """Is it a day on which offices work: no weekend and no holiday, or a weekend worked in exchange for one?"""
    exceptions, ordinal = _exceptions(), day.toordinal()
    return ordinal in exceptions.worked or (day.weekday() <= _FRIDAY and ordinal not in exceptions.off)


def is_open(moment: datetime) -> bool:
    """Is a customs office open: a workday, and within the office hours?"""
    return any(opens <= moment.time() < closes for opens, closes in OFFICE_HOURS) and is_workday(moment.date())


def next_open(moment: datetime) -> datetime:
    """Return the first moment from this one on at which a customs office is open: itself if it is."""
    if is_open(moment):
        return moment
    day, clock = moment.date(), moment.time()
    while True:
        later = [opens for opens, _ in OFFICE_HOURS if clock < opens]
        if later and is_workday(day):
            return datetime.combine(day, min(later))
        day, clock = day + timedelta(days=1), time.min


FACTS: Final = (
    Fact(
        "workdays",
        "holidays, and weekends worked in exchange for them, year by year",
        "逐年的节假日与调休",
        "the State Council's yearly notices, as chinesecalendar keeps them",
        Confidence.SPECIFICATION,
    ),
    Fact(
        "workdays",
        "of years without a notice only the weekends are free",
        "尚无通知的年份仅周末休息",
        "the notice comes in the November before",
        Confidence.ASSUMED,
    ),
    Fact(
        "office hours",
        "a customs office is open "
        + " and ".join(f"{opens:%H:%M} to {closes:%H:%M}" for opens, closes in OFFICE_HOURS),
        "海关办公时间" + "、".join(f"{opens:%H:%M}至{closes:%H:%M}" for opens, closes in OFFICE_HOURS),
        "each office sets its own",
        Confidence.ASSUMED,
    ),
)

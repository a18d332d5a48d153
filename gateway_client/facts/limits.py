"""How much a person may buy: per order and per calendar year, by date."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Final


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits in yuan that hold from a day on; ``yearly`` is ``None`` before there was one."""

    since: date
    single: Decimal
    yearly: Decimal | None
    source: str


LIMITS: Final = (
    Limits(date(2014, 2, 10), Decimal(1000), None, "postal articles' limit per order, announcement 2014 No. 12"),
    Limits(date(2016, 4, 8), Decimal(2000), Decimal(20000), "财关税〔2016〕18"),
    Limits(date(2019, 1, 1), Decimal(5000), Decimal(26000), "财关税〔2018〕49"),
)


@lru_cache(maxsize=1000)
def limits_on(day: date) -> Limits:
    """Return the limits of a day; before 2014 the first ones are taken (assumed)."""
    return next((limits for limits in reversed(LIMITS) if limits.since <= day), LIMITS[0])


@dataclass(frozen=True, slots=True)
class ReturnDays:
    """Within how many days after release goods may be returned, from a day on."""

    since: date
    days: int
    source: str


RETURN_DAYS: Final = (ReturnDays(date(2019, 1, 1), 30, "公告2018年第194号, as remembered in practice: not sourced"),)


@lru_cache(maxsize=1000)
def return_days_on(day: date) -> int | None:
    """Return how many days a return may take that is declared on a day; ``None`` where nothing is known."""
    return next((one.days for one in reversed(RETURN_DAYS) if one.since <= day), None)

"""How much a person may buy: per order and per calendar year, by date."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Final

from gateway_client.facts.confidence import Confidence
from gateway_client.facts.fact import Fact


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits in yuan that hold from a day on; ``yearly`` is ``None`` before there was one."""

    since: date
    single: Decimal
    yearly: Decimal | None
    source: str
    confidence: Confidence = Confidence.SPECIFICATION


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
    confidence: Confidence


RETURN_DAYS: Final = (
    ReturnDays(date(2019, 1, 1), 30, "公告2018年第194号, as remembered in practice: not sourced", Confidence.ASSUMED),
)


@lru_cache(maxsize=1000)
def return_days_on(day: date) -> int | None:
    """Return how many days a return may take that is declared on a day; ``None`` where nothing is known."""
    return next((one.days for one in reversed(RETURN_DAYS) if one.since <= day), None)


def _fact(limits: Limits) -> Fact:
    if limits.yearly is None:
        en, zh = f"a purchase: {limits.single} yuan; a year: no limit", f"单次限值{limits.single}元，无年度限值"
    else:
        en = f"a purchase: {limits.single} yuan; a person and calendar year: {limits.yearly} yuan"
        zh = f"单次限值{limits.single}元，个人年度限值{limits.yearly}元"
    return Fact("limits", en, zh, limits.source, limits.confidence, limits.since)


def _return_fact(one: ReturnDays) -> Fact:
    en, zh = f"goods may be returned within {one.days} days after release", f"放行之日起{one.days}日内可退货"
    return Fact("limits", en, zh, one.source, one.confidence, one.since)


FACTS: Final = (
    Fact(
        "limits",
        "before 2014-02-10 the limits of that day are taken",
        "2014-02-10以前按该日限值",
        "nothing was looked up",
        Confidence.ASSUMED,
    ),
    *map(_fact, LIMITS),
    *map(_return_fact, RETURN_DAYS),
)

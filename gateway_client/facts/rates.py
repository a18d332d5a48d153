"""What goods are taxed at, by the first digits of their code and by day, and which tax it is that they bear.

``rates.tsv`` has the rows; what no source gives is there as a default and marked as assumed. Rates are shares:
0.13 for 13 %. A world may have rows of its own, which go before those of the house.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final, Literal, NamedTuple

RATES: Final = ("vat", "consumption", "duty", "postal")
"""Value added tax, consumption tax, duty of general trade, the tax of postal articles (行邮税)."""

DEAR_CONTENT: Final = Decimal(10)
DEAR_PIECE: Final = Decimal(15)
"""Cosmetics bear consumption tax from so many yuan per millilitre or gram, or per piece (财关税〔2016〕48)."""

_MOST_KNOWN: Final = 10_000


@dataclass(frozen=True, slots=True)
class Regime:
    """Which tax retail imports bear from a day on.

    ``share`` is what is levied of value added tax and consumption tax, ``exempt`` how much tax (yuan) nobody pays.
    """

    since: date
    name: Literal["postal", "comprehensive"]
    share: Decimal
    exempt: Decimal
    source: str
    confidence: str


REGIMES: Final = (
    Regime(
        date(2014, 2, 10),
        "postal",
        Decimal(1),
        Decimal(50),
        "announcement 2012 No. 15; 50 yuan exempt",
        "practice",
    ),
    Regime(date(2016, 4, 8), "comprehensive", Decimal("0.7"), Decimal(0), "财关税〔2016〕18", "two sources"),
)


@dataclass(frozen=True, slots=True)
class Indivisible:
    """From a day on one piece that is dearer than the single limit comes in at the full tax."""

    since: date
    source: str
    confidence: str


INDIVISIBLE: Final = (
    Indivisible(date(2016, 4, 8), "财关税〔2016〕18, this of it from memory", "assumed"),
    Indivisible(date(2019, 1, 1), "财关税〔2018〕49", "two sources"),
)


class PostalBands(NamedTuple):
    """The rates that postal articles can have, from a day on."""

    since: date
    rates: tuple[Decimal, ...]
    source: str


def _bands(since: date, *percents: int, source: str) -> PostalBands:
    return PostalBands(since, tuple(Decimal(one).scaleb(-2) for one in percents), source)


POSTAL_BANDS: Final = (
    _bands(date(2012, 4, 15), 10, 20, 30, 50, source="announcement 2012 No. 15"),
    _bands(date(2016, 4, 8), 15, 30, 60, source="postal articles' tax of 2016"),
    _bands(date(2018, 11, 1), 15, 25, 50, source="postal articles' tax of November 2018"),
    _bands(date(2019, 4, 9), 13, 20, 50, source="税委会〔2019〕17"),
)
"""Since 2016-04-08 they are for what travellers and letters bring, no longer for retail imports."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What is said of all goods whose code begins with ``gcode``, from a day on; ``None`` where nothing is said.

    ``dear``: the consumption tax is only for cosmetics that are dear by their content.
    """

    gcode: str
    since: date
    vat: Decimal | None = None
    consumption: Decimal | None = None
    duty: Decimal | None = None
    postal: Decimal | None = None
    dear: bool = False
    source: str = ""
    confidence: str = ""


class Rate(NamedTuple):
    """One rate, and the row that says it."""

    value: Decimal
    row: Row


class Rates(NamedTuple):
    """The rates of a good on a day."""

    vat: Rate
    consumption: Rate
    duty: Rate
    postal: Rate


class RateTable:
    """Rows, those of the house and before them ``own`` ones; asked by code and day."""

    def __init__(self, own: Iterable[Row] = ()) -> None:
        self._shelves = tuple(_Shelf(rows) for rows in (tuple(own), shipped()) if rows)
        self._known: dict[tuple[str, date], Rates] = {}

    def of(self, gcode: str, day: date) -> Rates:
        """Return the rates of a good on a day; before the first row of a rate the first is taken (assumed)."""
        found = self._known.get((gcode, day))
        if found is None:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            found = self._known[gcode, day] = Rates(*(self._one(name, gcode, day) for name in RATES))
        return found

    def _one(self, name: str, gcode: str, day: date) -> Rate:
        for shelf in self._shelves:
            if found := shelf.find(name, gcode, day):
                return found
        return self._shelves[-1].first(name)


class _Shelf:
    """Some rows, by rate and beginning of code, the latest first."""

    def __init__(self, rows: tuple[Row, ...]) -> None:
        self._rows: dict[tuple[str, str], list[Row]] = {}
        for row in sorted(rows, key=lambda one: one.since, reverse=True):
            for name in RATES:
                if getattr(row, name) is not None:
                    self._rows.setdefault((name, row.gcode), []).append(row)

    def find(self, name: str, gcode: str, day: date) -> Rate | None:
        """Return what the row says that has the most digits of a code, the latest of them."""
        for digits in range(len(gcode), -1, -1):
            for row in self._rows.get((name, gcode[:digits]), ()):
                if row.since <= day:
                    return Rate(getattr(row, name), row)
        return None

    def first(self, name: str) -> Rate:
        """Return what the earliest row of all goods says."""
        row = self._rows[name, ""][-1]
        return Rate(getattr(row, name), row)


@cache
def shipped() -> tuple[Row, ...]:
    """Return the rows of the house."""
    table = files(__package__).joinpath("rates.tsv").read_text(encoding="utf-8")
    return tuple(_row(line.split("\t")) for line in table.splitlines()[1:])


@lru_cache(maxsize=64)
def rate_table(own: tuple[Row, ...] = ()) -> RateTable:
    """Return the one table with these rows of its own."""
    return RateTable(own)


def regime_on(day: date) -> Regime:
    """Return which tax holds on a day; before 2014 the first is taken (assumed)."""
    return next((one for one in reversed(REGIMES) if one.since <= day), REGIMES[0])


def indivisible_on(day: date) -> Indivisible | None:
    """Return by what a dear single piece comes in at the full tax on a day; ``None`` if it does not."""
    return next((one for one in reversed(INDIVISIBLE) if one.since <= day), None)


def _row(cells: list[str]) -> Row:
    gcode, since, vat, consumption, duty, postal, only, source, confidence = cells
    return Row(
        gcode="" if gcode == "*" else gcode,
        since=date.fromisoformat(since),
        vat=_share(vat),
        consumption=_share(consumption),
        duty=_share(duty),
        postal=_share(postal),
        dear=only == "dear",
        source=source,
        confidence=confidence,
    )


def _share(cell: str) -> Decimal | None:
    return Decimal(cell) if cell else None

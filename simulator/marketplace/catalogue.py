"""The goods on sale: a catalogue of our own, read strictly from ``catalogue.tsv``.

Names and prices are invented; HS codes, units and weights are what such goods are declared with.
``rates`` is ``given`` where the composite tax rules name the rate (13 % in general, wine and dear
cosmetics with consumption tax) and ``assumed`` where only the tariff could tell. All rates are those
since 2019-04-01.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any, Final

_DEAR_CONTENT: Final = Decimal(10)
_DEAR_PIECE: Final = Decimal(15)
_COSMETICS: Final = ("3303", "3304")


class WrongCatalogue(ValueError):
    """A row of a catalogue that cannot be read; the message names file, line and column."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Good:
    """One good: how it is declared, what a piece costs (CNY, from ``low`` to ``high``) and weighs (kg).

    ``qty1`` and ``qty2`` are the legal quantities of one piece; ``vat`` and ``consumption`` are rates
    (``Decimal("0.13")``). ``content`` (``50ml``, ``10片``) decides whether a cosmetic is a dear one.
    """

    sku: str
    name: str
    model: str
    hs_code: str
    unit: str
    unit1: str
    qty1: Decimal
    unit2: str | None
    qty2: Decimal | None
    origin: str
    low: Decimal
    high: Decimal
    gross: Decimal
    net: Decimal
    vat: Decimal
    consumption: Decimal
    content: str
    gift: bool
    rates_assumed: bool


@cache
def catalogue() -> tuple[Good, ...]:
    """Return our own goods, in the order of the file."""
    name = "catalogue.tsv"
    return read_catalogue(files(__package__).joinpath(name).read_text(encoding="utf-8"), name)


def read_catalogue(text: str, source: str) -> tuple[Good, ...]:
    """Return the goods of a table with tabs; ``WrongCatalogue`` names what is wrong in ``source``."""
    head, *rows = text.splitlines() or [""]
    if tuple(head.split("\t")) != tuple(_COLUMNS):
        raise WrongCatalogue(f"{source}, line 1: the columns must be {', '.join(_COLUMNS)}")
    seen: set[str] = set()
    goods = []
    for number, row in enumerate(rows, 2):
        good = _good(row, f"{source}, line {number}")
        if good.sku in seen:
            raise WrongCatalogue(f"{source}, line {number}, column sku: {good.sku} stands there twice")
        seen.add(good.sku)
        goods.append(good)
    return tuple(goods)


def _good(row: str, place: str) -> Good:
    cells = row.split("\t")
    if len(cells) != len(_COLUMNS):
        raise WrongCatalogue(f"{place}: has {len(cells)} columns, {len(_COLUMNS)} are needed")
    values: dict[str, Any] = {}
    for (column, (pattern, made)), cell in zip(_COLUMNS.items(), cells, strict=True):
        if not pattern.fullmatch(cell):
            raise WrongCatalogue(f"{place}, column {column}: {cell!r} is not {pattern.pattern}")
        values[column] = made(cell)
    good = Good(**{"rates_assumed" if column == "rates" else column: value for column, value in values.items()})
    for column, why in _contradictions(good):
        raise WrongCatalogue(f"{place}, column {column}: {why}")
    return good


def _contradictions(good: Good) -> Iterator[tuple[str, str]]:
    if good.low > good.high:
        yield "high", f"{good.high} is below low, {good.low}"
    if good.net > good.gross:
        yield "net", f"{good.net} is above gross, {good.gross}"
    if (good.unit2 is None) != (good.qty2 is None):
        yield "qty2", "unit2 and qty2 go together"
    if good.hs_code.startswith(_COSMETICS):
        if not good.content:
            yield "content", "a cosmetic needs it"
            return
        dear = {is_dear_cosmetic(good, price) for price in (good.low, good.high)}
        if dear != {bool(good.consumption)}:
            yield "consumption", f"15 from {_DEAR_CONTENT} CNY per ml or g ({_DEAR_PIECE} per piece) on, 0 below"


def is_dear_cosmetic(good: Good, price: Decimal) -> bool:
    """Is a cosmetic of this price taxed as a dear one: 10 CNY per ml or g, or 15 per piece (财关税〔2016〕48)?"""
    amount, measure = re.fullmatch(r"([0-9.]+)(.+)", good.content).groups()  # type: ignore[union-attr]  # the column's pattern
    return price / Decimal(amount) >= (_DEAR_PIECE if measure == "片" else _DEAR_CONTENT)


def _percent(cell: str) -> Decimal:
    return Decimal(cell) / 100


_NUMBER: Final = r"[0-9]{1,9}(\.[0-9]{1,5})?"
_Reading = tuple[re.Pattern[str], Callable[[str], Any]]


def _column(pattern: str, made: Callable[[str], Any] = str) -> _Reading:
    return re.compile(pattern), made


_COLUMNS: Final[dict[str, _Reading]] = {
    "sku": _column(r"[A-Z]{2}[0-9]{3}"),
    "name": _column(r"\S.{0,99}"),
    "model": _column(r"\S.{0,254}"),
    "hs_code": _column(r"[0-9]{10}"),
    "unit": _column(r"[0-9]{3}"),
    "unit1": _column(r"[0-9]{3}"),
    "qty1": _column(_NUMBER, Decimal),
    "unit2": _column(r"([0-9]{3})?", lambda cell: cell or None),
    "qty2": _column(f"({_NUMBER})?", lambda cell: Decimal(cell) if cell else None),
    "origin": _column(r"[0-9]{3}"),
    "low": _column(r"[0-9]{1,4}\.[0-9]{2}", Decimal),
    "high": _column(r"[0-9]{1,4}\.[0-9]{2}", Decimal),
    "gross": _column(_NUMBER, Decimal),
    "net": _column(_NUMBER, Decimal),
    "vat": _column(r"9|13", _percent),
    "consumption": _column(r"0|10|15", _percent),
    "content": _column(r"([0-9]{1,4}(\.[0-9]{1,2})?(ml|g|片))?"),
    "gift": _column(r"yes|no", "yes".__eq__),
    "rates": _column(r"given|assumed", "assumed".__eq__),
}

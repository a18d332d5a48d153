"""What a purchase owes: postal articles' tax, comprehensive tax or full tax, line by line, by the day of acceptance.

With P the price of a line and its share of freight and insurance, d, c and v the rates of duty, consumption tax and
value added tax:

* until 2016-04-07 postal articles' tax: price times its rate, nothing when all lines together owe 50 yuan or less;
* since 2016-04-08 comprehensive tax: no duty, and 70 % of P·c/(1-c) and of P·v/(1-c) (财关税〔2016〕18);
* one piece dearer than the single limit: full tax, D = P·d, (P+D)·c/(1-c) and (P+D)·v/(1-c).

Each tax of a line is rounded once, half up to the cent, and a purchase owes the sum of its lines (assumed: no text
says where is rounded). Postal articles are taxed by their price alone, and the tax stands as customs duty (assumed).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final, Literal, NamedTuple

from gateway_client.facts.limits import limits_on
from gateway_client.facts.rates import (
    DEAR_CONTENT,
    DEAR_PIECE,
    Indivisible,
    Rates,
    RateTable,
    Regime,
    indivisible_on,
    rate_table,
    regime_on,
)
from gateway_client.rules.money import apportioned, exact_product, part, total
from gateway_client.wire.ceb.inventory import Inventory, InventoryList

Tax = Literal["postal", "comprehensive", "full"]

_ZERO: Final = Decimal("0.00")
_ONE: Final = Decimal(1)
_SHEETS: Final = re.compile(r"([0-9]{1,6})\s*[片张]")
_CONTENT: Final = re.compile(r"([0-9]{1,6}(?:\.[0-9]{1,6})?)\s*(?:毫升|克|ml|g)(?![a-z])", re.IGNORECASE)
_LEGAL: Final = {"035": Decimal(1000), "036": _ONE, "095": Decimal(1000), "096": _ONE}
"""Millilitres or grams in a legal unit: kilogram, gram, litre, millilitre."""


class Owed(NamedTuple):
    """Three taxes in yuan, to the cent."""

    customs: Decimal
    vat: Decimal
    consumption: Decimal

    @property
    def all(self) -> Decimal:
        """What they are together."""
        return self.customs + self.vat + self.consumption


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxedLine:
    """A line's taxes. ``consumption_rate`` is 0 for a cosmetic that is not dear enough, whatever the rates say."""

    gnum: int
    gcode: str
    gname: str
    value: Decimal
    share: Decimal
    tax_price: Decimal
    rates: Rates
    consumption_rate: Decimal
    owed: Owed


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """What a purchase owes and why. ``exempted`` is what it need not pay, ``indivisible`` why it bears the full tax."""

    tax: Tax
    day: date
    regime: Regime
    indivisible: Indivisible | None
    freight: Decimal
    insured_fee: Decimal
    value: Decimal
    limit: Decimal
    lines: tuple[TaxedLine, ...]
    exempted: Decimal

    @property
    def owed(self) -> Owed:
        """The sums of the lines: what a tax bill's head says."""
        if self.exempted:
            return Owed(_ZERO, _ZERO, _ZERO)
        return Owed(*(sum(each, _ZERO) for each in zip(*(line.owed for line in self.lines), strict=True)))

    @property
    def total(self) -> Decimal:
        """All that is owed: what the order's taxTotal must say."""
        return self.owed.all


def tax_of(inventory: Inventory, day: date, rates: RateTable | None = None) -> Assessment:
    """Return what an inventory that is accepted on ``day`` owes, by the rates of the house unless others are given."""
    head, lines = inventory.head, inventory.lines
    table = rate_table() if rates is None else rates
    regime, limit = regime_on(day), limits_on(day).single
    value = total(line.total_price for line in lines)
    indivisible = indivisible_on(day) if value > limit and is_one_piece(lines) else None
    tax: Tax = "full" if indivisible else regime.name
    carriage = _ZERO if tax == "postal" else head.freight + head.insured_fee
    shares = apportioned(carriage, [line.total_price for line in lines])
    taxed = tuple(
        _taxed(line, share, table.of(line.gcode, day), tax, regime) for line, share in zip(lines, shares, strict=True)
    )
    owed = sum((line.owed.all for line in taxed), _ZERO)
    return Assessment(
        tax=tax,
        day=day,
        regime=regime,
        indivisible=indivisible,
        freight=head.freight,
        insured_fee=head.insured_fee,
        value=value,
        limit=limit,
        lines=taxed,
        exempted=owed if owed <= regime.exempt else _ZERO,
    )


def is_one_piece(lines: Sequence[InventoryList]) -> bool:
    """Is it one indivisible piece: a single line of quantity 1?"""
    return len(lines) == 1 and lines[0].qty == 1


def comprehensive(tax_price: Decimal, vat: Decimal, consumption: Decimal, share: Decimal) -> Owed:
    """Return the comprehensive tax of a line; ``share`` is what is levied of the two taxes."""
    left = _ONE - consumption
    levied = part(tax_price, share * consumption, left) if consumption else _ZERO
    return Owed(_ZERO, part(tax_price, share * vat, left), levied)


def full(tax_price: Decimal, duty: Decimal, vat: Decimal, consumption: Decimal) -> Owed:
    """Return the full tax of a line, as general trade bears it: duty first, and the other two on top of it."""
    left, base = _ONE - consumption, exact_product(tax_price, _ONE + duty)
    return Owed(part(tax_price, duty, _ONE), part(base, vat, left), part(base, consumption, left))


def is_dear(line: InventoryList) -> bool:
    """Is a cosmetic dear: by the sheet if its model counts sheets, else by its legal quantity, else by its model?

    It is its declared price that counts, without freight (assumed). One that does not say what it holds is not.
    """
    if sheets := _SHEETS.search(line.gmodel):
        return line.price >= DEAR_PIECE * int(sheets[1])
    for qty, unit in ((line.qty1, line.unit1), (line.qty2, line.unit2)):
        if qty and unit in _LEGAL:
            return line.total_price >= exact_product(DEAR_CONTENT * _LEGAL[unit], qty)
    content = _CONTENT.search(line.gmodel)
    return content is not None and line.price >= DEAR_CONTENT * Decimal(content[1])


def _taxed(line: InventoryList, share: Decimal, rates: Rates, tax: Tax, regime: Regime) -> TaxedLine:
    consumption = rates.consumption.value
    if rates.consumption.row.dear and not is_dear(line):
        consumption = Decimal(0)
    price = line.total_price + share
    match tax:
        case "postal":
            owed = Owed(part(price, rates.postal.value, _ONE), _ZERO, _ZERO)
        case "comprehensive":
            owed = comprehensive(price, rates.vat.value, consumption, regime.share)
        case "full":
            owed = full(price, rates.duty.value, rates.vat.value, consumption)
    return TaxedLine(
        gnum=line.gnum,
        gcode=line.gcode,
        gname=line.gname,
        value=line.total_price,
        share=share,
        tax_price=price,
        rates=rates,
        consumption_rate=consumption,
        owed=owed,
    )

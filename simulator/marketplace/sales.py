"""Sales without end: four documents each that agree with one another and clear, drawn from a seed.

    for sale in islice(Sales(7, day=date(2026, 11, 11)), 200):
        sale.order, sale.payment, sale.waybill, sale.inventory

One seed and one day are one history, to the byte: iterating again begins it again. Histories of
different seeds (modulo a million) or days share no number of a document, for ten million sales each.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from random import Random
from typing import Final

from gateway_client.facts.limits import limits_on
from gateway_client.rules.money import cents
from simulator.marketplace.customers import Customers
from simulator.marketplace.enterprises import Enterprises
from simulator.marketplace.papers import Amounts, Bargain, Papers, Sale
from simulator.marketplace.shelf import Line, Shelf
from simulator.marketplace.taxes import tax_total
from simulator.marketplace.transport import HONG_KONG, Consignment, consignments

RATES_SINCE: Final = date(2019, 4, 1)
"""The catalogue's tax rates hold from this day on."""

_NOTHING: Final = Decimal("0.00")
_COUPONS: Final = tuple(map(Decimal, ("5.00", "10.00", "15.00", "20.00", "30.00", "50.00", "100.00")))
_FREIGHTS: Final = tuple(map(Decimal, ("8.00", "10.00", "12.00", "15.00")))
_FREE_FREIGHT_FROM: Final = Decimal(199)
_INSURED: Final = Decimal("0.003")  # of the goods' value

_BONDED: Final = 0.62
_GIFTS: Final = 0.08
_DISCOUNTS: Final = 0.25
_POINTS: Final = 0.2  # of the discounts
_INSURANCES: Final = 0.06
_OTHER_CONSIGNEES: Final = 0.07


class Sales:
    """A shop's endless day: iterating yields ``Sale`` after ``Sale``, the same ones each time."""

    def __init__(self, seed: int, *, day: date, enterprises: Enterprises | None = None) -> None:
        """``day`` is the day of sale and declaration; ``ValueError`` before 2019-04-01, when rates were others."""
        if day < RATES_SINCE:
            raise ValueError(f"the catalogue knows the tax rates since {RATES_SINCE}, not those of {day}")
        self.seed = seed
        self.day = day
        self.enterprises = enterprises or Enterprises()

    def __iter__(self) -> Iterator[Sale]:
        """Begin the history and yield its sales."""
        shop = _Shop(self)
        serial = 0
        while True:
            serial += 1
            yield shop.sell(serial)


class _Shop:
    """A history in progress: pools that were drawn once, and the regular customers so far."""

    def __init__(self, sales: Sales) -> None:
        day = sales.day
        rng = Random(f"{sales.seed}/{day}")  # noqa: S311  # a history, not a secret
        self._random = rng.random
        self._limit = limits_on(day).single
        self._shelf = Shelf(rng)
        self._customers = Customers(rng, day=day)
        self._consignments = consignments(rng, day)
        self._papers = Papers(rng, run=sales.seed % 10**6, day=day, enterprises=sales.enterprises)

    def sell(self, serial: int) -> Sale:
        """Return one sale."""
        random = self._random
        bonded = random() < _BONDED
        lines = self._shelf.basket(self._limit, bonded=bonded, gift=random() < _GIFTS)
        money = self._amounts(lines)
        buyer = self._customers.come(money.goods)
        consignee = self._customers.somebody() if random() < _OTHER_CONSIGNEES else buyer
        way = None if bonded else self._way(lines)
        return self._papers.write(serial, Bargain(lines, money, buyer, consignee, way))

    def _amounts(self, lines: list[Line]) -> Amounts:
        random = self._random
        goods = sum([line.total for line in lines], _NOTHING)
        freight = insured = discount = _NOTHING
        if goods < _FREE_FREIGHT_FROM:
            freight = _FREIGHTS[int(random() * len(_FREIGHTS))]
        if random() < _INSURANCES:
            insured = cents(goods * _INSURED)
        if random() < _DISCOUNTS:
            discount = self._discount(goods)
        taxed = [(line.total, line.good.vat, line.good.consumption) for line in lines]
        return Amounts(goods, freight, insured, discount, tax_total(taxed, freight + insured))

    def _discount(self, goods: Decimal) -> Decimal:
        """Return a coupon, with points to the cent sometimes, and never more than a third of the goods."""
        random = self._random
        discount = _COUPONS[int(random() * len(_COUPONS))]
        if random() < _POINTS:
            discount += Decimal(int(random() * 500)).scaleb(-2)
        return discount if discount * 3 <= goods else cents(goods / 10)

    def _way(self, lines: list[Line]) -> Consignment:
        """Return the consignment from where all goods come from; mixed baskets are packed in Hong Kong."""
        origins = {line.good.origin for line in lines}
        only = origins.pop() if len(origins) == 1 else HONG_KONG
        return self._consignments.get(only) or self._consignments[HONG_KONG]

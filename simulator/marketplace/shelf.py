"""What a shop has on its shelf today: goods at their prices, and the lines that baskets are made of.

Lines are records that never change, so each is made once and shared by all sales that contain it.
"""

from decimal import Decimal
from functools import cache
from random import Random
from typing import Any, Final, NamedTuple

from gateway_client.rules.money import product
from gateway_client.wire.ceb.inventory import InventoryList
from gateway_client.wire.ceb.order import OrderList
from simulator.marketplace.catalogue import Good, catalogue

_FREE: Final = Decimal("0.00")
_CHARM: Final = (Decimal("0.00"), Decimal("0.00"), Decimal("-0.10"), Decimal("-0.50"))
_MOST_LINES: Final = 6
_SIZES: Final = (1,) * 38 + (2,) * 26 + (3,) * 16 + (4,) * 10 + (5,) * 6 + (_MOST_LINES,) * 4
_QUANTITIES: Final = (1,) * 62 + (2,) * 22 + (3,) * 10 + (4,) * 4 + (6,) * 2


class Line(NamedTuple):
    """One line of a sale in both documents, and what the totals need of it."""

    good: Good
    order: OrderList
    inventory: InventoryList
    total: Decimal
    gross: Decimal
    net: Decimal


class Shelf:
    """A shop's prices and stock, drawn from its catalogue once."""

    def __init__(self, rng: Random, goods: tuple[Good, ...] = ()) -> None:
        self._random = rng.random
        self.goods = list(goods or catalogue())
        rng.shuffle(self.goods)  # the first ones sell best
        self.prices = {good.sku: _price(good, rng) for good in self.goods}
        self._gifts = [good for good in self.goods if good.gift]
        self._line = cache(self._made)

    def basket(self, limit: Decimal, *, bonded: bool, gift: bool) -> list[Line]:
        """Return one to six lines that cost no more than ``limit`` yuan, a gift (price 0) the last."""
        random, count = self._random, len(self.goods)
        most = _SIZES[int(random() * len(_SIZES))] - gift
        lines: list[Line] = []
        taken = set()
        left = limit
        for _ in range(max(most, 1)):
            place = int(random() ** 1.6 * count)
            good, qty = self.goods[place], _QUANTITIES[int(random() * len(_QUANTITIES))]
            if place in taken:
                continue
            if self.prices[good.sku] * qty > left:
                qty = 1
                if self.prices[good.sku] > left:
                    continue
            taken.add(place)
            lines.append(self._line(len(lines) + 1, good, qty, bonded=bonded))
            left -= lines[-1].total
        if gift and self._gifts:
            good = self._gifts[int(random() * len(self._gifts))]
            lines.append(self._line(len(lines) + 1, good, 1, bonded=bonded, free=True))
        return lines

    def _made(self, gnum: int, good: Good, pieces: int, *, bonded: bool, free: bool = False) -> Line:
        qty, price = Decimal(pieces), _FREE if free else self.prices[good.sku]
        total = product(qty, price)
        declared: dict[str, Any] = {
            "gnum": gnum,
            "item_no": good.sku,
            "item_name": good.name,
            "gmodel": good.model,
            "bar_code": "无",
            "country": good.origin,
            "currency": "142",
            "unit": good.unit,
            "qty": qty,
            "price": price,
            "total_price": total,
            "note": "赠品" if free else None,
        }
        inventory = InventoryList(
            item_record_no=f"{self.goods.index(good) + 1}" if bonded else None,
            gcode=good.hs_code,
            gname=good.name,
            qty1=good.qty1 * qty,
            unit1=good.unit1,
            qty2=None if good.qty2 is None else good.qty2 * qty,
            unit2=good.unit2,
            **declared,
        )
        return Line(good, OrderList(**declared), inventory, total, good.gross * qty, good.net * qty)


def _price(good: Good, rng: Random) -> Decimal:
    """Return whole yuan, or a little below, as shops like it; never outside of the good's range."""
    price = rng.randrange(int(good.low), int(good.high) + 1) + rng.choice(_CHARM)
    return min(max(price, good.low), good.high)

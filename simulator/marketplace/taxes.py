"""The composite tax of a sale: 70 % of value added tax and consumption tax, no duty, within the limits.

With P the line's price and its share of freight and insurance, c and v the rates, a line owes
0.7·P·c/(1-c) consumption tax and 0.7·P·v/(1-c) value added tax (财关税〔2016〕18). Each of the two is
rounded half up to the cent per line, as tax bills list them; the order of rounding is assumed.
"""

from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from typing import Final

from gateway_client.rules.money import cents

_SHARE: Final = Decimal("0.7")


@cache
def factors(vat: Decimal, consumption: Decimal) -> tuple[Decimal, Decimal]:
    """Return what one yuan of a line owes: value added tax, consumption tax; 28 digits, not rounded."""
    return _SHARE * vat / (1 - consumption), _SHARE * consumption / (1 - consumption)


def tax_total(lines: Iterable[tuple[Decimal, Decimal, Decimal]], goods_value: Decimal, shared: Decimal) -> Decimal:
    """Return the tax of a sale in yuan.

    A line is (total price, vat rate, consumption rate); ``shared`` is freight and insurance, which
    lines bear by their price.
    """
    owed = Decimal(0)
    for total, vat, consumption in lines:
        if total:
            price = total + shared * total / goods_value if shared else total
            on_value, on_consumption = factors(vat, consumption)
            owed += cents(price * on_value)
            if on_consumption:
                owed += cents(price * on_consumption)
    return owed

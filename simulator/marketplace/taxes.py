"""The comprehensive tax of a sale, by the rates of the catalogue, as the rules of the trade reckon it."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from gateway_client.facts.rates import REGIMES
from gateway_client.rules.money import apportioned
from gateway_client.rules.tax import comprehensive

_SHARE: Final = REGIMES[-1].share
_NOTHING: Final = Decimal("0.00")


def tax_total(lines: Sequence[tuple[Decimal, Decimal, Decimal]], shared: Decimal) -> Decimal:
    """Return the tax of a sale in yuan.

    A line is (total price, vat rate, consumption rate); ``shared`` is freight and insurance, which
    lines bear by their price.
    """
    owed = _NOTHING
    shares = apportioned(shared, [total for total, _, _ in lines]) if shared else [_NOTHING] * len(lines)
    for (total, vat, consumption), share in zip(lines, shares, strict=True):
        if total:
            owed += comprehensive(total + share, vat, consumption, _SHARE).all
    return owed

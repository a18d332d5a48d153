"""Rounding, in one place: half up to the cent before two amounts are compared."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Final

_CENT: Final = Decimal("0.01")
_EXACT: Final = Context(prec=80, rounding=ROUND_HALF_UP)
"""Two factors of 19 digits have a product of 38; nothing here may round or overflow silently."""


def cents(amount: Decimal) -> Decimal:
    """Return an amount in yuan, half up to two decimals."""
    return _EXACT.quantize(amount, _CENT)


def agree(amount: Decimal, other: Decimal) -> bool:
    """Are two amounts the same to the cent?"""
    return amount == other or cents(amount) == cents(other)


def exact_product(quantity: Decimal, price: Decimal) -> Decimal:
    """Return quantity times price with all its decimals."""
    return _EXACT.multiply(quantity, price)


def product(quantity: Decimal, price: Decimal) -> Decimal:
    """Return quantity times price, half up to two decimals."""
    return cents(exact_product(quantity, price))


def total(amounts: Iterable[Decimal]) -> Decimal:
    """Return a sum of amounts, half up to two decimals."""
    return cents(sum(amounts, Decimal(0)))


def grouped(amount: Decimal) -> str:
    """Return an amount as customs writes it in texts: ``26,114.44``, ``26,000``."""
    whole, _, fraction = f"{cents(amount):,f}".partition(".")
    fraction = fraction.rstrip("0")
    return f"{whole}.{fraction}" if fraction else whole

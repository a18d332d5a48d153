"""Rounding, in one place: half up to the cent before two amounts are compared."""

from collections.abc import Iterable, Sequence
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


def part(amount: Decimal, times: Decimal, over: Decimal) -> Decimal:
    """Return an amount times one number over another, half up to two decimals: rounded once, at the end."""
    multiplied = _EXACT.multiply(amount, times)
    return cents(multiplied if over == 1 else _EXACT.divide(multiplied, over))


def apportioned(amount: Decimal, weights: Sequence[Decimal]) -> list[Decimal]:
    """Return an amount shared by weight, to the cent: the shares add up to it. Without any weight all are alike.

    What is rounded is the sum of the shares up to each: none is below 0, and what weighs nothing bears nothing.
    """
    whole, given, carried = sum(weights, Decimal(0)), Decimal(0), Decimal(0)
    if whole <= 0:
        weights, whole = [Decimal(1)] * len(weights), Decimal(len(weights))
    shares = []
    for weight in weights:
        carried += weight
        reached = part(cents(amount), carried, whole)
        shares.append(reached - given)
        given = reached
    return shares


def total(amounts: Iterable[Decimal]) -> Decimal:
    """Return a sum of amounts, half up to two decimals."""
    return cents(sum(amounts, Decimal(0)))


def grouped(amount: Decimal) -> str:
    """Return an amount as customs writes it in texts: ``26,114.44``, ``26,000``."""
    whole, _, fraction = f"{cents(amount):,f}".partition(".")
    fraction = fraction.rstrip("0")
    return f"{whole}.{fraction}" if fraction else whole

"""What the writer remembers of a world's documents between transactions, so that it need not ask again.

There is one writer, so what it remembers is true; a transaction that fails makes it forget everything.
Inventories are not remembered: nobody asks for them again but a resend.
"""

from collections.abc import Iterable
from itertools import islice
from typing import Final, TypeVar

from gateway_client.rules.kinds import Kind
from simulator.declaration import Declaration

_MOST: Final = 12_000

K = TypeVar("K")
V = TypeVar("V")


class Memory:
    """The current version of documents by key, and the payments of orders by number; bounded."""

    def __init__(self) -> None:
        self.current: dict[tuple[Kind, str], Declaration | None] = {}
        self.payments: dict[str, list[Declaration]] = {}

    def forget(self) -> None:
        """Remember nothing."""
        self.current.clear()
        self.payments.clear()

    def tidy(self, inventories: Iterable[str]) -> None:
        """Forget the inventories of these keys, and the oldest of the rest when there are too many."""
        for key in inventories:
            self.current.pop((Kind.INVENTORY, key), None)
        _shorten(self.current)
        _shorten(self.payments)


def _shorten(remembered: dict[K, V]) -> None:
    for key in list(islice(remembered, max(0, len(remembered) - _MOST))):
        del remembered[key]

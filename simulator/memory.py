"""What the writer remembers of a world's documents between transactions, so that it need not ask again.

There is one writer, so what it remembers is true; a transaction that fails makes it forget everything.
Inventories are not remembered: nobody asks for them again but a resend.
"""

from collections.abc import Iterable
from itertools import islice
from typing import Any, Final, TypeVar

from gateway_client.rules.kinds import Kind
from simulator.declaration import Declaration

_MOST: Final = 12_000
_MOST_FADING: Final = 1000

K = TypeVar("K")
V = TypeVar("V")


class Memory:
    """The current version of documents by key, and the payments of orders by number; bounded."""

    def __init__(self) -> None:
        self.current: dict[tuple[Kind, str], Declaration | None] = {}
        self.payments: dict[str, list[Declaration]] = {}
        self._fading: list[dict[Any, Any]] = []

    def forget(self) -> None:
        """Remember nothing. What is let go fades with later calls of ``fade``: all at once takes long."""
        self._fading += [one for one in (self.current, self.payments) if one]
        self.current, self.payments = {}, {}

    def fade(self) -> bool:
        """Let go of some of what was forgotten; tell whether there is more."""
        while self._fading and not self._fading[-1]:
            self._fading.pop()
        for _ in range(min(_MOST_FADING, len(self._fading[-1]) if self._fading else 0)):
            self._fading[-1].popitem()
        return bool(self._fading)

    def tidy(self, inventories: Iterable[str]) -> None:
        """Forget the inventories of these keys, and the oldest of the rest when there are too many."""
        for key in inventories:
            self.current.pop((Kind.INVENTORY, key), None)
        _shorten(self.current)
        _shorten(self.payments)


def _shorten(remembered: dict[K, V]) -> None:
    for key in list(islice(remembered, max(0, len(remembered) - _MOST))):
        del remembered[key]

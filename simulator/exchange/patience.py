"""Patience: whoever tries again what failed waits first, each time twice as long."""

import asyncio
from typing import Final

_LEAST: Final = 0.1
_MOST: Final = 10.0


class Patience:
    """Seconds to rest. Those who fail while others rest already end their rest together."""

    def __init__(self) -> None:
        self._next = _LEAST
        self._until = 0.0

    async def rest(self) -> None:
        """Wait until it is time to try again."""
        now = asyncio.get_running_loop().time()
        if self._until <= now:
            self._until, self._next = now + self._next, min(2 * self._next, _MOST)
        await asyncio.sleep(self._until - now)

    def recover(self) -> None:
        """Begin anew: something has worked."""
        self._next = _LEAST

"""The line at the door: those who came one after the other go on one after the other.

Messages are read side by side, and kept in the order in which they came: what a company sends first is first.
"""

import asyncio
from contextlib import AbstractAsyncContextManager


class Turn(AbstractAsyncContextManager[None]):
    """Somebody's place in the line. Whoever leaves it without having had his turn calls ``pass_on``."""

    def __init__(self, before: asyncio.Event, own: asyncio.Event) -> None:
        self._before, self._own = before, own

    async def __aenter__(self) -> None:
        await self._before.wait()

    async def __aexit__(self, *_: object) -> None:
        self.pass_on()

    def pass_on(self) -> None:
        """Let the next one go on."""
        self._own.set()


class Line:
    """Gives out turns in the order in which they are asked for."""

    def __init__(self) -> None:
        self._last = asyncio.Event()
        self._last.set()

    def turn(self) -> Turn:
        """Return the last place."""
        before, self._last = self._last, asyncio.Event()
        return Turn(before, self._last)

"""The clock that a client measures time-outs with and pauses on. Tests give their own."""

import asyncio
import time
from typing import Protocol


class Clock(Protocol):
    """What a client asks of a clock. One that does not run by itself wants ``Tries(longest_wait=0)``."""

    def monotonic(self) -> float:
        """Return seconds that only grow."""
        ...

    def sleep(self, seconds: float) -> None:
        """Pause a thread."""
        ...

    async def asleep(self, seconds: float) -> None:
        """Pause a task."""
        ...


class MachineClock:
    """The machine's own."""

    def monotonic(self) -> float:
        """Return seconds that only grow."""
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        """Pause the thread."""
        time.sleep(seconds)

    async def asleep(self, seconds: float) -> None:
        """Pause the task."""
        await asyncio.sleep(seconds)

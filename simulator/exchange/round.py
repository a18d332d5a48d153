"""Whose turn it is: each receiver who was called is served once, by one at a time, in the order of the calls."""

import asyncio


class Round:
    """Those who are to be served. Lives in the event loop."""

    def __init__(self) -> None:
        self._called: dict[str, None] = {}
        self._served: set[str] = set()
        self._changed = asyncio.Event()

    def call(self, dxp_id: str) -> None:
        """Let somebody be served; who is being served already comes once more."""
        self._called[dxp_id] = None
        self._changed.set()

    async def next(self) -> str:
        """Return the next one, who is being served until ``done``."""
        while True:
            for dxp_id in self._called:
                if dxp_id not in self._served:
                    del self._called[dxp_id]
                    self._served.add(dxp_id)
                    return dxp_id
            self._changed.clear()
            await self._changed.wait()

    def done(self, dxp_id: str) -> None:
        """Let somebody go."""
        self._served.discard(dxp_id)
        self._changed.set()

"""Wires that lead into one world, or from an event loop to an application in a thread."""

import asyncio
from dataclasses import replace
from typing import Final
from urllib.parse import quote

from gateway_client.asking import Ask, Reply, Silence, Wire

_NO_ASYNCIO: Final = (
    "an AsyncGatewayClient lives in event loops of asyncio, and here is none: trio is not supported. With anyio, let "
    'the fixture anyio_backend return "asyncio"'
)


def path_of(name: str) -> str:
    """Return what stands in front of a path to name a world."""
    return f"/w/{quote(name, safe='')}"


class WorldWire:
    """A wire on which everybody is in one world. Closing it closes nothing: it is another's."""

    def __init__(self, wire: Wire, name: str) -> None:
        self._wire, self._path = wire, path_of(name)

    def ask(self, ask: Ask) -> Reply | Silence:
        """Ask in this world."""
        return self._wire.ask(replace(ask, path=self._path + ask.path))

    def close(self) -> None:
        """Nothing is let go of."""


class ThreadedWire:
    """A wire for event loops over one for threads: asks in a thread, so that the loop goes on."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    async def ask(self, ask: Ask) -> Reply | Silence:
        """Ask without holding up the loop."""
        try:
            asyncio.get_running_loop()
        except RuntimeError:
            raise RuntimeError(_NO_ASYNCIO) from None
        return await asyncio.to_thread(self._wire.ask, ask)

    async def close(self) -> None:
        """Nothing is let go of."""

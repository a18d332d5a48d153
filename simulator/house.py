"""The house put together: database, worlds, writer, delivery, and the parties at their doors."""

import asyncio
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import partial
from typing import Any, TypeVar

from simulator.carrier import service as carrier
from simulator.customs import service as customs
from simulator.declarant import Declarant
from simulator.delivery import Waiters
from simulator.docket import Handler
from simulator.port import service as port
from simulator.port.counter import Counter
from simulator.port.intake import Intake
from simulator.settings import Settings
from simulator.steps import Event
from simulator.store.database import Database
from simulator.world import World
from simulator.worlds import Worlds
from simulator.writer import Chore, Job, Writer

T = TypeVar("T")

_READERS = 2


class House:
    """A running simulator, without its HTTP face. Opened and closed inside an event loop."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.database = Database(settings.db, sync=settings.sync)
        with closing(self.database.connect()) as connection:
            self.worlds = Worlds(connection, settings.clock, seed=settings.seed, pace=settings.pace)
        self.waiters = Waiters()
        self.declarant = Declarant(Counter(settings.schemas).hand_in)
        self.writer = Writer(self.database, self.worlds.all, _handlers(self.declarant), self._told)
        self.intake = Intake(self.writer, self.worlds.of_sender, settings.schemas)
        self._local = threading.local()
        self._readers = ThreadPoolExecutor(_READERS, "reader", initializer=self._connect)
        self._loop: asyncio.AbstractEventLoop | None = None

    async def open(self) -> None:
        """Begin to work."""
        self._loop = asyncio.get_running_loop()
        self.writer.start()

    async def close(self) -> None:
        """Finish what was handed in, then let go of the database."""
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(None, self.writer.stop)
        self._loop = None
        self.intake.close()
        self._readers.shutdown()
        self.database.close()

    async def read(self, question: Callable[..., T], *values: Any) -> T:
        """Ask the database something on a reader thread; ``question`` gets a connection first."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._readers, partial(self._ask, question, *values))

    async def change(self, world: World, run: Callable[..., Any]) -> Any:
        """Change a world; returns once it is durable."""
        return await asyncio.wrap_future(self.writer.submit(Job(world, run)))

    async def reset(self, world: World) -> None:
        """Start a world afresh."""
        await asyncio.wrap_future(self.writer.submit(Chore(partial(self.worlds.reset, world))))

    def _connect(self) -> None:
        self._local.connection = self.database.connect()

    def _ask(self, question: Callable[..., T], *values: Any) -> T:
        connection: sqlite3.Connection = self._local.connection
        return question(connection, *values)

    def _told(self, receivers: set[str]) -> None:
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self.waiters.wake, receivers)


def _handlers(declarant: Declarant) -> dict[Event, Handler]:
    """Say which party does what when its time has come."""
    return {
        Event.ACCEPT: port.accept,
        Event.ENTER: customs.enter,
        Event.RELEASE: customs.release,
        Event.COLLECT: carrier.collect,
        Event.DELIVER: partial(carrier.deliver, declarant=declarant),
    }

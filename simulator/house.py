"""The house put together: database, worlds, writer, delivery, and the parties at their doors."""

import asyncio
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from simulator.beginning.start import Beginning
from simulator.carrier import service as carrier
from simulator.clock import Clock
from simulator.copying import NoWorld, save, saved, slices, snapshot
from simulator.customs import applications, bills
from simulator.customs import service as customs
from simulator.declarant import Declarant
from simulator.delivery import Waiters
from simulator.docket import Handler
from simulator.nursery import grow
from simulator.pace.profile import Pace
from simulator.port import service as port
from simulator.port.counter import Counter
from simulator.port.intake import Intake
from simulator.settings import Settings
from simulator.steps import Event
from simulator.store.database import Connection, Database, Told, Unusable, open_database
from simulator.store.tidying import cut_slice, purge_slice
from simulator.vetting import open_saved
from simulator.world import World
from simulator.worlds import WorldRefused, Worlds
from simulator.writer import Chore, Gone, Job, Writer

T = TypeVar("T")

_READERS = 2


class House:
    """A running simulator, without its HTTP face. Opened and closed inside an event loop."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.database = open_database(settings.db, sync=settings.sync)
        self.worlds = _worlds(settings, self.database)
        self.waiters = Waiters()
        sourced = settings.only_sourced
        self.declarant = Declarant(Counter(settings.schemas, only_sourced=sourced).hand_in)
        handlers = _handlers(self.declarant)
        self.writer = Writer(self.database, self.worlds, handlers, self._told, self._tidied, only_sourced=sourced)
        self.intake = Intake(self.writer, settings.schemas, only_sourced=sourced)
        self.doors: dict[str, Callable[[], Any]] = {}
        """What the other doors than HTTP tell of themselves, by name."""
        self._local = threading.local()
        self._opened: list[Connection] = []
        self._readers = ThreadPoolExecutor(_READERS, "reader")
        self._loop: asyncio.AbstractEventLoop | None = None

    async def open(self) -> None:
        """Begin to work."""
        self._loop = asyncio.get_running_loop()
        self.database.listen(self._heard)
        self.writer.start()
        self.intake.start()

    async def close(self) -> None:
        """Finish what was handed in, then let go of the database."""
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(None, self.intake.stop)
        await loop.run_in_executor(None, self.writer.stop)
        self._loop = None
        self._readers.shutdown()
        for connection in self._opened:
            connection.close()
        self.database.close()

    async def freshen(self, *, wholly: bool) -> None:
        """See what other processes have made of the worlds, if there are any: which there are, ``wholly`` all of them.

        Who asks comes behind whatever was answered before, by whichever process.
        """
        which, what = await self.read(self.worlds.turns)
        if which or (wholly and what):
            await self._chore(self.worlds.renew)

    async def read(self, question: Callable[..., T], *values: Any) -> T:
        """Ask the database something on a reader thread; ``question`` gets a connection first."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._readers, partial(self._ask, question, *values))

    async def read_as_one(self, question: Callable[..., T], *values: Any) -> T:
        """Ask something that takes several statements, all of it as one moment shows it: rows may go meanwhile."""
        return await self.read(_as_one, question, *values)

    async def change(self, world: World, run: Callable[..., Any]) -> Any:
        """Change a world; returns once it is durable."""
        return await asyncio.wrap_future(self.writer.submit(Job(world, run)))

    def world_of(self, name: str | None, dxp_id: str | None = None) -> World:
        """Return the world that a request is about: the named one, else its sender's, else the default.

        Raises ``WorldRefused``.
        """
        if name is not None:
            return self.worlds.named(name)
        return self.worlds.default if dxp_id is None else self.worlds.of_sender(dxp_id)

    async def begin(
        self, name: str, beginning: Beginning, *, clock: Clock | None = None, pace: Pace | None = None
    ) -> World:
        """Let a world begin, with another clock and pace than its beginning says if they are given.

        Raises ``WorldRefused``, as do all that follow.
        """

        def run(connection: Connection) -> World:
            return self.worlds.begin(connection, name, beginning, clock=clock, pace=pace)

        world: World = await self._chore(run, self._admit)
        return world

    async def reset(self, world: World) -> None:
        """Let a world begin again as it began at first."""

        def seen(clock: Clock, connection: Connection) -> None:
            self.worlds.began_again(world, clock, connection)

        await self._chore(self._telling(world, self.worlds.reset), seen)
        self.waiters.wake([(world.name, None)])

    async def drop(self, world: World) -> None:
        """Let a world end."""
        if world is self.worlds.default:
            raise WorldRefused(409, "world", world.name, "it is everybody's: reset it instead")
        await self._chore(self._telling(world, self.worlds.drop), lambda _, __: self.worlds.forget(world))
        self.waiters.wake([(world.name, None)])

    def _telling(self, world: World, run: Callable[[World, Connection], T]) -> Callable[[Connection], T]:
        """Return what changes a world and tells the other processes to look at it."""

        def change(connection: Connection) -> T:
            done = run(world, connection)
            self.database.tell(connection, [(world.name, None)])
            return done

        return change

    async def claim(self, world: World, dxp_ids: Sequence[str]) -> None:
        """Give dxpIds to a world."""
        await self._chore(partial(self.worlds.claim, world, dxp_ids), lambda _, reading: self._admit(world, reading))

    async def save(self, world: World, path: Path) -> None:
        """Write a world into a new file."""
        try:
            await self.apart(save, world.number, world.clock, path)
        except NoWorld:
            raise Gone(world.name) from None

    async def load(self, name: str, path: Path) -> World:
        """Let a saved world go on under a name. Raises ``NoWorld``, too."""
        world: World = await asyncio.get_running_loop().run_in_executor(None, self._load, name, path)
        return world

    async def fork(self, world: World, name: str) -> World:
        """Let a copy of a world go on beside it."""
        await self._chore(lambda _: self.worlds.must_be_free(name))
        grown: World = await self.apart(self._fork, world, name)
        return grown

    def _load(self, name: str, path: Path) -> World:
        with closing(open_saved(path)) as file, closing(self.database.connect()) as connection:
            grown = grow(self.worlds, name, saved(file), slices(file, 0), self._changed, self._admit)
            self.database.settle(connection)
            return grown

    def _fork(self, connection: Connection, world: World, name: str) -> World:
        try:
            parent = snapshot(connection, world.number, world.clock)
        except NoWorld:
            raise Gone(world.name) from None
        grown = grow(self.worlds, name, parent, slices(connection, world.number), self._changed, self._admit)
        connection.commit()
        self.database.settle(connection)
        return grown

    def _changed(self, run: Callable[..., Any], then: Callable[[Any, Connection], Any] | None) -> Any:
        return self.writer.submit(Chore(run, then)).result()

    async def apart(self, question: Callable[..., T], *values: Any) -> T:
        """Ask the database something that takes long, on a thread and a connection of its own."""

        def ask() -> T:
            with closing(self.database.connect()) as connection:
                return question(connection, *values)

        return await asyncio.get_running_loop().run_in_executor(None, ask)

    def _admit(self, world: World, connection: Connection) -> World:
        return self.worlds.admit(world, connection)

    async def _chore(self, run: Callable[..., Any], then: Callable[[Any, Connection], Any] | None = None) -> Any:
        return await asyncio.wrap_future(self.writer.submit(Chore(run, then)))

    def _connect(self) -> Connection:
        """Open a reader's connection, when it is needed: a pool whose thread fails at its start works never more."""
        connection: Connection = self.database.connect()
        self._local.connection = connection
        self._opened.append(connection)
        return connection

    def _ask(self, question: Callable[..., T], *values: Any) -> T:
        """Ask on the connection of this thread, and once more on another if that one was found dead."""
        connection: Connection | None = getattr(self._local, "connection", None)
        if connection is not None and not connection.broken:
            try:
                return question(connection, *values)
            except self.database.errors:
                if not connection.broken:
                    raise
        return question(self._connect(), *values)

    def _tidied(self, connection: Connection) -> bool:
        """Throw away a slice of what is not needed any more; tell whether there was any."""
        for world in self.worlds.all():
            if world.kept > world.budget and self.writer.sharing.take(connection, world, wait=False):
                surplus = world.kept - world.budget * 9 // 10  # some at a time, not some with each message
                last, freed = cut_slice(connection, world.number, world.cut, surplus)
                if freed:
                    world.cut, world.kept = last, world.kept - freed
                    world.go_on(connection)
                    return True
        fading = self.worlds.fade()
        return purge_slice(connection) or fading

    def _told(self, receivers: set[Told]) -> None:
        """Wake who waits here for what this process has written."""
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self.waiters.wake, receivers)

    def _heard(self, receivers: set[Told]) -> None:
        """Wake who waits here for what another process has written; a world that began again is looked at first."""
        if any(dxp_id is None for _, dxp_id in receivers):
            self.writer.submit(Chore(self.worlds.renew, lambda _, __: self._told(receivers)))
        else:
            self._told(receivers)


def prepare(settings: Settings) -> Database:
    """Make a database ready for the processes that will share it: its tables, and the world ``default``.

    As long as it is open, those who come join what goes on, even if all who did the work have died.
    """
    database = open_database(settings.db, sync=settings.sync)
    _worlds(settings, database)
    return database


def _as_one(connection: Connection, question: Callable[..., T], *values: Any) -> T:
    connection.snapshot()
    try:
        return question(connection, *values)
    finally:
        connection.rollback()


def _worlds(settings: Settings, database: Database) -> Worlds:
    try:
        with closing(database.connect()) as connection:
            return Worlds(
                connection,
                settings.clock,
                seed=settings.seed,
                pace=settings.pace,
                outcomes=settings.outcomes,
                strangers=settings.strangers,
                budget=settings.journal,
                shared=not database.alone,
                joining=database.joined,
            )
    except database.errors as wrong:
        database.close()
        raise Unusable(f"the database cannot be used: {' '.join(str(wrong).split())}") from None


def _handlers(declarant: Declarant) -> dict[Event, Handler]:
    """Say which party does what when its time has come."""
    return {
        Event.ACCEPT: port.accept,
        Event.ENTER: customs.enter,
        Event.RELEASE: customs.release,
        Event.MOVE: customs.move,
        Event.CLEAR: applications.clear,
        Event.COLLECT: carrier.collect,
        Event.DELIVER: partial(carrier.deliver, declarant=declarant),
        Event.BILL: bills.bill,
        Event.SUM: bills.sum_up,
    }

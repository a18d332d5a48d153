"""The writer: one thread through which every change goes, many messages to a transaction.

Whatever waits when a transaction begins is taken into it, up to a bound; answers go out after the
commit. So a single message is written at once, and under load many share a commit.
"""

import collections
import logging
import queue
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any, Final

from simulator.clock import stamp
from simulator.docket import Docket, Handler
from simulator.known import Wants
from simulator.sharing import Alone, Shared, Sharing
from simulator.steps import Event
from simulator.store.database import Connection, Database, Told
from simulator.world import World
from simulator.worlds import Worlds

_LOG: Final = logging.getLogger(__name__)
_MOST_JOBS: Final = 256
_LOOK: Final = 0.05
"""Seconds between looks at the clock while steps are planned, or at what is left to tidy up."""


@dataclass(slots=True, eq=False)
class Job:
    """One change of one world. ``want`` tells ahead what it will ask for."""

    world: World
    run: Callable[[Docket], Any]
    want: Callable[[Wants], None] | None = None
    done: "Future[Any]" = field(default_factory=Future)


@dataclass(slots=True, eq=False)
class Chore:
    """One change that is no world's own history: it has a transaction to itself, and ``then`` comes behind it.

    What ``then`` makes of the result is the result.
    """

    run: Callable[[Connection], Any]
    then: Callable[[Any, Connection], Any] | None = None
    done: "Future[Any]" = field(default_factory=Future)


class Gone(Exception):
    """The world was dropped while somebody still wanted something of it."""


class Unwritable(Exception):
    """The database could not take a change (disk full, file gone); nothing of it was kept."""


class Writer:
    """Runs jobs and chores in the order in which they come.

    ``told`` hears after each commit in which worlds which dxpIds got receipts. ``tidy`` throws away a slice of
    what is not needed any more, and tells whether there was any; it is called now and then. ``only_sourced``
    judges without the assumed rules.
    """

    def __init__(
        self,
        database: Database,
        worlds: Worlds,
        handlers: Mapping[Event, Handler],
        told: Callable[[set[Told]], None],
        tidy: Callable[[Connection], bool],
        *,
        only_sourced: bool = False,
    ) -> None:
        self._database = database
        self._failures = database.errors
        self.sharing: Sharing = Alone() if database.alone else Shared(worlds)
        self._worlds = worlds
        self._handlers = handlers
        self._told = told
        self._tidy = tidy
        self._only_sourced = only_sourced
        self._queue: queue.SimpleQueue[Job | Chore | None] = queue.SimpleQueue()
        self._connection: Connection = database.connect()
        self._untidy = True
        self._tidied = 0.0
        self._attempts: collections.deque[tuple[World, str, list[str]]] = collections.deque()
        self._noting: list[tuple[World, str, list[str]]] = []  # attempts of the transaction at hand
        self._dockets: list[Docket] = []
        self._looked = 0.0
        self._blind = False
        self._failing = False
        self._doubtful = False  # may the worlds remember what the database does not hold?
        self._thread = threading.Thread(target=self._work, name="writer", daemon=True)

    def start(self) -> None:
        """Begin to work."""
        self._thread.start()

    def stop(self) -> None:
        """Finish what was handed in, then end."""
        self._queue.put(None)
        self._thread.join()

    def submit(self, work: Job | Chore) -> "Future[Any]":
        """Hand in work; its future is done once the change is committed, and cannot be cancelled before."""
        work.done.set_running_or_notify_cancel()
        self._queue.put(work)
        return work.done

    def note(self, world: World, dxp_id: str, receipts: list[str]) -> None:
        """Note that receipts were handed over; it is written with the next transaction, or soon."""
        self._attempts.append((world, dxp_id, receipts))

    def _work(self) -> None:
        while True:
            batch = self._next()
            self._look_around()  # also while there is always something to do
            self._run([work for work in batch if work])
            if batch and batch[-1] is None:
                self._settle([])  # the last attempts of delivery
                self._rest()
                self._connection.close()
                return
            if self._untidy and time.monotonic() - self._tidied >= _LOOK:
                self._tidy_up()

    def _rest(self) -> None:
        """Write where the clocks are, so that those that run do not go back when they run again.

        Where others go on with the worlds, they run on.
        """
        if not self._database.alone:
            return
        try:
            for world in self._worlds.all():
                world.go_on(self._connection)
        except self._failures as wrong:
            _LOG.error("where the clocks are could not be written", exc_info=wrong)

    def _next(self) -> list[Job | Chore | None]:
        """Wait for work; an empty list means that there was none and it is time to look around."""
        looking = self._untidy or self._attempts or any(world.next_due is not None for world in self._worlds.all())
        pause = _LOOK if looking else self.sharing.pause
        try:
            batch = [self._queue.get(timeout=pause if pause and self._queue.empty() else None)]
        except queue.Empty:
            return []
        while batch[-1] is not None and len(batch) < _MOST_JOBS:
            try:
                batch.append(self._queue.get_nowait())
            except queue.Empty:
                break
        return batch

    def _look_around(self) -> None:
        """Look now and then at what other processes have done, if there can be any."""
        if self.sharing.pause is None or time.monotonic() - self._looked < self.sharing.pause:
            return
        self._looked = time.monotonic()
        try:
            if self._connection.broken:
                self._connection = self._database.connect()
            self.sharing.look_around(self._connection)
            self._blind = False
        except self._failures as wrong:
            if not self._blind:  # say it once, not with every look
                _LOG.warning("what is planned could not be seen", exc_info=wrong)
            self._blind = True

    def _run(self, batch: list[Job | Chore]) -> None:
        jobs: list[Job] = []
        for work in batch:
            if isinstance(work, Job):
                jobs.append(work)
                continue
            self._settle(jobs)
            jobs = []
            self._chore(work)
        self._settle(jobs)

    def _settle(self, jobs: list[Job]) -> None:
        """Do jobs, and what is due, in one transaction; if it fails, each alone, so that only the culprit suffers."""
        jobs = [job for job in jobs if self._is_possible(job)]
        due = [world for world in self._worlds.all() if self._is_due(world)]
        if not jobs and not due and not self._attempts:
            return
        try:
            self._done(jobs, *self._transact(jobs, due))
        except Exception as wrong:  # whatever it was, the transaction is undone and the sender is told
            self._undo()
            if len(jobs) + len(due) <= 1:
                self._failed(jobs, due, wrong)
                return
            for world in due:
                self._alone([], [world])
            for job in jobs:
                self._alone([job], [])

    def _alone(self, jobs: list[Job], due: list[World]) -> None:
        try:
            self._done(jobs, *self._transact(jobs, due, noting=False))  # what is noted may be the culprit
        except Exception as wrong:  # as above
            self._undo()
            self._failed(jobs, due, wrong)

    def _done(self, jobs: list[Job], results: list[Any], receivers: set[Told]) -> None:
        self._failing = False
        for job, result in zip(jobs, results, strict=True):
            job.done.set_result(result)
        if receivers:
            self._told(receivers)

    def _failed(self, jobs: list[Job], due: list[World], wrong: Exception) -> None:
        """Tell the caller; a world whose steps cannot be taken for another reason than the disk is left alone."""
        for job in jobs:
            job.done.set_exception(Unwritable(str(wrong)) if isinstance(wrong, self._failures) else wrong)
        for world in due:
            world.stuck = not isinstance(wrong, self._failures)
            if world.stuck or not self._failing:  # while the database is away, say it once, not twenty times a second
                _LOG.error("the steps of the world %s that are due could not be taken", world.name, exc_info=wrong)
            self._failing = True

    def _is_possible(self, job: Job) -> bool:
        if not job.world.alive:
            job.done.set_exception(Gone(job.world.name))
        return job.world.alive

    @staticmethod
    def _is_due(world: World) -> bool:
        return world.next_due is not None and not world.stuck and world.next_due <= stamp(world.clock.now())

    def _transact(self, jobs: list[Job], due: list[World], *, noting: bool = True) -> tuple[list[Any], set[Told]]:
        self._noting += [self._attempts.popleft() for _ in range(len(self._attempts) if noting else 0)]
        attempts = [one for one in self._noting if one[0].alive]
        by_world: dict[World, list[Job]] = {world: [] for world in due}
        for job in jobs:
            by_world.setdefault(job.world, []).append(job)
        waited_for = {*(job.world for job in jobs), *(world for world, _, _ in attempts)}
        for world in waited_for:
            by_world.setdefault(world, [])
        results: dict[Job, Any] = {}
        receivers: set[Told] = set()
        self._begin()
        for world in sorted(by_world, key=lambda world: world.name):  # in one order, so that nobody waits in a circle
            if self.sharing.take(self._connection, world, wait=world in waited_for):
                if world not in waited_for and not self._is_due(world):
                    continue  # another process has lived through it
                said = [(dxp_id, ids) for whose, dxp_id, ids in attempts if whose is world]
                results |= self._live(world, by_world[world], said, receivers)
            elif by_world[world]:
                raise Gone(world.name)
        if receivers:
            self._database.tell(self._connection, receivers)
        self._connection.commit()
        self._dockets = []  # what they have moved stays moved, whatever fails next
        self._noting.clear()
        self._untidy = self._untidy or any(world.kept > world.budget for world in by_world)
        return [results[job] for job in jobs], receivers

    def _live(
        self, world: World, jobs: list[Job], attempts: list[tuple[str, list[str]]], receivers: set[Told]
    ) -> dict[Job, Any]:
        """Live through what is due in a world, then through its jobs; return what came of them."""
        results = {}
        docket = Docket(world, self._connection, self._handlers, only_sourced=self._only_sourced)
        self._dockets.append(docket)
        wants = Wants()
        for job in jobs:
            if job.want:
                job.want(wants)
        docket.fetch(wants)
        docket.catch_up()
        for dxp_id, ids in attempts:  # before what is done now: it may acknowledge them
            docket.attempt(dxp_id, "fetched", ids)
        for job in jobs:
            results[job] = job.run(docket)
            docket.live()
        docket.flush()
        receivers |= docket.receivers
        return results

    def _chore(self, chore: Chore) -> None:
        try:
            self._begin()
            result = chore.run(self._connection)
            self._connection.commit()
            result = chore.then(result, self._connection) if chore.then else result
        except Exception as wrong:  # as above
            self._undo()
            chore.done.set_exception(Unwritable(str(wrong)) if isinstance(wrong, self._failures) else wrong)
        else:
            self._untidy = True  # it may have left rows of a world that lives no more
            chore.done.set_result(result)

    def _tidy_up(self) -> None:
        try:
            self._begin()
            self._untidy = self._tidy(self._connection)
            self._connection.commit()
        except self._failures:
            self._undo()  # the next look tries again
        self._tidied = time.monotonic()

    def _begin(self) -> None:
        try:
            self._connection.begin()
        except self._failures:  # the database went away since the last transaction: it may be there again
            if not self._connection.broken:
                raise
            self._connection = self._database.connect()
            self._connection.begin()
        if self._doubtful:
            self._recount()

    def _undo(self) -> None:
        """Take back what a failed transaction did, in the database and in what the worlds remember of it."""
        self._doubtful = True
        self._attempts.extendleft(reversed(self._noting))
        self._noting.clear()
        for docket in self._dockets:
            docket.undo()
        self._dockets = []
        self._worlds.doubt()
        try:
            self._connection.rollback()
            self._recount()
        except self._failures:
            return  # not even readable now: the next transaction counts again before it does anything

    def _recount(self) -> None:
        self._worlds.recount(self._connection)
        self._doubtful = False

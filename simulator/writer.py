"""The writer: one thread through which every change goes, many messages to a transaction.

Whatever waits when a transaction begins is taken into it, up to a bound; answers go out after the
commit. So a single message is written at once, and under load many share a commit.
"""

import logging
import queue
import sqlite3
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any, Final

from simulator.clock import stamp
from simulator.docket import Docket, Handler, Wants
from simulator.steps import Event
from simulator.store.database import Database
from simulator.store.purge import purge_slice
from simulator.world import World

_LOG: Final = logging.getLogger(__name__)
_MOST_JOBS: Final = 256
_LOOK: Final = 0.05
"""Seconds between looks at the clock while steps are planned, or at what is left to purge."""


@dataclass(slots=True, eq=False)
class Job:
    """One change of one world. ``want`` tells ahead what it will ask for."""

    world: World
    run: Callable[[Docket], Any]
    want: Callable[[Wants, int], None] | None = None
    done: "Future[Any]" = field(default_factory=Future)


@dataclass(slots=True, eq=False)
class Chore:
    """One change that is no world's own history: it has a transaction to itself."""

    run: Callable[[sqlite3.Connection], Any]
    done: "Future[Any]" = field(default_factory=Future)


class Unwritable(Exception):
    """The database could not take a change (disk full, file gone); nothing of it was kept."""


class Writer:
    """Runs jobs and chores in the order in which they come. ``told`` hears of each commit who got receipts."""

    def __init__(
        self,
        database: Database,
        worlds: Callable[[], list[World]],
        handlers: Mapping[Event, Handler],
        told: Callable[[set[str]], None],
    ) -> None:
        self._worlds = worlds
        self._handlers = handlers
        self._told = told
        self._queue: queue.SimpleQueue[Job | Chore | None] = queue.SimpleQueue()
        self._connection = database.connect()
        self._purging = True
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

    def _work(self) -> None:
        with closing(self._connection):
            while True:
                batch = self._next()
                if batch and batch[-1] is None:
                    self._run([work for work in batch if work])
                    return
                self._run([work for work in batch if work])
                if not batch and self._purging:
                    self._purge()

    def _next(self) -> list[Job | Chore | None]:
        """Wait for work; an empty list means that there was none and it is time to look around."""
        looking = self._purging or any(world.next_due is not None for world in self._worlds())
        try:
            batch = [self._queue.get(timeout=_LOOK if looking and self._queue.empty() else None)]
        except queue.Empty:
            return []
        while batch[-1] is not None and len(batch) < _MOST_JOBS:
            try:
                batch.append(self._queue.get_nowait())
            except queue.Empty:
                break
        return batch

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
        """Do jobs in one transaction; if it fails, each alone, so that only the culprit suffers."""
        if not jobs and not self._due():
            return
        try:
            results, receivers = self._transact(jobs)
        except Exception as wrong:  # whatever it was, the transaction is undone and the sender is told
            self._undo()
            if len(jobs) > 1:
                for job in jobs:
                    self._settle([job])
            elif jobs:
                jobs[0].done.set_exception(Unwritable(str(wrong)) if isinstance(wrong, sqlite3.Error) else wrong)
            else:
                _LOG.error("steps that are due could not be taken, they are tried again", exc_info=wrong)
            return
        for job, result in zip(jobs, results, strict=True):
            job.done.set_result(result)
        if receivers:
            self._told(receivers)

    def _due(self) -> bool:
        return any(
            world.next_due is not None and world.next_due <= stamp(world.clock.now()) for world in self._worlds()
        )

    def _transact(self, jobs: list[Job]) -> tuple[list[Any], set[str]]:
        by_world: dict[int, list[Job]] = {world.number: [] for world in self._worlds()}
        for job in jobs:
            by_world[job.world.number].append(job)
        results: dict[Job, Any] = {}
        receivers: set[str] = set()
        self._begin()
        for world in self._worlds():
            docket = Docket(world, self._connection, self._handlers)
            wants = Wants()
            for job in by_world[world.number]:
                if job.want:
                    job.want(wants, world.number)
            docket.fetch(wants)
            docket.catch_up()
            for job in by_world[world.number]:
                results[job] = job.run(docket)
                docket.live()
            docket.flush()
            receivers |= docket.receivers
        self._connection.execute("COMMIT")
        return [results[job] for job in jobs], receivers

    def _chore(self, chore: Chore) -> None:
        try:
            self._begin()
            result = chore.run(self._connection)
            self._connection.execute("COMMIT")
        except Exception as wrong:  # as above
            self._undo()
            chore.done.set_exception(Unwritable(str(wrong)) if isinstance(wrong, sqlite3.Error) else wrong)
        else:
            self._purging = True  # it may have left rows of a world that lives no more
            chore.done.set_result(result)

    def _purge(self) -> None:
        try:
            self._purging = purge_slice(self._connection)
        except sqlite3.Error:
            self._undo()  # the next look tries again

    def _begin(self) -> None:
        self._connection.execute("BEGIN IMMEDIATE")
        if self._doubtful:
            self._recount()

    def _undo(self) -> None:
        """Take back what a failed transaction did, in the database and in what the worlds remember of it."""
        self._doubtful = True
        try:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            self._recount()
        except sqlite3.Error:
            return  # not even readable now: the next transaction counts again before it does anything

    def _recount(self) -> None:
        for world in self._worlds():
            world.recount(self._connection)
        self._doubtful = False

"""The database under fire: how a server is told of it, how it dies, and how it is read while no server runs."""

import shutil
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from typing import Any, Final, Protocol

import psycopg

from load.torture.watch import Blow
from load.torture.wrong import Wrong, hold
from simulator.bench.postgresql import PostgresServer, database, drop
from simulator.store.tongue import postgresql

Ask = Callable[..., list[tuple[Any, ...]]]
"""Asks the database: ``ask(statement, *values)``, with a question mark for each value."""


WORKERS: Final = 2
_BACKENDS: Final = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    " AND backend_type = 'client backend'"
)
_LONGEST_END: Final = 30


class Store(Protocol):
    """A database that outlives the servers on it."""

    blows: tuple[Blow, ...]
    """What can die while the server as a whole lives on."""
    workers: int
    """How many processes of the server share the work; 0 if it does it all itself."""

    def options(self) -> list[str]:
        """Return the options by which ``kouan up`` uses it."""

    def look(self) -> AbstractContextManager[Ask]:
        """Read it as it was left, and leave it so: the next server must find what the last one left."""

    def kill(self) -> None:
        """Let it die by itself."""

    def start_again(self) -> None:
        """Let it go on."""

    def keep(self, folder: Path) -> None:
        """Put what it holds into a folder, for who looks into what went wrong."""

    def throw_away(self) -> None:
        """Let go of all that it holds."""


class SqliteFile:
    """A SQLite file, with the durability that holds when nothing is said. It is nothing that could die by itself."""

    blows: tuple[Blow, ...] = ()
    workers = 0

    def __init__(self, folder: Path) -> None:
        self._path = folder / "torture.db"

    def options(self) -> list[str]:
        """Return the options by which ``kouan up`` uses it."""
        return ["--db", str(self._path), "--sync", "normal"]

    @contextmanager
    def look(self) -> Iterator[Ask]:
        """Read a copy: who opens the file itself would already mend what the next server has to mend."""
        with tempfile.TemporaryDirectory(prefix="kouan-") as folder:
            for file in (self._path, self._path.with_name(f"{self._path.name}-wal")):
                if file.exists():
                    shutil.copy(file, folder)
            with closing(sqlite3.connect(Path(folder) / self._path.name, isolation_level=None)) as connection:
                found = connection.execute("PRAGMA integrity_check").fetchall()
                hold("the database's own check", [("ok",)], found)
                yield lambda statement, *values: connection.execute(statement, values).fetchall()

    def kill(self) -> None:
        """Do nothing."""

    def start_again(self) -> None:
        """Do nothing."""

    def keep(self, folder: Path) -> None:
        """Copy it, with what belongs to it."""
        for file in self._path.parent.glob(f"{self._path.name}*"):
            shutil.copy(file, folder)

    def throw_away(self) -> None:
        """Leave that to whoever has made the folder."""


class PostgresDatabase:
    """A database of a PostgreSQL server with the settings that hold when nothing is said, shared by two workers."""

    blows: tuple[Blow, ...] = ("worker", "database")
    workers = WORKERS

    def __init__(self, server: PostgresServer, name: str) -> None:
        self._server, self._name = server, name
        self.throw_away()
        self._address = database(server.address, name)

    def options(self) -> list[str]:
        """Return the options by which ``kouan up`` uses it."""
        return ["--db", self._address, "--sync", "normal", "--workers", str(WORKERS)]

    @contextmanager
    def look(self) -> Iterator[Ask]:
        """Read it once it has ended what the dead had begun: what was on its way to it may still be done."""
        with psycopg.connect(self._address, autocommit=True) as connection:
            until = time.monotonic() + _LONGEST_END
            while any(connection.execute(_BACKENDS).fetchone() or ()):
                if time.monotonic() > until:
                    raise Wrong("connections of a kouan that is dead", f"gone within {_LONGEST_END} s", "there")
                time.sleep(0.005)
            connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield lambda statement, *values: connection.execute(postgresql(statement), values).fetchall()

    def kill(self) -> None:
        """Let all processes of the server die at once."""
        self._server.kill()

    def start_again(self) -> None:
        """Let the server go on with what it holds."""
        self._server.start_again()

    def keep(self, folder: Path) -> None:
        """Write it into a file of statements."""
        self._server.dump(self._name, folder / "torture.sql")

    def throw_away(self) -> None:
        """Drop it."""
        drop(self._server.address, self._name)

"""The database under fire: how a server is told of it, and how it is read while no server runs."""

import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from typing import Any, Protocol

from load.torture.wrong import hold

Ask = Callable[..., list[tuple[Any, ...]]]
"""Asks the database: ``ask(statement, *values)``, with a question mark for each value."""


class Store(Protocol):
    """A database that outlives the servers on it."""

    def options(self) -> list[str]:
        """Return the options by which ``kouan up`` uses it."""

    def look(self) -> AbstractContextManager[Ask]:
        """Read it as it was left, and leave it so: the next server must find what the last one left."""


class SqliteFile:
    """A SQLite file, with the durability that holds when nothing is said."""

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

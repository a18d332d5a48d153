"""The database: opened once, written by one thread, read by many.

Durable means: what was committed survives ``kill -9`` (SQLite's write-ahead log, synchronous NORMAL);
``full`` survives a power cut as well.
"""

import fcntl
import sqlite3
from contextlib import closing
from importlib import resources
from pathlib import Path
from typing import Final, Literal, TextIO

VERSION: Final = 3
"""Of the tables. A file of another version is refused, not guessed at."""

CHECKPOINT: Final = "PRAGMA wal_checkpoint(PASSIVE)"
"""For whoever has had much written: else the writer's next commit would have to copy all of it into the file."""

Sync = Literal["normal", "full"]


class Unusable(Exception):
    """A database that cannot be used; the message says which, why, and the way out."""


class Database:
    """A SQLite file with the tables of the house, held by this process alone until ``close``."""

    def __init__(self, path: Path, *, sync: Sync = "normal") -> None:
        path = path.resolve()  # whatever it is called, it is one file and has one writer
        self.path = path
        self._sync = sync.upper()
        self._lock = _lock(path)
        try:
            with closing(self.connect()) as connection:
                _prepare(connection, path)
        except sqlite3.Error as wrong:
            self.close()
            raise Unusable(f"{path} cannot be used as a database: {wrong}") from None

    def connect(self) -> sqlite3.Connection:
        """Open one more connection; its user begins and ends transactions by hand."""
        connection = sqlite3.connect(
            self.path, timeout=30, isolation_level=None, cached_statements=512, check_same_thread=False
        )
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute(f"PRAGMA synchronous = {self._sync}")
        connection.execute("PRAGMA cache_size = -65536")
        return connection

    def close(self) -> None:
        """Let another process have the file."""
        self._lock.close()


def _lock(path: Path) -> TextIO:
    """Hold the file for this process: two writers would give one document two histories."""
    try:
        held = Path(f"{path}-lock").open("w")  # noqa: SIM115  # held until the process ends
    except OSError as wrong:
        raise Unusable(f"{path} cannot be opened: {wrong.strerror}") from None
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        held.close()
        raise Unusable(f"{path} is in use by another kouan: stop that one or give --db another file") from None
    return held


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    (found,) = connection.execute("PRAGMA user_version").fetchone()
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if not tables:
        ddl = resources.files("simulator.store").joinpath("sqlite.sql").read_text()
        connection.executescript(f"BEGIN; {ddl} PRAGMA user_version = {VERSION}; COMMIT;")
    elif found != VERSION:
        raise Unusable(f"{path} has tables of version {found}, this kouan needs {VERSION}: give --db another file")

"""A SQLite file as the database: opened once, written by one thread, read by many.

Durable means: what was committed survives ``kill -9`` (SQLite's write-ahead log, synchronous NORMAL);
``full`` survives a power cut as well.
"""

import fcntl
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from importlib import resources
from pathlib import Path
from typing import Any, Final, TextIO

from simulator.store.database import OLDEST, VERSION, Connection, Sync, Told, Unusable

_CHECKPOINT: Final = "PRAGMA wal_checkpoint(PASSIVE)"


class SqliteConnection(sqlite3.Connection):
    """A connection to a file, as the house uses it."""

    unfit: tuple[type[Exception], ...] = (sqlite3.IntegrityError,)
    broken: bool = False
    claiming: str = ""  # whoever writes has the whole file

    def many(self, statement: str, values: Sequence[Any] = ()) -> sqlite3.Cursor:
        """Run a query whose rows are too many to hold at once."""
        return self.execute(statement, values)

    def begin(self) -> None:
        """Begin a transaction that will change something; wait for another to end first."""
        self.execute("BEGIN IMMEDIATE")

    def snapshot(self) -> None:
        """Begin a transaction that only reads."""
        self.execute("BEGIN")


class Sqlite:
    """A SQLite file with the tables of the house, held by this process alone until ``close``."""

    alone: bool = True
    joined: bool = False
    errors: tuple[type[Exception], ...] = (sqlite3.Error,)

    def __init__(self, path: Path, *, sync: Sync = "normal") -> None:
        path = path.resolve()  # whatever it is called, it is one file and has one writer
        self.path = path
        self._sync = sync.upper()
        self._lock = hold(path)
        try:
            with closing(self.connect()) as connection:
                _prepare(connection, path)
        except sqlite3.Error as wrong:
            self.close()
            raise Unusable(f"{path} cannot be used as a database: {wrong}") from None
        except Unusable:
            self.close()
            raise

    def connect(self) -> SqliteConnection:
        """Open one more connection; its user begins and ends transactions by hand."""
        connection = sqlite3.connect(
            self.path,
            timeout=30,
            isolation_level=None,
            cached_statements=512,
            check_same_thread=False,
            factory=SqliteConnection,
        )
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute(f"PRAGMA synchronous = {self._sync}")
        connection.execute("PRAGMA cache_size = -65536")
        return connection

    def settle(self, connection: Connection) -> None:
        """Copy the log into the file: else the writer's next commit would have to."""
        connection.execute(_CHECKPOINT)

    def claim(self, what: str) -> bool:
        """Have it: there is nobody else."""
        return True

    def release(self, what: str) -> None:
        """Keep it."""

    def tell(self, connection: object, told: Iterable[Told]) -> None:
        """Tell nobody: there is no other process."""

    def listen(self, heard: Callable[[set[Told]], None]) -> None:
        """Listen to nobody."""

    def close(self) -> None:
        """Let another process have the file."""
        self._lock.close()


def hold(path: Path) -> TextIO:
    """Hold a file for this process: two writers would give one document two histories."""
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
        way = f"kouan migrate --db {path} brings it up, or give" if OLDEST <= found < VERSION else "give"
        raise Unusable(f"{path} has tables of version {found}, this kouan needs {VERSION}: {way} --db another file")

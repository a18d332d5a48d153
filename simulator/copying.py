"""A world's rows, taken out of a database and put into another, or back into the same as another world.

In a copy all ids count from the world's own beginning; they get the number of the new world when they
are put in. A saved world is a SQLite file with the tables of the house and one world in it, of number 0.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from importlib import resources
from pathlib import Path
from typing import Any, Final, NamedTuple

from simulator.clock import Clock, setting
from simulator.store import statements
from simulator.store.database import VERSION, Connection
from simulator.store.ids import row_id, sequence, span
from simulator.store.sqlite import SqliteConnection

_SLICE: Final = 2000
IDS: Final = {
    "message": ("id",),
    "document": ("id", "message"),
    "step": ("id",),
    "waiting": ("document",),
    "outbox": ("id", "message"),
    "verdict": ("id", "document"),
    "act": ("id",),
    "attempt": ("id",),
    "payment": ("id",),
    "waybill": ("id",),
    "bill": ("id",),
    "quota": (),
    "enterprise": (),
    "stock": (),
    "arrival": (),
}
"""The tables of a world, and which of their columns hold ids."""


class NoWorld(ValueError):
    """A file that holds no saved world."""


class Slice(NamedTuple):
    """Some rows of a table, their ids counted from the beginning of their world."""

    table: str
    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]


class Saved(NamedTuple):
    """What is kept of a world itself: beginning (JSON), clock (text), bytes kept and the last cut."""

    beginning: bytes
    clock: str
    kept: int
    cut: int


def slices(connection: Connection, number: int) -> Iterator[Slice]:
    """Yield all rows of a world, a bounded number at a time; the transaction is the caller's."""
    for table, ids in IDS.items():
        where = ("id BETWEEN ? AND ?", span(number)) if "id" in ids else ("world = ?", (number,))
        rows = connection.many(f"SELECT * FROM {table} WHERE {where[0]}", where[1])
        columns = tuple(column[0] for column in rows.description)
        places = [columns.index(name) for name in ids]
        while some := rows.fetchmany(_SLICE):
            yield Slice(table, columns, [_with_ids(row, places, sequence) for row in some])
        rows.close()


def put(connection: Connection, number: int, part: Slice) -> None:
    """Write rows into a world; the transaction is the caller's."""
    places = [part.columns.index(name) for name in IDS[part.table]]
    world = part.columns.index("world") if "world" in part.columns else None
    rows = []
    for row in part.rows:
        values = list(_with_ids(row, places, lambda count: row_id(number, count)))
        if world is not None:
            values[world] = number
        rows.append(values)
    marks = ", ".join("?" * len(part.columns))
    try:
        connection.executemany(f"INSERT INTO {part.table} ({', '.join(part.columns)}) VALUES ({marks})", rows)
    except connection.unfit as wrong:
        raise NoWorld(f"it is no saved world: {part.table}: {wrong}") from None


def snapshot(connection: Connection, number: int, clock: Clock) -> Saved:
    """Begin to read a world as one moment shows it; ``NoWorld`` when it lives no more. Whoever asks ends it.

    A clock that stands still stands where these rows left it; one that runs has run on since, as ``clock`` shows.
    """
    connection.snapshot()
    statement = "SELECT beginning, clock, kept, cut FROM world WHERE number = ? AND state = 1"
    row = connection.execute(statement, (number,)).fetchone()
    if row is None:
        raise NoWorld("it was dropped meanwhile")
    found = Saved(*row)
    left = setting(found.clock)
    if left.kind in ("stepped", "instant"):
        return found
    return found._replace(clock=str(left._replace(at=max(left.at, clock.now()))))


def save(connection: Connection, number: int, clock: Clock, path: Path) -> None:
    """Write a world into a new file, as one moment shows it."""
    try:
        beginning, now, kept, cut = snapshot(connection, number, clock)
        with closing(sqlite3.connect(path, isolation_level=None, factory=SqliteConnection)) as file:
            file.executescript(f"PRAGMA journal_mode = OFF; BEGIN; {ddl()} PRAGMA user_version = {VERSION};")
            file.execute(statements.INSERT_WORLD, (0, "saved", 1, beginning, now, kept, 1, cut, 0))
            for part in slices(connection, number):
                put(file, 0, part)
            file.execute("COMMIT")
    finally:
        connection.rollback()


def ddl() -> str:
    """Return the statements that make the tables of a saved world: those of the house."""
    return resources.files("simulator.store").joinpath("sqlite.sql").read_text()


def saved(file: sqlite3.Connection) -> Saved:
    """Return what a file says of its world itself."""
    found = Saved(*file.execute("SELECT beginning, clock, kept, cut FROM world WHERE number = 0").fetchone())
    if [type(one) for one in found] != [bytes, str, int, int] or found.kept < 0 or found.cut < 0:
        raise NoWorld("it is no saved world: what it says of itself is of no use")
    return found


def _with_ids(row: tuple[Any, ...], places: list[int], change: Any) -> tuple[Any, ...]:
    if not places:
        return row
    values = list(row)
    for place in places:
        values[place] = change(values[place])
    return tuple(values)

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

from gateway_client.rules.kinds import Kind
from simulator.clock import EARLIEST, LATEST, Clock, setting, stamp
from simulator.steps import Event
from simulator.store.database import VERSION
from simulator.store.ids import row_id, sequence, span

_SLICE: Final = 2000
_IDS: Final = {
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
    "quota": (),
    "enterprise": (),
    "stock": (),
}
"""The tables of a world, and which of their columns hold ids."""


_ORPHANS: Final = {
    "documents without their message": "SELECT 1 FROM document WHERE message NOT IN (SELECT id FROM message)",
    "receipts without their message": "SELECT 1 FROM outbox WHERE message NOT IN (SELECT id FROM message)",
    "verdicts without their document": "SELECT 1 FROM verdict WHERE document NOT IN (SELECT id FROM document)",
    "inventories that wait without being there": (
        "SELECT 1 FROM waiting WHERE document NOT IN (SELECT id FROM document)"
    ),
    "documents of a kind that there is not": (
        f"SELECT 1 FROM document WHERE kind NOT IN ({', '.join(str(kind.value) for kind in Kind)})"
    ),
    "steps that nobody can take": (
        f"SELECT 1 FROM step WHERE event NOT IN ({', '.join(repr(event.value) for event in Event)})"
        f" OR due NOT BETWEEN {stamp(EARLIEST)} AND {stamp(LATEST)} OR NOT json_valid(CAST(documents AS TEXT))"
    ),
    "steps of documents that are not there": (
        "SELECT 1 FROM step, json_each(CAST(step.documents AS TEXT))"
        " WHERE json_each.value NOT IN (SELECT id FROM document)"
    ),
}
"""What no saved world has."""


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


def slices(connection: sqlite3.Connection, number: int) -> Iterator[Slice]:
    """Yield all rows of a world, a bounded number at a time; the transaction is the caller's."""
    for table, ids in _IDS.items():
        columns = tuple(row[1] for row in connection.execute(f"PRAGMA table_info({table})"))
        places = [columns.index(name) for name in ids]
        where = ("id BETWEEN ? AND ?", span(number)) if "id" in columns else ("world = ?", (number,))
        rows = connection.execute(f"SELECT {', '.join(columns)} FROM {table} WHERE {where[0]}", where[1])
        while some := rows.fetchmany(_SLICE):
            yield Slice(table, columns, [_with_ids(row, places, sequence) for row in some])


def put(connection: sqlite3.Connection, number: int, part: Slice) -> None:
    """Write rows into a world; the transaction is the caller's."""
    places = [part.columns.index(name) for name in _IDS[part.table]]
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
    except sqlite3.IntegrityError as wrong:
        raise NoWorld(f"it is no saved world: {part.table}: {wrong}") from None


def snapshot(connection: sqlite3.Connection, number: int, clock: Clock) -> Saved:
    """Begin to read a world as one moment shows it; ``NoWorld`` when it lives no more. Whoever asks ends it.

    A clock that stands still stands where these rows left it; one that runs has run on since, as ``clock`` shows.
    """
    connection.execute("BEGIN")
    statement = "SELECT beginning, clock, kept, cut FROM world WHERE number = ? AND state = 1"
    row = connection.execute(statement, (number,)).fetchone()
    if row is None:
        raise NoWorld("it was dropped meanwhile")
    found = Saved(*row)
    left = setting(found.clock)
    if left.kind in ("stepped", "instant"):
        return found
    return found._replace(clock=str(left._replace(at=max(left.at, clock.now()))))


def save(connection: sqlite3.Connection, number: int, clock: Clock, path: Path) -> None:
    """Write a world into a new file, as one moment shows it."""
    try:
        beginning, now, kept, cut = snapshot(connection, number, clock)
        with closing(sqlite3.connect(path, isolation_level=None)) as file:
            file.executescript(f"PRAGMA journal_mode = OFF; BEGIN; {_ddl()} PRAGMA user_version = {VERSION};")
            file.execute("INSERT INTO world VALUES (0, 'saved', 1, ?, ?, ?, 1, ?)", (beginning, now, kept, cut))
            for part in slices(connection, number):
                put(file, 0, part)
            file.execute("COMMIT")
    finally:
        connection.rollback()


def open_saved(path: Path) -> sqlite3.Connection:
    """Open a saved world for reading; ``NoWorld`` says what else the file is. Its own functions are not trusted."""
    file = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True, isolation_level=None)
    try:
        file.execute("PRAGMA trusted_schema = OFF")
        (version,) = file.execute("PRAGMA user_version").fetchone()
        if version and version != VERSION:
            raise NoWorld(f"it was saved by a kouan whose tables have version {version}, this one needs {VERSION}")
        if file.execute("PRAGMA quick_check").fetchone()[0] != "ok":
            raise NoWorld("it is damaged")
        saved(file)
        _be_whole(file)
    except (sqlite3.Error, TypeError, ValueError) as wrong:
        file.close()
        raise wrong if isinstance(wrong, NoWorld) else NoWorld(f"it is no saved world: {wrong}") from None
    return file


def _ddl() -> str:
    return resources.files("simulator.store").joinpath("sqlite.sql").read_text()


def _be_whole(file: sqlite3.Connection) -> None:
    """Refuse a file whose tables are not ours, whose rows do not belong together, or whose ids are none."""
    with closing(sqlite3.connect(":memory:")) as blank:
        blank.executescript(_ddl())
        for table in _IDS:
            info = f"PRAGMA table_info({table})"
            if file.execute(info).fetchall() != blank.execute(info).fetchall():
                raise NoWorld(f"it is no saved world: its table {table} is another")
    for table in _IDS:
        for _, name, declared, required, _, _ in file.execute(f"PRAGMA table_info({table})").fetchall():
            kind = "integer" if "INT" in declared else "blob" if declared == "BLOB" else "text"
            wrong = f"typeof({name}) <> '{kind}'" + ("" if required else f" AND {name} IS NOT NULL")
            if name != "id" and file.execute(f"SELECT 1 FROM {table} WHERE {wrong} LIMIT 1").fetchone():
                raise NoWorld(f"it is no saved world: {table} has a row whose {name} is no {kind}")
    for what, statement in _ORPHANS.items():
        if file.execute(f"{statement} LIMIT 1").fetchone():
            raise NoWorld(f"it is no saved world: it holds {what}")
    for table, ids in _IDS.items():
        for name in ids:
            wrong = f"typeof({name}) <> 'integer' OR {name} <> {name} & ? OR {name} = 0"
            if file.execute(f"SELECT 1 FROM {table} WHERE {wrong} LIMIT 1", (sequence(-1),)).fetchone():
                raise NoWorld(f"it is no saved world: {table} has a row whose {name} is none")


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

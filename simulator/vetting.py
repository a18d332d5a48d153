"""Is a file a saved world? Asked before anything of it is let in: nothing of a stranger's may fail later.

Its tables must be ours, its rows must belong together, and everything in them must be readable.
"""

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Final

import orjson
import zstandard

from gateway_client.rules.kinds import Kind
from gateway_client.wire.ceb.tail import BaseSubscribe
from gateway_client.wire.facts import from_json
from gateway_client.wire.values import check_values
from simulator.clock import EARLIEST, LATEST, stamp
from simulator.copying import IDS, NoWorld, ddl, saved
from simulator.declaration import RECORDS
from simulator.steps import Event
from simulator.store.database import VERSION
from simulator.store.ids import sequence
from simulator.store.packing import unpack
from simulator.store.sqlite import SqliteConnection

_ALIKE: Final = range(3, VERSION + 1)
"""Versions of the tables between which a world's own got new tables and indexes at most."""
_TABLE: Final = re.compile(r"CREATE TABLE (\w+)")
_ORPHANS: Final = {
    "documents without their message": "SELECT 1 FROM document WHERE message NOT IN (SELECT id FROM message)",
    "receipts without their message": "SELECT 1 FROM outbox WHERE message NOT IN (SELECT id FROM message)",
    "verdicts without their document": "SELECT 1 FROM verdict WHERE document NOT IN (SELECT id FROM document)",
    "inventories that wait without being there": (
        "SELECT 1 FROM waiting WHERE document NOT IN (SELECT id FROM document)"
    ),
    "tax bills without their inventory": (
        f"SELECT 1 FROM bill WHERE id NOT IN (SELECT id FROM document WHERE kind = {Kind.INVENTORY.value})"
    ),
    "tax bills in a state that there is not": "SELECT 1 FROM bill WHERE status NOT IN (1, 2, 3)",
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


def open_saved(path: Path) -> SqliteConnection:
    """Open a saved world for reading; ``NoWorld`` says what else the file is. Its own functions are not trusted."""
    file = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True, isolation_level=None, factory=SqliteConnection)
    try:
        file.execute("PRAGMA trusted_schema = OFF")
        (version,) = file.execute("PRAGMA user_version").fetchone()
        if version and version not in _ALIKE:
            raise NoWorld(f"it was saved by a kouan whose tables have version {version}, this one needs {VERSION}")
        if 0 < version < VERSION:
            _complete(file)
        if file.execute("PRAGMA quick_check").fetchone()[0] != "ok":
            raise NoWorld("it is damaged")
        saved(file)
        _be_whole(file)
        _be_readable(file)
    except (sqlite3.Error, TypeError, ValueError) as wrong:
        file.close()
        raise wrong if isinstance(wrong, NoWorld) else NoWorld(f"it is no saved world: {wrong}") from None
    return file


def _complete(file: sqlite3.Connection) -> None:
    """Let a file of an earlier version have the tables that it did not know: empty, beside it."""
    there = {name for (name,) in file.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    made = {_TABLE.match(each.strip()): each for each in ddl().split(";")}
    for head, statement in made.items():
        if head and head[1] in IDS and head[1] not in there:
            file.execute(statement.replace("CREATE TABLE", "CREATE TEMP TABLE", 1))


def _be_whole(file: sqlite3.Connection) -> None:
    """Refuse a file whose tables are not ours, whose rows do not belong together, or whose ids are none."""
    with closing(sqlite3.connect(":memory:")) as blank:
        blank.executescript(ddl())
        for table in IDS:
            info = f"PRAGMA table_info({table})"
            if file.execute(info).fetchall() != blank.execute(info).fetchall():
                raise NoWorld(f"it is no saved world: its table {table} is another")
    for table in IDS:
        for _, name, declared, required, _, _ in file.execute(f"PRAGMA table_info({table})").fetchall():
            kind = "integer" if "INT" in declared else "blob" if declared == "BLOB" else "text"
            wrong = f"typeof({name}) <> '{kind}'" + ("" if required else f" AND {name} IS NOT NULL")
            if name != "id" and file.execute(f"SELECT 1 FROM {table} WHERE {wrong} LIMIT 1").fetchone():
                raise NoWorld(f"it is no saved world: {table} has a row whose {name} is no {kind}")
    for what, statement in _ORPHANS.items():
        if file.execute(f"{statement} LIMIT 1").fetchone():
            raise NoWorld(f"it is no saved world: it holds {what}")
    for table, ids in IDS.items():
        for name in ids:
            wrong = f"typeof({name}) <> 'integer' OR {name} <> {name} & ? OR {name} = 0"
            if file.execute(f"SELECT 1 FROM {table} WHERE {wrong} LIMIT 1", (sequence(-1),)).fetchone():
                raise NoWorld(f"it is no saved world: {table} has a row whose {name} is none")


def _be_readable(file: sqlite3.Connection) -> None:
    """Refuse a file with documents, bodies, JSON or times in it that nobody could read when they are asked for."""
    for table, columns in _TIMES.items():
        for name in columns:
            outside = f"{name} NOT BETWEEN ? AND ?"
            if file.execute(
                f"SELECT 1 FROM {table} WHERE {outside} LIMIT 1", (stamp(EARLIEST), stamp(LATEST))
            ).fetchone():
                raise NoWorld(f"it is no saved world: {table} has a row whose {name} is no time")
    for (table, name), read in _READ.items():
        wanted = "kind, facts" if name == "facts" else name
        for row in file.execute(f"SELECT {wanted} FROM {table} WHERE {name} IS NOT NULL"):
            try:
                read(*row)
            except (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, zstandard.ZstdError):
                raise NoWorld(f"it is no saved world: {table} has a row whose {name} cannot be read") from None


def _document(kind: int, facts: bytes) -> None:
    if check_values(from_json(RECORDS[Kind(kind)], facts)):
        raise ValueError("values that no schema would have let in")


def _list(data: bytes) -> None:
    if not isinstance(orjson.loads(data), list):
        raise TypeError("no list")


def _table(data: bytes) -> None:
    if not isinstance(orjson.loads(data), dict):
        raise TypeError("no object")


_READ: Final[dict[tuple[str, str], Callable[..., object]]] = {
    ("document", "facts"): _document,
    ("message", "body"): unpack,
    ("message", "subscriptions"): lambda data: [check_values(BaseSubscribe.of(one)) for one in orjson.loads(data)],
    ("outbox", "body"): unpack,
    ("verdict", "said"): _list,
    ("act", "said"): _table,
    ("attempt", "receipts"): _list,
    ("payment", "asked"): _table,
    ("waybill", "asked"): _table,
}
"""How what stands in a row is read when somebody asks for it."""
_TIMES: Final = {
    "message": ("received",),
    "document": ("accepted", "entered", "finished"),
    "outbox": ("due",),
    "verdict": ("time",),
    "act": ("time",),
    "attempt": ("time",),
    "waybill": ("delivered",),
    "bill": ("billed", "changed"),
}

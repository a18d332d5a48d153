"""A world: one isolated sandbox with its clock, its seed, its pace and its own counting of everything.

For the writer and the routes; in a world nothing depends on any other world.
"""

import sqlite3
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import blake2b
from typing import Final

from simulator.clock import Clock
from simulator.memory import Memory
from simulator.store import statements
from simulator.store.ids import row_id, sequence, span

DEFAULT: Final = "default"
"""The world of every sender id that no other world has claimed."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How long each step takes: until the port answers, customs takes in, customs releases, the carrier delivers."""

    accept: timedelta = timedelta()
    enter: timedelta = timedelta()
    release: timedelta = timedelta()
    deliver: timedelta = timedelta()


INSTANT: Final = Pace()
_GUIDS: Final = 1 << 128


@dataclass(slots=True)
class World:
    """The sandbox as the writer holds it; the numbers it has given are read back when it is opened."""

    number: int
    name: str
    seed: str
    clock: Clock
    pace: Pace = INSTANT
    counted: dict[str, int] = field(default_factory=dict)
    next_due: int | None = None
    """When the earliest stored step is due."""
    memory: Memory = field(default_factory=Memory)
    _leaps: dict[str, tuple[int, int]] = field(default_factory=dict)

    def next_id(self, table: str) -> int:
        """Return a new id for a row of ``table``; within a world they count 1, 2, 3."""
        self.counted[table] = count = self.counted[table] + 1
        return row_id(self.number, count)

    def guid(self, what: str, count: int) -> str:
        """Return the lower-case UUID that this world gives to its thing number ``count``, the same for the same seed.

        The seed decides where the numbers of a thing begin and how far they leap; an odd leap leads to no
        number twice.
        """
        start, leap = self._leaps.get(what) or self._leap(what)
        digits = f"{(start + leap * count) % _GUIDS:032x}"
        return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-a{digits[17:20]}-{digits[20:]}"

    def _leap(self, what: str) -> tuple[int, int]:
        drawn = blake2b(what.encode(), key=self.seed.encode(), digest_size=32).digest()
        leap = self._leaps[what] = int.from_bytes(drawn[:16]), int.from_bytes(drawn[16:]) | 1
        return leap

    def digits(self, what: str, count: int) -> str:
        """Return the decimal digits with which this world's numbers for a thing begin, the same for the same seed."""
        drawn = blake2b(what.encode(), key=self.seed.encode(), digest_size=8).digest()
        return f"{int.from_bytes(drawn) % 10**count:0{count}d}"

    def recount(self, connection: sqlite3.Connection) -> None:
        """Read from the database its number, how far each table has been counted, when the next step is due."""
        self.memory.forget()
        (self.number,) = connection.execute(
            "SELECT number FROM world WHERE name = ? AND live = 1", (self.name,)
        ).fetchone()
        low, high = span(self.number)
        for table in ("message", "document", "step", "outbox", "verdict", "payment", "waybill"):
            row = connection.execute(f"SELECT max(id) FROM {table} WHERE id BETWEEN ? AND ?", (low, high)).fetchone()  # noqa: S608  # names of ours
            self.counted[table] = sequence(row[0]) if row[0] else 0
        self.next_due = connection.execute(statements.NEXT_DUE, (self.number,)).fetchone()[0]

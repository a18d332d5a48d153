"""A world: one isolated sandbox with its clock, its seed, its pace and its own counting of everything.

For the writer and the routes; in a world nothing depends on any other world.
"""

from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2b
from typing import Final

from simulator.beginning.filed import NOTHING, Filed, filed
from simulator.beginning.start import Beginning
from simulator.clock import Clock, machine_micros, setting_of
from simulator.memory import Memory
from simulator.pace.profile import INSTANT, Pace
from simulator.store import statements
from simulator.store.database import Connection
from simulator.store.ids import row_id, sequence, span

DEFAULT: Final = "default"
"""The world of every sender id that no other world has claimed."""

COUNTED: Final = {
    "entry": ("message", "verdict", "outbox", "act"),  # of the journal, which is made of these four tables
    "document": ("document",),
    "step": ("step",),
    "payment": ("payment",),
    "waybill": ("waybill",),
    "attempt": ("attempt",),
}
"""What a world counts, and in which tables the numbers that it gave can be found."""
_LAST_IDS: Final = "SELECT " + ", ".join(
    f"(SELECT max(id) FROM {table} WHERE id BETWEEN :low AND :high)" for tables in COUNTED.values() for table in tables
)

REGISTERS: Final = ("enterprises", "stock", *NOTHING.armed)
"""What a world can hold so that checks look into it."""

BUDGET: Final = 2_000_000_000
_GUIDS: Final = 1 << 128
_DRAWS: Final = 1 << 53  # as many as a float can tell apart between 0 and 1


@dataclass(slots=True, eq=False)
class World:
    """The sandbox as the writer holds it; the numbers it has given are read back when it is opened."""

    number: int
    name: str
    seed: str
    clock: Clock
    pace: Pace = INSTANT
    alive: bool = True
    life: int = 1
    """How many times it has begun. The numbers of receipts begin anew with each life, so their ids tell it."""
    stuck: bool = False
    """Is there a step that could not be lived through? Then it is tried again only with what else is asked of it."""
    counted: dict[str, int] = field(default_factory=dict)
    next_due: int | None = None
    """When the earliest stored step is due."""
    budget: int = BUDGET
    """Bytes of bodies that its journal may keep."""
    kept: int = 0
    """Bytes of bodies that its journal keeps."""
    cut: int = 0
    """The last entry of its journal that may have lost its body."""
    claims: set[str] = field(default_factory=set)
    """The dxpIds whose messages belong to it."""
    turn: int = 0
    """How many transactions had changed it when this object was last right: another process may have gone on."""
    memory: Memory = field(default_factory=Memory)
    enterprises: dict[str, frozenset[str]] = field(default_factory=dict)
    """Customs' register of enterprises: by code what each is registered as. One that is empty decides nothing."""
    has_stock: bool = False
    """Does any account book hold anything? If none does, nobody looks for stock."""
    filed: Filed = NOTHING
    """Customs' registers of goods."""
    _filed_for: int = 0
    """The number of the world whose beginning they are of: a reset gives another."""
    _leaps: dict[str, tuple[int, int]] = field(default_factory=dict)

    def next_id(self, what: str) -> int:
        """Return a new id for a row; within a world they count 1, 2, 3."""
        self.counted[what] = count = self.counted[what] + 1
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

    def due(self, event: str, begun: datetime, count: int) -> datetime:
        """Return when a step of its thing number ``count`` is done, as the pace and the seed will have it."""
        drawn = blake2b(f"{event}/{count}".encode(), key=self.seed.encode(), digest_size=8).digest()
        return self.pace.due(event, begun, int.from_bytes(drawn) % _DRAWS / _DRAWS)

    def go_on(self, connection: Connection) -> None:
        """Write where it stands, at the end of each transaction that has changed it."""
        setting = str(setting_of(self.clock))
        row = (self.kept, self.cut, setting, machine_micros(), self.number)
        connection.execute(statements.WORLD_GOES_ON, row)
        self.turn += 1

    def recount(self, connection: Connection) -> None:
        """Read from the database what this object holds of it: numbers given, next step, bytes kept."""
        self.memory.forget()
        row = connection.execute(statements.WORLD_ALIVE, (self.name,)).fetchone()
        self.alive = row is not None
        if row is None:
            return
        self.number, self.life, self.kept, self.cut, turn = row[:5]
        low, high = span(self.number)
        last = iter(connection.execute(_LAST_IDS, {"low": low, "high": high}).fetchone())
        for what, tables in COUNTED.items():
            self.counted[what] = max(sequence(next(last) or 0) for _ in tables)
        self.next_due = connection.execute(statements.NEXT_DUE, (self.number,)).fetchone()[0]
        self.enterprises = {
            code: frozenset(kinds.split()) for code, kinds in connection.execute(statements.ENTERPRISES, (self.number,))
        }
        self.has_stock = connection.execute(statements.ANY_STOCK, (self.number,)).fetchone() is not None
        if self._filed_for != self.number:
            (kept,) = connection.execute(statements.BEGINNING, (self.number,)).fetchone()
            self.filed, self._filed_for = filed(Beginning.from_json(kept)), self.number
        self.turn = turn  # only now: whoever finds it there goes by all the rest

    @property
    def armed(self) -> list[str]:
        """The registers that hold something, so that checks look into them."""
        held = {"enterprises": bool(self.enterprises), "stock": self.has_stock, **self.filed.armed}
        return [name for name in REGISTERS if held[name]]

"""What is known: a world's documents, quotas and stock, as one transaction sees them.

What the messages of a batch will need is fetched ahead with a few queries; what nobody thought of is
fetched when it is asked for. What the database does not have is known to be absent.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Final, NamedTuple

import orjson

from gateway_client.rules.kinds import Kind
from simulator.clock import day_of, stamp
from simulator.declaration import Declaration, from_row
from simulator.receipts import invt_no
from simulator.store import statements
from simulator.store.database import Connection
from simulator.store.ids import row_id
from simulator.world import World

_INVT_NO: Final = re.compile(r"[0-9]{8}I([0-9]{9,12})")


@dataclass(slots=True)
class Wants:
    """What messages will ask for, so that it can be fetched with one query each."""

    digests: set[str] = field(default_factory=set)
    keys: dict[Kind, set[str]] = field(default_factory=lambda: defaultdict(set))
    paid_orders: set[str] = field(default_factory=set)  # order numbers whose payment will be looked for
    awaited: dict[Kind, set[str]] = field(default_factory=lambda: defaultdict(set))
    people: set[str] = field(default_factory=set)


class Stock(NamedTuple):
    """A line of an account book: what has come in (实增), gone out (实减) and is spoken for (预减)."""

    actl_inc_qty: Decimal
    actl_redc_qty: Decimal
    prevd_redc_qty: Decimal

    @property
    def surplus(self) -> Decimal:
        """What may still be declared."""
        return self.actl_inc_qty - self.actl_redc_qty - self.prevd_redc_qty


class Known:
    """One transaction's knowledge of one world. ``time`` is the moment that is being lived through."""

    def __init__(self, world: World, connection: Connection) -> None:
        self.world = world
        self.now = stamp(world.clock.now())
        self.time = self.now
        self._connection = connection
        self._digests: dict[str, bool] = {}
        self._current = world.memory.current
        self._payments = world.memory.payments
        self._awaited: dict[tuple[Kind, str], dict[int, bool]] = {}  # inventory: is there a row of it?
        self._by_id: dict[int, Declaration] = {}
        self._used: dict[tuple[int, str], Decimal] = {}
        self._stock: dict[tuple[str, str], Stock | None] = {}
        self._arrived: dict[tuple[str, str], bool] = {}

    @property
    def day(self) -> date:
        """The day that is being lived through."""
        return day_of(self.time)

    def fetch(self, wants: Wants) -> None:
        """Fetch what is wanted; what the database does not have is remembered as absent."""
        number = self.world.number
        if wants.digests:
            self._digests |= dict.fromkeys(wants.digests, False)
            known = self._all(statements.KNOWN_DIGESTS, number, listed(wants.digests))
            self._digests |= {row[0]: True for row in known}
        for kind, keys in wants.keys.items():
            asked = [key for key in keys if (kind, key) not in self._current]
            self._current |= {(kind, key): None for key in asked}
            for row in self._all(statements.CURRENT_BY_KEYS, number, kind, listed(asked)) if asked else ():
                self._keep(row)
        asked = [order_no for order_no in wants.paid_orders if order_no not in self._payments]
        if asked:
            self._payments |= {order_no: [] for order_no in asked}
            for row in self._all(statements.CURRENT_BY_ORDER_NOS, number, listed(asked), Kind.PAYMENT):
                payment = self._keep(row)
                self._payments[payment.order_no].append(payment)
        for kind, keys in wants.awaited.items():
            for key in keys:
                self._awaited.setdefault((kind, key), {})
            for key, inventory in self._all(statements.WAITING_FOR, number, kind, listed(keys)):
                self._awaited[kind, key][inventory] = True
        if wants.people:
            self._fetch_used(self.day.year, wants.people)

    def is_known(self, digest: str) -> bool:
        """Did this very message arrive before?"""
        if digest not in self._digests:
            self.fetch(Wants(digests={digest}))
        return self._digests[digest]

    def find(self, kind: Kind, key: str) -> Declaration | None:
        """Return the version of a document that counts, refused or not; ``None`` if there is none."""
        if (kind, key) not in self._current:
            self.fetch(Wants(keys={kind: {key}}))
        return self._current[kind, key]

    def payment_for(self, ebp_code: str, order_no: str) -> Declaration | None:
        """Return the latest payment of an order that was not refused."""
        found = [
            paid
            for paid in self._payments_of(order_no)
            if paid.current and paid.declared and paid.head.ebp_code == ebp_code
        ]
        # as accepted, not as remembered: what was read again from the database comes in the order of arrival
        return max(found, key=lambda paid: (paid.accepted or 0, paid.id), default=None)

    def _payments_of(self, order_no: str) -> list[Declaration]:
        if order_no not in self._payments:
            self.fetch(Wants(paid_orders={order_no}))
        return self._payments[order_no]

    def numbered(self, count: int) -> Declaration | None:
        """Return the document of this number, whether it counts for its key or not; ``None`` if there is none."""
        row = row_id(self.world.number, count)
        if row not in self._by_id:
            for found in self._all(statements.BY_IDS, listed([row])):
                self._keep(found)
        return self._by_id.get(row)

    def inventory(self, number: str) -> Declaration | None:
        """Return the inventory that counts and has this inventory number; ``None`` if there is none.

        A change has another row than what it changes, and the same number.
        """
        read = _INVT_NO.fullmatch(number)
        found = self.numbered(int(read[1])) if read else None
        if found is None or found.kind is not Kind.INVENTORY:
            return None
        if not found.current:
            found = self.find(Kind.INVENTORY, found.key) or found
        return found if invt_no(found) == number else None

    def of_order(self, order_no: str, kind: Kind) -> list[Declaration]:
        """Return the documents of a kind with an order number that count for their keys, in their order."""
        rows = self._all(statements.CURRENT_BY_ORDER_NOS, self.world.number, listed([order_no]), kind)
        stored = [self._keep(row) for row in rows]
        known = [one for one in self._by_id.values() if one.kind is kind and one.order_no == order_no]
        found = {one.id: one for one in (*stored, *known) if one.current}
        return [found[each] for each in sorted(found)]

    def has_arrived(self, logistics_code: str, logistics_no: str) -> bool:
        """Has an arrival list named a parcel?"""
        key = (logistics_code, logistics_no)
        if key not in self._arrived:
            self._arrived[key] = bool(self._all(statements.ARRIVED, self.world.number, *key))
        return self._arrived[key]

    def used(self, person: str, year: int | None = None) -> Decimal:
        """Return how many yuan of a year's quota a person has used; of this year's if none is given."""
        key = (year or self.day.year, person)
        if key not in self._used:
            self._fetch_used(key[0], {person})
        return self._used[key]

    def stock(self, ems_no: str, item_record_no: str) -> Stock | None:
        """Return a line of an account book as it stands now; ``None`` if there is none."""
        key = (ems_no, item_record_no)
        if key not in self._stock:
            rows = self._all(statements.STOCK_OF, self.world.number, *key)
            self._stock[key] = Stock(*map(Decimal, rows[0])) if rows else None
        return self._stock[key]

    def _fetch_used(self, year: int, people: set[str]) -> None:
        for person in people:
            self._used.setdefault((year, person), Decimal(0))
        for person, used in self._all(statements.QUOTAS, self.world.number, year, listed(people)):
            self._used[year, person] = Decimal(used).scaleb(-2)

    # ── reading rows ─────────────────────────────────────────────────────────────────────────────

    def _all(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        return self._connection.execute(statement, values).fetchall()

    def _keep(self, row: tuple[Any, ...]) -> Declaration:
        """Return the one object of this transaction for a row, and know it by its key."""
        found = self._by_id.get(row[0])
        if found is None:
            found = self._by_id[row[0]] = self._remembered(row) or from_row(row)
            if found.current:
                self._current[found.kind, found.key] = found
        return found

    def _remembered(self, row: tuple[Any, ...]) -> Declaration | None:
        """Return the object for a row that an earlier transaction left: there must not be two of one document."""
        kind, key, order_no = Kind(row[1]), row[2], row[3]
        remembered = [
            self._current.get((kind, key)),
            *(self._payments.get(order_no, ()) if kind is Kind.PAYMENT else ()),
        ]
        return next((one for one in remembered if one and one.id == row[0]), None)

    def _with_ids(self, ids: Iterable[int]) -> list[Declaration]:
        wanted = list(ids)
        missing = [one for one in wanted if one not in self._by_id]
        if missing:
            for row in self._all(statements.BY_IDS, listed(missing)):
                self._keep(row)
        return [self._by_id[one] for one in wanted]


def listed(values: Iterable[Any]) -> str:
    """Return values as statements take a list of them: a JSON array."""
    return orjson.dumps(list(values)).decode()

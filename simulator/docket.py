"""The docket: what one transaction changes of a world's declarations, and how it lives through their steps.

Judging works in memory, in the order of arrival, on what is known; ``flush`` writes everything with one
statement per table. The result is the same whether messages come one by one or a hundred at a time.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import datetime
from decimal import Decimal
from itertools import chain
from typing import Any, Final

import orjson

from gateway_client.rules.kinds import Kind
from gateway_client.wire.record import Record
from simulator.clock import Backwards, Clock, Setting, clock_of, moment, setting_of, stamp
from simulator.declaration import Declaration, Origin
from simulator.known import Known, Wants, listed
from simulator.receipts import receipt_message, return_of
from simulator.steps import TIMED_AS, Agenda, Event, Step
from simulator.store import statements
from simulator.store.database import Connection, Told
from simulator.store.ids import row_id, sequence
from simulator.store.packing import pack
from simulator.world import World

_MOST_STEPS: Final = 500
_ALWAYS: Final = 10**17
"""After every stamp."""

Handler = Callable[["Docket", list[Declaration]], None]


class Docket(Known):
    """One transaction's changes of one world."""

    def __init__(
        self, world: World, connection: Connection, handlers: Mapping[Event, Handler], *, only_sourced: bool
    ) -> None:
        super().__init__(world, connection)
        self.only_sourced = only_sourced
        """Are documents judged without the assumed rules?"""
        self.receivers: set[Told] = set()  # world and dxpId
        self._handlers = handlers
        self._agenda = Agenda()
        self._unmoved: Setting | None = None  # how the clock was set before this transaction moved it
        self._answers: dict[int, tuple[Origin, Kind, list[Record]]] = {}  # by message
        self._new: list[Declaration] = []
        self._changed: dict[int, Declaration] = {}
        self._charged: set[tuple[int, str]] = set()
        self._rows: dict[str, list[tuple[Any, ...]]] = defaultdict(list)

    # ── what changes ─────────────────────────────────────────────────────────────────────────────

    def receive(self, origin: Origin, digest: str, message_type: str, entrance: str, body: bytes) -> None:
        """Keep a message that has arrived."""
        self._digests[digest] = True
        packed = pack(body)
        row = (
            origin.message,
            self.world.number,
            digest,
            origin.sender,
            origin.dxp_id,
            origin.cop_msg_id,
            message_type,
            entrance,
            self.time,
            origin.subscriptions_json(),
            packed,
        )
        self._rows[statements.INSERT_MESSAGE].append(row)
        self.world.kept += len(packed)

    def arrive(self, logistics_code: str, logistics_no: str) -> None:
        """Note that an arrival list has named a parcel."""
        self._arrived[logistics_code, logistics_no] = True
        self._rows[statements.INSERT_ARRIVAL].append((self.world.number, logistics_code, logistics_no))

    def act(self, what: str, said: Any) -> None:
        """Note in the journal what else changes the course of this world; ``said`` becomes JSON."""
        row = (self.world.next_id("entry"), self.time, what, orjson.dumps(said))
        self._rows[statements.INSERT_ACT].append(row)

    def attempt(self, dxp_id: str, what: str, receipts: Iterable[Any]) -> None:
        """Note an attempt of delivery in the journal of deliveries."""
        row = (self.world.next_id("attempt"), self.time, dxp_id, what, orjson.dumps(list(receipts)))
        self._rows[statements.INSERT_ATTEMPT].append(row)

    def declare(self, declaration: Declaration) -> None:
        """Enter a new document; it does not count for its key before ``supersede``."""
        self._new.append(declaration)
        self._by_id[declaration.id] = declaration

    def supersede(self, declaration: Declaration) -> None:
        """Make a document the version of its key that counts."""
        key = (declaration.kind, declaration.key)
        before = self.find(*key)
        if before is not None:
            before.current = False
            self.change(before)
        declaration.current = True
        self._current[key] = declaration
        if declaration.kind is Kind.PAYMENT:
            self._payments_of(declaration.order_no).append(declaration)
        self.change(declaration)

    def remove(self, declaration: Declaration) -> None:
        """Let a document count for its key no longer, and none instead of it."""
        declaration.current = False
        self._current[declaration.kind, declaration.key] = None
        self.change(declaration)

    def change(self, declaration: Declaration) -> None:
        """Note that a document's state is not the stored one any more."""
        self._by_id[declaration.id] = declaration
        if declaration.stored:
            self._changed[declaration.id] = declaration

    def charge(self, person: str, amount: Decimal) -> None:
        """Add to what a person has used of this year's quota."""
        self._use(self.day.year, person, amount)

    def give_back(self, person: str, amount: Decimal, year: int) -> None:
        """Take from what a person has used of the quota of a year, in which it was charged."""
        self._use(year, person, -amount)

    def _use(self, year: int, person: str, amount: Decimal) -> None:
        self._used[year, person] = self.used(person, year) + amount
        self._charged.add((year, person))

    def speak_for(self, ems_no: str, item_record_no: str, qty: Decimal) -> None:
        """Let a quantity of a line of an account book be spoken for (预减); one below 0 is spoken for no longer."""
        known = self.stock(ems_no, item_record_no)
        assert known is not None
        spoken = self._stock[ems_no, item_record_no] = known._replace(prevd_redc_qty=known.prevd_redc_qty + qty)
        row = (f"{spoken.prevd_redc_qty:f}", self.world.number, ems_no, item_record_no)
        self._rows[statements.SPEAK_FOR].append(row)

    def let_wait(self, declaration: Declaration, kind: Kind, key: str) -> None:
        """Let an inventory wait until customs has taken in the document of this key."""
        if (kind, key) not in self._awaited:
            self.fetch(Wants(awaited={kind: {key}}))
        self._awaited[kind, key].setdefault(declaration.id, False)

    def wait_no_more(self, declaration: Declaration, kind: Kind, key: str) -> None:
        """Let an inventory wait no longer for the document of this key, which may still come."""
        if (kind, key) not in self._awaited:
            self.fetch(Wants(awaited={kind: {key}}))
        if self._awaited[kind, key].pop(declaration.id, False):
            self._rows[statements.DELETE_WAITING].append((self.world.number, kind.value, key, declaration.id))

    def awaiting(self, kind: Kind, key: str) -> list[Declaration]:
        """Return the inventories that waited for a document, and let them wait no longer for it."""
        if (kind, key) not in self._awaited:
            self.fetch(Wants(awaited={kind: {key}}))
        waiting = self._awaited[kind, key]
        if not waiting:
            return []
        self._awaited[kind, key] = {}
        self._rows[statements.DELETE_WAITING] += [
            (self.world.number, kind.value, key, inventory) for inventory, stored in waiting.items() if stored
        ]
        return self._with_ids(sorted(waiting))  # however many transactions it took until all of them waited

    def plan(self, event: Event, declarations: list[Declaration], due: int = 0) -> None:
        """Plan what happens next to declarations of one message; it is judged when the pace will have it.

        ``due`` is the stamp of what comes at a day of its own.
        """
        if not declarations:
            return
        due = due or self.time
        timed_as = TIMED_AS.get(event, event)
        if timed_as in self.world.pace.timed:
            due = stamp(self.world.due(event, moment(self.time), sequence(declarations[0].id), timed_as))
        self._agenda.plan(Step(self.world.next_id("step"), due, event, declarations))

    def answer(self, declaration: Declaration, status: int, info: str, guid: str) -> None:
        """Say something of a document; one receipt message carries all that is said at once."""
        said = return_of(declaration, status=str(status), time=str(self.time), info=info, guid=guid)
        origin = declaration.origin
        answers = self._answers.get(origin.message)
        if answers is None:
            answers = self._answers[origin.message] = (origin, declaration.kind, [])
        answers[2].append(said)

    def send(self, origin: Origin, message_type: str, body: bytes) -> None:
        """Put a receipt message into the outboxes of the sender of ``origin`` and of who subscribed to receipts."""
        self._post(origin, message_type, pack(body), origin.receivers())

    def pass_on(self, origin: Origin, message_type: str, body: bytes) -> None:
        """Put a copy of a message that has arrived into the outboxes of those who subscribed to it."""
        readers = origin.readers()
        if readers:
            self._post(origin, message_type, pack(body), readers)

    def _post(self, origin: Origin, message_type: str, packed: bytes, receivers: Iterable[str]) -> None:
        rows = self._rows[statements.INSERT_OUTBOX]
        for dxp_id in receivers:
            entry = self.world.next_id("entry")
            rows.append((entry, dxp_id, message_type, origin.cop_msg_id, self.time, origin.message, 0, packed))
            self.receivers.add((self.world.name, dxp_id))
            self.world.kept += len(packed)

    def acknowledge(self, dxp_id: str, ids: Iterable[int]) -> None:
        """Note that receipts have arrived."""
        self._rows[statements.ACKNOWLEDGE].append((dxp_id, listed(ids)))

    def book(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """Read or write a party's own book, at once: what is written is there for the next who reads."""
        return self._all(statement, *values)

    def verdict(self, declaration: Declaration, said: list[dict[str, Any]]) -> None:
        """Keep why a document was refused: every rule that objected, the decisive one first."""
        row = (self.world.next_id("entry"), declaration.id, self.time, orjson.dumps(said))
        self._rows[statements.INSERT_VERDICT].append(row)

    # ── living through time ──────────────────────────────────────────────────────────────────────

    def catch_up(self) -> int:
        """Live through the stored steps that are due by now, each at its moment; return how many there were.

        Some at a time: after a leap of the clock there may be very many.
        """
        lived, number = 0, self.world.number
        while self.world.next_due is not None and self.world.next_due <= self._horizon:
            rows = self._all(statements.DUE_STEPS, number, self._horizon, _MOST_STEPS)
            last, until = rows[-1][:2]
            rows += self._all(statements.DUE_AT, number, until, last)  # what is due at once is lived through together
            self._connection.execute(statements.DELETE_DUE, (number, until))
            self._take_up(rows)
            lived += self._live_until(until)
            self.world.next_due = self._all(statements.NEXT_DUE, number)[0][0]
        return lived + self.live()

    def live(self) -> int:
        """Live through all planned steps that are due by now."""
        return self._live_until(self._horizon)

    def advance(self, to: datetime) -> int:
        """Move the clock and live through what is due by then; return how many steps there were.

        Raises ``Backwards``.
        """
        if stamp(to) < self.now:
            raise Backwards(moment(self.now), to)
        self._unmoved = self._unmoved or setting_of(self.world.clock)
        with suppress(Backwards):  # a running clock may have got there by itself since this transaction began
            self.world.clock.move_to(to)
        self.now = stamp(to)
        return self.catch_up()

    def run_until_quiet(self) -> int:
        """Move the clock from step to step until nothing is planned any more; return how many there were."""
        stored = self._all(statements.LAST_DUE, self.world.number)[0][0] or 0
        lived = 0
        while (latest := max(self._agenda.latest(), stored)) > self.now:
            lived += self.advance(moment(latest))
        return lived

    def set_clock(self, clock: Clock) -> int:
        """Give the world another clock, and live through what is due by it; return how many steps there were."""
        self._unmoved = self._unmoved or setting_of(self.world.clock)
        self.world.clock = clock
        return self.catch_up()

    def undo(self) -> None:
        """Set the clock back to where it stood before a transaction that came to nothing."""
        if self._unmoved:
            self.world.clock = clock_of(self._unmoved)

    @property
    def _horizon(self) -> int:
        """Until when steps are due: now, or for ever where the clock leaps to whatever is planned."""
        return _ALWAYS if getattr(self.world.clock, "leaps", False) else self.now

    def _take_up(self, rows: list[tuple[Any, ...]]) -> None:
        number = self.world.number
        named = {row[0]: [row_id(number, count) for count in orjson.loads(row[3])] for row in rows}
        self._with_ids(dict.fromkeys(chain.from_iterable(named.values())))
        for row, due, event, _ in rows:
            self._agenda.plan(Step(row, due, Event(event), [self._by_id[one] for one in named[row]]))

    def _live_until(self, until: int) -> int:
        lived = 0
        self._post_answers()  # what was said before, of no step but of an act
        for step in self._agenda.due(until):
            self.time = step.due
            if step.due > self.now:
                self._unmoved = self._unmoved or setting_of(self.world.clock)
                self.world.clock.move_to(moment(step.due))
                self.now = step.due
            self._handlers[step.event](self, step.declarations)
            self._post_answers()
            lived += 1
        self.time = self.now
        return lived

    def _post_answers(self) -> None:
        for origin, kind, returns in self._answers.values():
            guid = self.world.guid("message", self.world.counted["entry"] + 1)
            self.send(origin, kind.receipt, receipt_message(kind, guid, returns))
        self._answers.clear()

    def flush(self) -> None:
        """Write everything; the transaction is the caller's."""
        number = self.world.number
        rows = self._rows
        changes = (one.changes() for one in self._changed.values())
        rows[statements.CHANGE_DOCUMENT] = sorted(changes, key=lambda row: row[1])  # first what gives way
        rows[statements.INSERT_DOCUMENT] = [one.row(number) for one in self._new]
        rows[statements.INSERT_STEP] = [
            (step.id, number, step.due, step.event.value, orjson.dumps([sequence(one.id) for one in step.declarations]))
            for step in self._agenda.left()
        ]
        rows[statements.INSERT_WAITING] = [
            (number, kind.value, key, inventory)
            for (kind, key), waiting in self._awaited.items()
            for inventory, stored in waiting.items()
            if not stored
        ]
        rows[statements.CHARGE_QUOTA] = [
            (number, year, person, int(self._used[year, person].scaleb(2))) for year, person in self._charged
        ]
        for statement, each in rows.items():
            if each:
                self._connection.executemany(statement, each)
        for step_row in rows[statements.INSERT_STEP]:
            self.world.next_due = min(self.world.next_due or _ALWAYS, step_row[2])
        for declaration in self._new:
            declaration.stored = True
        self.world.go_on(self._connection)
        self.world.memory.tidy(one.key for one in self._by_id.values() if one.kind is Kind.INVENTORY)

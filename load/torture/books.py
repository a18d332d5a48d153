"""A world in the database, read at once, and what must agree in it: nothing half there, nothing twice, no hole."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from typing import Any, Final, NamedTuple

import orjson

from gateway_client.rules.kinds import SEPARATOR, Kind
from load.torture.inbox import returns_of
from load.torture.post import Post
from load.torture.store import Ask
from load.torture.wrong import Wrong
from simulator.charging import amount_of, taken
from simulator.declaration import Declaration, from_row
from simulator.life import DECLARING, ENTERED, RECEIVED, REFUSED, RELEASED
from simulator.store import statements
from simulator.store.ids import sequence, span
from simulator.store.packing import unpack

_JOURNAL: Final = {"message": "received", "verdict": "time", "outbox": "due", "act": "time"}
_TABLES: Final = (*_JOURNAL, "document", "step", "attempt", "payment", "waybill")
_ANY: Final = 1000
_PARTIES: Final = {"payment": Kind.PAYMENT, "waybill": Kind.WAYBILL}


class Message(NamedTuple):
    """A message as it is stored."""

    id: int
    sender: str
    cop_msg_id: str
    entrance: str
    body: bytes


class Books:
    """The rows of a world. ``faults`` yields all that does not agree."""

    def __init__(self, ask: Ask, number: int, name: str) -> None:
        self._ask, self._number, self._name = ask, number, name
        self._span = span(number)
        columns = "id, sender, cop_msg_id, entrance, body"
        self.messages = [Message(*row) for row in self._rows("message", columns)]
        where = "d.world = ? ORDER BY d.id"
        question = f"SELECT {statements.COLUMNS} FROM document d JOIN message m ON m.id = d.message WHERE {where}"
        self.documents = [from_row(row) for row in ask(question, number)]
        self._by_message: dict[int, list[Declaration]] = defaultdict(list)
        for one in self.documents:
            self._by_message[one.origin.message].append(one)

    def faults(self) -> Iterator[Wrong]:
        """Yield whatever is half there, twice there or missing in between."""
        for wrong in (
            *self._journal(),
            *self._messages(),
            *self._receipts(),
            *self._verdicts(),
            *self._plans(),
            *self._quota(),
            *self._stock(),
            *self._parties(),
        ):
            if wrong:
                yield wrong

    def of(self, posts: Iterable[Post], sender: str) -> Iterator[Wrong]:
        """Yield what is wrong with messages that were handed in: answered ones are there, each once and as it was."""
        stored: dict[str, list[Message]] = defaultdict(list)
        for message in self.messages:
            if message.sender == sender:
                stored[message.cop_msg_id].append(message)
        for post in posts:
            if not post.cop_msg_id:
                continue
            found = stored[post.cop_msg_id]
            what = f"message {post.cop_msg_id} of {sender}"
            least, most = int(post.answer is not None), int(post.tries > 0)
            if not least <= len(found) <= most:
                state = "answered" if least else "sent, not answered" if most else "not sent"
                yield self._wrong(
                    f"how often {what}, {state}", " or ".join(map(str, range(least, most + 1))), len(found)
                )
            for message in found:
                yield from self._same(f"bytes of {what}", post.body, unpack(message.body))
                yield from self._same(f"documents of {what}", post.documents, len(self._by_message[message.id]))

    def _journal(self) -> Iterator[Wrong]:
        entries = sorted(
            (sequence(row), time) for table, when in _JOURNAL.items() for row, time in self._rows(table, f"id, {when}")
        )
        yield from self._counted("journal", [number for number, _ in entries])
        yield from self._counted("documents", [sequence(one.id) for one in self.documents])
        for table in ("attempt", "payment", "waybill"):
            yield from self._counted(table, [sequence(row) for (row,) in self._rows(table, "id")])
        for (_, before), (number, time) in pairwise(entries):
            if time < before:
                yield self._wrong(f"time of entry {number}", f"{before} or later", time)

    def _messages(self) -> Iterator[Wrong]:
        known = {message.id for message in self.messages}
        for message in self.messages:
            places = sorted(one.place for one in self._by_message[message.id])
            yield from self._same(f"places in {message.cop_msg_id}", list(range(len(places) or 1)), places)
        yield from self._same("receipts of no message", set(), {row[0] for row in self._outbox()} - known)
        twice = [key for key, count in Counter((one.kind, one.key) for one in self.documents).items() if count > 1]
        yield from self._same("documents declared twice", [], twice)

    def _receipts(self) -> Iterator[Wrong]:
        said: dict[tuple[int, str], list[str]] = defaultdict(list)
        for message, receipt, body in self._outbox():
            for number, status in _read(receipt, body):
                said[message, number].append(status)
        for one in self.documents:
            found = said.pop((one.origin.message, _number(one)), [])
            yield from self._same(f"receipts of {_called(one)}, status {one.status}", _wanted(one), found)
        yield from self._same("receipts of no document", {}, dict(said))

    def _verdicts(self) -> Iterator[Wrong]:
        found = Counter(row[0] for row in self._rows("verdict", "document"))
        wanted = Counter(one.id for one in self.documents if one.refused)
        yield from self._same("documents with verdicts, and those refused", wanted, found)

    def _plans(self) -> Iterator[Wrong]:
        """Whatever has not come to its end is planned once, or waits for a paper that is not in."""
        planned: dict[int, list[str]] = defaultdict(list)
        for event, documents in self._rows("step", "event, documents"):
            for count in orjson.loads(documents):
                planned[count].append(event)
        waiting = {row[0] for row in self._ask("SELECT document FROM waiting WHERE world = ?", self._number)}
        for one in self.documents:
            found = Counter(planned.pop(sequence(one.id), []))
            what = f"planned for {_called(one)}, status {one.status}{', which waits' if one.id in waiting else ''}"
            for event, may_be in _may_be_planned(one, waits=one.id in waiting).items():
                count = found.pop(event, 0)
                if count not in may_be:
                    yield self._wrong(f"{what}: how often {event}", f"{may_be[0]} or more, below {may_be.stop}", count)
            yield from self._same(what, Counter(), found)
        yield from self._same("steps of no document", {}, dict(planned))

    def _taken_in(self) -> list[Declaration]:
        return [one for one in self.documents if one.kind is Kind.INVENTORY and one.status in (ENTERED, RELEASED)]

    def _quota(self) -> Iterator[Wrong]:
        wanted: dict[tuple[int, str], Decimal] = defaultdict(Decimal)
        for one in self._taken_in():
            wanted[int(str(one.entered)[:4]), one.head.buyer_id_number.upper()] += amount_of(one.document)
        rows = self._ask("SELECT year, person, used FROM quota WHERE world = ? AND used <> 0", self._number)
        found = {(year, person): Decimal(used).scaleb(-2) for year, person, used in rows}
        for person in wanted.keys() | found.keys():
            yield from self._same(f"quota used by {person}", wanted.get(person, 0), found.get(person, 0))

    def _stock(self) -> Iterator[Wrong]:
        columns = "ems_no, item_record_no, prevd_redc_qty"
        rows = self._ask(f"SELECT {columns} FROM stock WHERE world = ?", self._number)
        if not rows:
            return
        wanted: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
        for one in self._taken_in():
            for line, qty in taken(one.document).items():
                wanted[line] += qty
        for ems_no, item, spoken_for in rows:
            yield from self._same(f"spoken for of {item}", wanted[ems_no, item], Decimal(spoken_for))

    def _parties(self) -> Iterator[Wrong]:
        """What a party was asked, wrote into its book and declared is one."""
        acts: dict[str, list[str]] = defaultdict(list)
        for what, said in self._rows("act", "what, said"):
            acts[what].append(orjson.loads(said).get("orderNo", ""))
        declared = {message.id for message in self.messages if message.entrance in ("payment", "carrier")}
        for table, kind in _PARTIES.items():
            book = [row[0] for row in self._rows(table, "order_no")]
            by_party = [one for one in self.documents if one.kind is kind and one.origin.message in declared]
            yield from self._same(f"{table}: asked for, and in the book", sorted(acts[table]), sorted(book))
            yield from self._same(
                f"{table}: in the book, and declared", sorted(book), sorted(one.order_no for one in by_party)
            )
        delivered = [row[0] for row in self._rows("waybill", "logistics_no", "AND delivered IS NOT NULL")]
        told = [one.order_no for one in self.documents if one.kind is Kind.DELIVERY]
        yield from self._same("parcels delivered, and declared so", sorted(delivered), sorted(told))

    def _outbox(self) -> list[tuple[Any, ...]]:
        return self._rows("outbox", "message, type, body")

    def _rows(self, table: str, columns: str, also: str = "") -> list[tuple[Any, ...]]:
        return self._ask(f"SELECT {columns} FROM {table} WHERE id BETWEEN ? AND ? {also} ORDER BY id", *self._span)

    def _counted(self, what: str, numbers: list[int]) -> Iterator[Wrong]:
        wanted = range(1, len(numbers) + 1)
        first = next(((n, found) for n, found in zip(wanted, sorted(numbers), strict=True) if n != found), None)
        if first:
            yield self._wrong(f"numbers of {what}", first[0], first[1])

    def _same(self, what: str, wanted: Any, found: Any) -> Iterator[Wrong]:
        if wanted != found:
            yield self._wrong(what, wanted, found)

    def _wrong(self, what: str, wanted: Any, found: Any) -> Wrong:
        return Wrong(f"in the database, world {self._name}: {what}", wanted, found)


def books_of(ask: Ask) -> dict[str, Books]:
    """Return the books of all worlds that are alive."""
    return {name: Books(ask, number, name) for number, name, *_ in ask(statements.WORLDS_ALIVE)}


def strays(ask: Ask) -> Iterator[Wrong]:
    """Yield tables with rows of worlds that nobody knows, and claims of worlds that are not there."""
    known = {row[0] for row in ask("SELECT number FROM world")}
    low, high = span(0)
    for table in _TABLES:
        numbers = {row >> (high - low).bit_length() for (row,) in ask(f"SELECT id FROM {table}")}
        if not numbers <= known:
            yield Wrong(f"in the database: worlds of rows in {table}", f"some of {known}", numbers)
    names = {row[0] for row in ask("SELECT name FROM world WHERE state = 1")}
    claimed = {row[0] for row in ask("SELECT name FROM claim")}
    if not claimed <= names:
        yield Wrong("in the database: worlds that have claims", f"some of {names}", claimed)


@lru_cache(maxsize=4096)
def _read(receipt: str, packed: bytes) -> list[tuple[str, str]]:
    return [(number, said.return_status) for _, number, said in returns_of(receipt, unpack(packed))]


def _wanted(one: Declaration) -> list[str]:
    """Return what must have been said of a document that is where it is."""
    match one.status:
        case 0:
            return []
        case status if status == REFUSED and one.entered is not None:
            return ["2", "120", "100"]
        case status if status == RELEASED:
            return ["2", "120", "800"]
        case status if status in (REFUSED, ENTERED):
            return ["2", str(status)]
        case status:
            return [str(status)]


def _may_be_planned(one: Declaration, *, waits: bool) -> dict[str, range]:
    """Return how often each event may be planned for a document. What finds that something came first does nothing."""
    inventory, once, at_most_once = one.kind is Kind.INVENTORY, range(1, 2), range(2)
    planned: dict[str, range] = {}
    match one.status:
        case status if status == RECEIVED:
            return {"accept": once}
        case status if status == DECLARING:
            planned = {"enter": range(0 if waits else 1, _ANY)}
        case status if status == ENTERED and inventory:
            planned = {"release": once, "enter": range(_ANY)}
        case status if status in (RELEASED, REFUSED):  # perhaps by an officer, before it was due
            planned = {"release": at_most_once, "enter": range(_ANY)}
            if status == RELEASED:
                planned |= {"collect": at_most_once, "deliver": at_most_once}
    return planned


def _number(one: Declaration) -> str:
    """Return how receipts call a document."""
    return one.head.cop_no if one.kind is Kind.INVENTORY else one.key.partition(SEPARATOR)[2]


def _called(one: Declaration) -> str:
    return f"{one.kind.label} {_number(one)}"

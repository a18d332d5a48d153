"""What the bench sends: unique sales, every hundredth of them wrong, in turn in each way to be refused."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from random import Random
from typing import Any, Final

from gateway_client import Sender
from gateway_client.envelopes import Packed, check, pack
from gateway_client.rules.kinds import Kind
from simulator.bench import mistypes, slips
from simulator.marketplace.fault import Fault
from simulator.marketplace.faults import FAULTS, spoiled
from simulator.marketplace.papers import Sale
from simulator.marketplace.sales import Sales

BATCH: Final = 100
WRONG: Final = 100
"""One sale in so many is wrong."""
DAY: Final = date(2026, 11, 11)
OPENING: Final = "2026-11-11T08:00:00"
"""When the simulator's day begins: no bench runs into midnight."""
SENDER: Final = Sender(dxp_id="DXPENT0000000001", cop_code="4401960005", cop_name="南沙报关")
WAYS: Final[tuple[Fault, ...]] = tuple({**FAULTS, **mistypes.BOOK, **slips.BOOK}.values())
KINDS: Final = (Kind.ORDER, Kind.PAYMENT, Kind.WAYBILL, Kind.INVENTORY)
"""In the order in which the documents of a sale are sent, and in which they stand in it."""

_RETURNS: Final = 9
_RETURNS_OF_A_PAPER: Final = 2


@dataclass(frozen=True, slots=True)
class Prepared:
    """A sale and what is wrong with it, if anything.

    ``past`` are the kinds whose document the client would stop: it goes past the client. ``again`` is a document
    that is sent once more.
    """

    sale: Sale
    fault: Fault | None = None
    past: frozenset[Kind] = frozenset()
    again: Any = None

    @property
    def order_no(self) -> str:
        """Its order number."""
        number: str = self.sale.inventory.head.order_no
        return number

    @property
    def returns(self) -> int:
        """How many returns its documents get in all: of a sale that clears two for each paper, three for the list."""
        match self.fault:
            case None:
                return _RETURNS
            case Fault(later=True):
                return _RETURNS + 1
            case Fault(kind=Kind.INVENTORY, code=code):
                return _RETURNS - (2 if code.startswith("-") else 1)
            case _:  # a paper is refused, and the inventory waits for it
                return 3 * _RETURNS_OF_A_PAPER


@dataclass(frozen=True, slots=True)
class Batch:
    """A hundred sales: what the client sends, kind by kind, then what goes past it, then what is sent once more."""

    documents: list[tuple[Any, ...]]
    past: list[Packed]
    again: list[Any]

    def messages(self) -> list[Packed]:
        """Return all of it as messages, in its order."""
        whole = [one for documents in self.documents for one in pack(documents, SENDER)]
        return [*whole, *self.past, *(one for document in self.again for one in pack([document], SENDER))]


def prepared(count: int, *, seed: int, every: int = WRONG) -> Iterator[Prepared]:
    """Yield ``count`` sales of a day, the same ones for the same seed."""
    rng = Random(seed)  # noqa: S311  # a history, not a secret
    for serial, sale in enumerate(islice(Sales(seed, day=DAY), count), 1):
        if serial % every:
            yield Prepared(sale)
        else:
            yield wrong(sale, WAYS[(seed + serial // every - 2) % len(WAYS)], rng)


def wrong(sale: Sale, fault: Fault, rng: Random) -> Prepared:
    """Return a sale with a fault in it, or with a second sending behind it."""
    bad = spoiled(sale, fault, rng)
    if fault.later:
        return Prepared(sale, fault, again=bad[KINDS.index(fault.kind)])
    past = frozenset(kind for kind, document in zip(KINDS, bad, strict=True) if check([document], SENDER) != ([], []))
    return Prepared(bad, fault, past)


def batches(sales: Iterable[Prepared]) -> Iterator[Batch]:
    """Yield a hundred sales at a time."""
    left = iter(sales)
    while group := list(islice(left, BATCH)):
        yield _batch(group)


def _batch(group: list[Prepared]) -> Batch:
    sent = [tuple(each.sale[place] for each in group if kind not in each.past) for place, kind in enumerate(KINDS)]
    past = [
        one
        for each in group
        for place, kind in enumerate(KINDS)
        if kind in each.past
        for one in pack([each.sale[place]], SENDER)
    ]
    return Batch([documents for documents in sent if documents], past, [each.again for each in group if each.again])

"""The search: first what has the same order number, by index; then what is alike among the latest documents.

For the overview, on a reader's thread. However much is stored, it looks at a bounded number of rows.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, cached_property
from operator import attrgetter
from typing import Any, Final, NamedTuple

import orjson

from gateway_client.rules.kinds import SEPARATOR, Kind
from simulator.declaration import Declaration, from_row
from simulator.life import DECLARING
from simulator.near.pairs import PAPERS, Candidate, Sighting, candidate, matched_as, namesake, number_of
from simulator.near.slips import slip
from simulator.near.statements import ELSEWHERE, RECENT, WAITS
from simulator.store import statements
from simulator.store.database import Connection
from simulator.store.ids import span

_BEST: Final = 3
_LATEST: Final = 8_000
"""How many of a world's latest documents are looked through: those of some two thousand purchases."""
_SHORTLIST: Final = 100
"""How many of a kind that are alike in their number are looked into."""
_FROM_ELSEWHERE: Final = 200
"""How many documents of the same order number are taken from all other worlds together."""


@dataclass(frozen=True, slots=True)
class NearMiss:
    """What is wanted and not there, and what may have been meant instead, the nearest first.

    An inventory wants a paper of this kind and key. Or a paper wants an inventory, which would name this key. Or
    somebody asked for an order number of which nothing is known: then no document wants it.
    """

    kind: Kind
    key: str
    wanted_by: Declaration | None
    candidates: tuple[Candidate, ...]


def near_misses(connection: Connection, world: int, found: Sequence[Declaration]) -> list[NearMiss]:
    """Return what may have been meant by the papers that inventories wait for, or by papers without an inventory.

    Nothing is said of what has no candidate.
    """
    search = _Search(connection, world)
    counting = [one for one in found if one.current]
    inventories = [one for one in counting if one.kind is Kind.INVENTORY]
    if inventories:
        wanted = [
            search.papers(one, kind) for one in inventories for kind in PAPERS if waits(connection, world, one, kind)
        ]
    else:
        wanted = [search.inventories(one) for one in counting if one.kind in PAPERS]
    return [one for one in wanted if one.candidates]


def near_numbers(connection: Connection, world: int, order_no: str, ebp_code: str | None = None) -> list[NearMiss]:
    """Return what may have been meant by an order number of which nothing is known: one document of each order."""
    candidates = _Search(connection, world).namesakes(order_no, ebp_code)
    asked = order_no if ebp_code is None else f"{ebp_code}{SEPARATOR}{order_no}"
    return [NearMiss(Kind.ORDER, asked, None, candidates)] if candidates else []


def waits(connection: Connection, world: int, inventory: Declaration, kind: Kind) -> bool:
    """Does an inventory of a world wait for a paper of this kind?"""
    values = (world, kind, matched_as(kind, inventory.head), inventory.id)
    return inventory.status == DECLARING and connection.execute(WAITS, values).fetchone() is not None


class _Glimpse(NamedTuple):
    """As much of a document as it takes to see whether its numbers are alike."""

    id: int
    kind: int
    key: str
    order_no: str

    @property
    def number(self) -> str:
        """The number by which an inventory asks for it."""
        return self.key.partition(SEPARATOR)[2] if self.kind == Kind.WAYBILL else self.order_no


class _Search:
    """One question's search through one world, and by exact number through the others."""

    def __init__(self, connection: Connection, world: int) -> None:
        self._connection = connection
        self._world = world
        self._slip = cache(slip)  # order, payment and inventory bring the same number again

    # ── what may have been meant ─────────────────────────────────────────────────────────────────

    def papers(self, inventory: Declaration, kind: Kind) -> NearMiss:
        """Return the papers that may have been meant for an inventory; what another one uses is not offered."""
        known = self._of_number(inventory.order_no)
        others = (one for one in self._recent if one.kind == kind and one.order_no != inventory.order_no)
        alike = self._alike(number_of(kind, inventory.head), ((one.number, one.id) for one in others))
        used = {
            (user.world, matched_as(kind, user.declaration.head))
            for user in [*known, *self._inventories_of(alike)]
            if _uses(user.declaration) and user.declaration.id != inventory.id
        }
        paid = _paid(inventory, known)
        candidates = (
            candidate(kind, inventory, one, paid)
            for one in [*known, *alike]
            if one.declaration.kind is kind and (one.world, matched_as(kind, one.declaration.head)) not in used
        )
        return NearMiss(kind, matched_as(kind, inventory.head), inventory, _best(candidates))

    def inventories(self, paper: Declaration) -> NearMiss:
        """Return the inventories that may have been meant to name a paper: those that wait for one like it."""
        others = (one for one in self._recent if one.kind == Kind.INVENTORY and one.order_no != paper.order_no)
        alike = self._alike(paper.order_no, ((one.order_no, one.id) for one in others))
        candidates = (
            candidate(paper.kind, paper, one)
            for one in [*self._of_number(paper.order_no), *alike]
            if one.declaration.kind is Kind.INVENTORY
            and waits(self._connection, one.world, one.declaration, paper.kind)
        )
        return NearMiss(Kind.INVENTORY, matched_as(paper.kind, paper.head), paper, _best(candidates))

    def namesakes(self, order_no: str, ebp_code: str | None) -> tuple[Candidate, ...]:
        """Return one document each of the orders whose numbers are the nearest: the inventory, if there is one."""
        asked = {"order_no": order_no} if ebp_code is None else {"ebp_code": ebp_code, "order_no": order_no}
        orders = {
            one.order_no: one.id for one in sorted(self._recent, key=attrgetter("kind")) if one.order_no != order_no
        }
        known = sorted(self._of_number(order_no), key=attrgetter("declaration.kind"))
        seen = [*{one.world: one for one in known}.values(), *self._alike(order_no, orders.items())]
        return _best(namesake(asked, one) for one in seen)

    # ── where it is looked for ───────────────────────────────────────────────────────────────────

    def _of_number(self, order_no: str) -> list[Sighting]:
        """Return what has exactly this order number, here and in the other worlds that live."""
        here = self._connection.execute(statements.OF_ORDER, (self._world, order_no))
        there = self._connection.execute(ELSEWHERE, (self._world, order_no, _FROM_ELSEWHERE))
        seen = [Sighting(from_row(row), self._world) for row in here]
        seen += [Sighting(from_row(row), *row[-2:]) for row in there]
        return _counting(one for one in seen if one.declaration.kind is not Kind.DELIVERY)

    def _alike(self, number: str, others: Iterable[tuple[str, int]]) -> list[Sighting]:
        """Return the documents of this world whose number is nearly this one, a bounded number of them."""
        ranked = sorted((near.rank, -row) for theirs, row in others if (near := self._slip(number, theirs)))
        listed = _listed([-row for _, row in ranked[:_SHORTLIST]])
        return [self._here(row) for row in self._connection.execute(statements.BY_IDS, (listed,))]

    @cached_property
    def _recent(self) -> list[_Glimpse]:
        rows = self._connection.execute(RECENT, (*span(self._world), _LATEST))
        return [_Glimpse(*row) for row in rows]

    def _inventories_of(self, papers: list[Sighting]) -> list[Sighting]:
        listed = _listed([one.declaration.order_no for one in papers])
        rows = self._connection.execute(statements.CURRENT_BY_ORDER_NOS, (self._world, listed, Kind.INVENTORY))
        return [self._here(row) for row in rows]

    def _here(self, row: tuple[Any, ...]) -> Sighting:
        return Sighting(from_row(row), self._world)


def _listed(values: list[Any]) -> str:
    return orjson.dumps(values).decode()


def _counting(sightings: Iterable[Sighting]) -> list[Sighting]:
    """Return of each document the version that counts; its latest if none does yet, or ever will."""
    counting: dict[tuple[int, Kind, str], Sighting] = {}
    for one in sightings:
        name = (one.world, one.declaration.kind, one.declaration.key)
        if one.declaration.current or name not in counting or not counting[name].declaration.current:
            counting[name] = one
    return list(counting.values())


def _uses(one: Declaration) -> bool:
    return one.kind is Kind.INVENTORY and one.current


def _paid(inventory: Declaration, known: list[Sighting]) -> Decimal | None:
    """Return what the order of an inventory says was paid, if it is there."""
    wanted = matched_as(Kind.ORDER, inventory.head)
    for one, _, elsewhere in known:
        if not elsewhere and one.kind is Kind.ORDER and matched_as(Kind.ORDER, one.head) == wanted:
            paid: Decimal = one.head.actural_paid
            return paid
    return None


def _best(candidates: Iterable[Candidate | None]) -> tuple[Candidate, ...]:
    return tuple(sorted((one for one in candidates if one), key=attrgetter("merit"))[:_BEST])

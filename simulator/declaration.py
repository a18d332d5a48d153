"""A declaration: one document that somebody declared, with what has become of it so far."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import orjson

from gateway_client.rules.kinds import Kind, head_of
from gateway_client.rules.rule import Refusal
from gateway_client.wire.ceb.arrival import Delivery
from gateway_client.wire.ceb.cancel import InvtCancel
from gateway_client.wire.ceb.inventory import Inventory
from gateway_client.wire.ceb.order import Order
from gateway_client.wire.ceb.payment import Payment
from gateway_client.wire.ceb.refund import InvtRefund
from gateway_client.wire.ceb.tail import BaseSubscribe
from gateway_client.wire.ceb.waybill import Logistics, LogisticsStatus
from gateway_client.wire.facts import from_json, to_json
from gateway_client.wire.record import Record
from simulator.life import CANCELLED, REFUSED, STORED

RECORDS: Final[dict[Kind, type[Record]]] = {
    Kind.ORDER: Order,
    Kind.PAYMENT: Payment,
    Kind.WAYBILL: Logistics,
    Kind.DELIVERY: LogisticsStatus,
    Kind.INVENTORY: Inventory,
    Kind.CANCEL: InvtCancel,
    Kind.RETURN: InvtRefund,
    Kind.ARRIVAL: Delivery,
}

_RECEIPTS: Final = frozenset({"ALL", "RET"})
_DATA: Final = frozenset({"ALL", "DATA"})


NEW: Final = "1"
CHANGE: Final = "2"
DELETION: Final = "3"
"""What appType says."""


@dataclass(frozen=True, slots=True, eq=False)
class Origin:
    """The message that a declaration came in: where its receipts go and what they refer to."""

    message: int
    sender: str
    dxp_id: str
    cop_msg_id: str
    subscriptions: tuple[BaseSubscribe, ...] = ()

    def receivers(self) -> Iterator[str]:
        """Yield the dxpIds that get its receipts: the sender, then those who subscribed to receipts, each once."""
        yield self.sender
        if self.subscriptions:
            yield from (reader for reader in self._subscribed(_RECEIPTS) if reader != self.sender)

    def readers(self) -> list[str]:
        """Return the dxpIds that get the message itself, each once; the sender only if it asked for that."""
        return self._subscribed(_DATA)

    def _subscribed(self, wanted: frozenset[str]) -> list[str]:
        found = (one.dxp_address for one in self.subscriptions if one.status in wanted and one.dxp_mode == "DXP")
        return list(dict.fromkeys(found))

    def subscriptions_json(self) -> bytes | None:
        """Return the subscriptions as they are kept with the message; ``None`` when there are none."""
        return orjson.dumps([list(one) for one in self.subscriptions]) if self.subscriptions else None


@dataclass(slots=True, eq=False)
class Declaration:
    """One version of one document. Times are stamps, ``None`` until they have come."""

    id: int
    kind: Kind
    key: str
    order_no: str
    app_time: str
    status: int
    current: bool
    origin: Origin
    place: int
    accepted: int | None
    entered: int | None
    finished: int | None
    document: Any
    stored: bool = False
    """Is there a row of it in the database?"""
    own_refusals: list[Refusal] | None = None
    """What its own rules objected to while it was parsed; ``None`` when that was another transaction."""
    head: Any = field(init=False)
    """The head of the document."""

    def __post_init__(self) -> None:
        self.head = head_of(self.document)

    @property
    def refused(self) -> bool:
        """Was it refused, by the port (below 0) or by customs (100)?"""
        return self.status < 0 or self.status == REFUSED

    @property
    def gives_way(self) -> bool:
        """May another declaration take its key? It was refused, or cancelled."""
        return self.refused or self.status == CANCELLED

    @property
    def declared(self) -> bool:
        """Does it count for others? It is neither refused nor cancelled, nor only stored."""
        return not self.gives_way and self.status != STORED

    @property
    def deletes(self) -> bool:
        """Does it delete the document of its key (appType 3)?"""
        return bool(self.head.app_type == DELETION)

    def row(self, world: int) -> tuple[Any, ...]:
        """Return its row in the table ``document``."""
        return (
            self.id,
            world,
            self.kind.value,
            self.key,
            self.order_no,
            self.app_time,
            self.status,
            int(self.current),
            self.origin.message,
            self.place,
            self.accepted,
            self.entered,
            self.finished,
            to_json(self.document),
        )

    def changes(self) -> tuple[Any, ...]:
        """Return what may change in its row, then its id."""
        return (self.status, int(self.current), self.accepted, self.entered, self.finished, self.id)


def from_row(row: tuple[Any, ...]) -> Declaration:
    """Return the declaration behind a row of ``statements.COLUMNS``."""
    kind = Kind(row[1])
    return Declaration(
        id=row[0],
        kind=kind,
        key=row[2],
        order_no=row[3],
        app_time=row[4],
        status=row[5],
        current=bool(row[6]),
        origin=Origin(row[12], row[13], row[14], row[15], _subscriptions(row[16])),
        place=row[7],
        accepted=row[8],
        entered=row[9],
        finished=row[10],
        document=from_json(RECORDS[kind], row[11]),
        stored=True,
    )


def _subscriptions(kept: bytes | None) -> tuple[BaseSubscribe, ...]:
    return tuple(BaseSubscribe.of(each) for each in orjson.loads(kept)) if kept else ()

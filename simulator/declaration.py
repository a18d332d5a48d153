"""A declaration: one document that somebody declared, with what has become of it so far."""

from dataclasses import dataclass
from typing import Any, Final

from gateway_client.rules.kinds import Kind, head_of
from gateway_client.rules.rule import Refusal
from gateway_client.wire.ceb.inventory import Inventory
from gateway_client.wire.ceb.order import Order
from gateway_client.wire.ceb.payment import Payment
from gateway_client.wire.ceb.waybill import Logistics, LogisticsStatus
from gateway_client.wire.facts import from_json, to_json
from gateway_client.wire.record import Record

RECORDS: Final[dict[Kind, type[Record]]] = {
    Kind.ORDER: Order,
    Kind.PAYMENT: Payment,
    Kind.WAYBILL: Logistics,
    Kind.DELIVERY: LogisticsStatus,
    Kind.INVENTORY: Inventory,
}

RECEIVED: Final = 0
DECLARING: Final = 2
REFUSED: Final = 100
ENTERED: Final = 120
RELEASED: Final = 800


@dataclass(frozen=True, slots=True)
class Origin:
    """The message that a declaration came in: where its receipts go and what they refer to."""

    message: int
    sender: str
    dxp_id: str
    cop_msg_id: str


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

    @property
    def head(self) -> Any:
        """The head of the document."""
        return head_of(self.document)

    @property
    def refused(self) -> bool:
        """Was it refused, by the port (below 0) or by customs (100)?"""
        return self.status < 0 or self.status == REFUSED

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
        origin=Origin(*row[12:16]),
        place=row[7],
        accepted=row[8],
        entered=row[9],
        finished=row[10],
        document=from_json(RECORDS[kind], row[11]),
        stored=True,
    )

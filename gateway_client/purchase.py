"""A purchase as its operator sees it: the documents that declare it, and what has been heard of them."""

from dataclasses import dataclass, field
from typing import Any, Final

from gateway_client.wire.ceb.inventory import CEB622Message, Inventory, InventoryReturn
from gateway_client.wire.ceb.order import CEB312Message, Order, OrderReturn
from gateway_client.wire.ceb.payment import CEB412Message, Payment, PaymentReturn
from gateway_client.wire.ceb.waybill import CEB512Message, Logistics, LogisticsReturn

RELEASED: Final = frozenset({"800", "899"})
_RECEIPTS: Final = (CEB312Message, CEB412Message, CEB512Message, CEB622Message)
_LONGEST_COP_NO: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Purchase:
    """The documents that you declare of one sale; what others declare themselves is ``None``."""

    inventory: Inventory
    order: Order | None = None
    payment: Payment | None = None
    waybill: Logistics | None = None

    @property
    def order_no(self) -> str:
        """Its order number."""
        return self.inventory.head.order_no

    @property
    def documents(self) -> tuple[Any, ...]:
        """Its documents, the inventory last."""
        return tuple(one for one in (self.order, self.payment, self.waybill, self.inventory) if one is not None)


@dataclass(frozen=True, slots=True)
class Heard:
    """One return of a receipt that concerns a purchase. Times are Beijing time, ``YYYYMMDDhhmmssSSS``."""

    document: str  # order, payment, waybill or inventory
    status: str
    time: str
    info: str
    pre_no: str | None = None
    invt_no: str | None = None

    @property
    def refuses(self) -> bool:
        """Is the document refused, by the port (below 0) or by customs (100)?"""
        return self.status.startswith("-") or self.status == "100"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What has become of a purchase, with everything heard of it in its order."""

    order_no: str
    heard: tuple[Heard, ...] = field(default=())

    @property
    def refusal(self) -> Heard | None:
        """What refused it, if anything did."""
        latest = {one.document: one for one in self.heard}
        return next((one for one in latest.values() if one.refuses), None)

    @property
    def released(self) -> bool:
        """May the parcel go? Only 800 (or 899) says so; 120 merely says that it was received."""
        return any(one.document == "inventory" and one.status in RELEASED for one in self.heard)

    @property
    def final(self) -> bool:
        """Is it released or refused, so that nothing more is to be waited for?"""
        return self.released or self.refusal is not None

    @property
    def state(self) -> str:
        """``released``, ``refused``, or ``declared`` while neither."""
        return "released" if self.released else "refused" if self.refusal else "declared"


def heard_of(purchase: Purchase, message: Any) -> list[Heard]:
    """Return what a receipt message says of a purchase."""
    if not isinstance(message, _RECEIPTS):
        return []
    return [heard for said in message.returns if (heard := _heard(purchase, said)) is not None]


def _heard(purchase: Purchase, said: Any) -> Heard | None:
    head = purchase.inventory.head
    match said:
        case OrderReturn():
            ours = said.order_no == head.order_no and said.ebp_code == head.ebp_code
            return _plain("order", said) if ours else None
        case PaymentReturn():
            paid = purchase.payment.head if purchase.payment else None
            key = (said.pay_code, said.pay_transaction_id)
            ours = paid is not None and key == (paid.pay_code, paid.pay_transaction_id)
            return _plain("payment", said) if ours else None
        case LogisticsReturn():
            ours = (said.logistics_code, said.logistics_no) == (head.logistics_code, head.logistics_no)
            return _plain("waybill", said) if ours else None
        case InventoryReturn():
            cop_no = head.cop_no or head.order_no[:_LONGEST_COP_NO]
            if said.cop_no != cop_no or said.ebc_code not in (None, head.ebc_code):
                return None
            return Heard("inventory", said.return_status, said.return_time, said.return_info, said.pre_no, said.invt_no)
    return None


def _plain(document: str, said: Any) -> Heard:
    return Heard(document, said.return_status, said.return_time, said.return_info)

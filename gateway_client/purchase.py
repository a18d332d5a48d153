"""A purchase as its operator sees it: the documents that declare it, and what has been heard of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from gateway_client.wire.ceb.format_return import MessageReturn
from gateway_client.wire.ceb.inventory import Inventory, InventoryReturn
from gateway_client.wire.ceb.order import Order, OrderReturn
from gateway_client.wire.ceb.payment import Payment, PaymentReturn
from gateway_client.wire.ceb.waybill import Logistics, LogisticsReturn

RELEASED: Final = frozenset({"800", "899"})
_DECLARED_EARLIER: Final = frozenset(
    {"-301010", "-301014", "-401007", "-401012", "-504015", "-505012", "-505016", "-621004", "-621055"}
)
"""What the port answers when it knows another version of a document: "exists" and "old message"."""
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

    document: str  # order, payment, waybill, inventory, or message: none of them could be read (CEB900)
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
        """What refused it, if anything did.

        A status below 0 for a document that the port had taken before is about a resend, not about the
        document: it refuses nothing. Nor does a code that says that another version was declared earlier.
        """
        standing: dict[str, Heard] = {}
        for one in self.heard:
            if one.status in _DECLARED_EARLIER:
                continue
            before = standing.get(one.document)
            if before is None or before.refuses or not one.status.startswith("-"):
                standing[one.document] = one
        return next((one for one in standing.values() if one.refuses), None)

    @property
    def released(self) -> bool:
        """May the parcel go? Only 800 (or 899) says so; 120 merely says that it was received."""
        return any(one.document == "inventory" and one.status in RELEASED for one in self.heard)

    @property
    def declared_earlier(self) -> bool:
        """Is all that was heard of the inventory that another version of it was declared before?

        Then that version's receipts tell how it ended, not these; ``kouan status`` knows.
        """
        heard = [one for one in self.heard if one.document == "inventory"]
        return bool(heard) and all(one.status in _DECLARED_EARLIER for one in heard)

    @property
    def final(self) -> bool:
        """Is it released, refused or declared earlier, so that nothing more is to be waited for?"""
        return self.released or self.refusal is not None or self.declared_earlier

    @property
    def state(self) -> str:
        """``released``, ``refused``, ``declared earlier``, or ``declared`` while none of them."""
        if self.released:
            return "released"
        if self.refusal:
            return "refused"
        return "declared earlier" if self.declared_earlier else "declared"


_Key = tuple[str, ...]


class Watch:
    """Collects what receipts say of purchases. Any number of purchases, and a look-up for each return."""

    def __init__(self, purchases: Iterable[Purchase]) -> None:
        self._outcomes: list[Outcome] = []
        self._places: dict[_Key, list[int]] = {}
        self._guids: dict[str, int] = {}
        self._open: dict[int, None] = {}
        for place, purchase in enumerate(purchases):
            self._outcomes.append(Outcome(purchase.order_no))
            self._open[place] = None
            for key in _keys(purchase):
                self._places.setdefault(key, []).append(place)
            self._guids.update({document.head.guid: place for document in purchase.documents})

    @property
    def outcomes(self) -> list[Outcome]:
        """What has become of the purchases, in their order."""
        return list(self._outcomes)

    @property
    def open(self) -> list[Outcome]:
        """Those that are neither released nor refused."""
        return [self._outcomes[place] for place in self._open]

    def hear(self, returns: Sequence[Any]) -> list[int]:
        """Note what returns say; gives the numbers of those that say something of a purchase."""
        ours: list[int] = []
        for number, said in enumerate(returns):
            found = self._said(said)
            for place, heard in found:
                outcome = self._outcomes[place]
                outcome = self._outcomes[place] = Outcome(outcome.order_no, (*outcome.heard, heard))
                if outcome.final:
                    self._open.pop(place, None)
                else:
                    self._open[place] = None  # declared anew after a refusal
            if found and not isinstance(said, MessageReturn):  # which concerns all of a message, not one purchase
                ours.append(number)
        return ours

    def knows(self, said: Any) -> bool:
        """Does a return say something of a purchase?"""
        return bool(self._said(said))

    def _said(self, said: Any) -> list[tuple[int, Heard]]:
        if isinstance(said, MessageReturn):
            heard = Heard("message", said.return_status, said.return_time, said.return_info)
            places = {place for guid, place in self._guids.items() if guid in said.ori_biz_message}
            return [(place, heard) for place in sorted(places)]
        key = _key(said)
        if key is None:
            return []
        numbers = (said.pre_no, said.invt_no) if isinstance(said, InventoryReturn) else (None, None)
        heard = Heard(key[0], said.return_status, said.return_time, said.return_info, *numbers)
        return [(place, heard) for place in self._places.get(key, ())]


def _keys(purchase: Purchase) -> set[_Key]:
    """Return what the returns about a purchase will be known by."""
    head = purchase.inventory.head
    cop_no = head.cop_no or head.order_no[:_LONGEST_COP_NO]
    keys: set[_Key] = {
        ("order", head.ebp_code, head.order_no),
        ("waybill", head.logistics_code, head.logistics_no),
        ("inventory", cop_no, head.ebc_code),
        ("inventory", cop_no, ""),
    }
    if purchase.payment:
        keys.add(("payment", purchase.payment.head.pay_code, purchase.payment.head.pay_transaction_id))
    return keys


def _key(said: Any) -> _Key | None:
    match said:
        case OrderReturn():
            return ("order", said.ebp_code, said.order_no)
        case PaymentReturn():
            return ("payment", said.pay_code, said.pay_transaction_id)
        case LogisticsReturn():
            return ("waybill", said.logistics_code, said.logistics_no)
        case InventoryReturn():
            return ("inventory", said.cop_no, said.ebc_code or "")
    return None

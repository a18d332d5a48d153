"""Sorts what receipts say to the purchases and applications that are followed."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from gateway_client.outcome import Heard, Outcome
from gateway_client.purchase import Application, Followed, Purchase
from gateway_client.rules.kinds import head_of
from gateway_client.rules.statuses import DONE, DONE_APPLICATION
from gateway_client.wire.ceb.arrival import Delivery, DeliveryReturn
from gateway_client.wire.ceb.cancel import InvtCancel, InvtCancelReturn
from gateway_client.wire.ceb.format_return import MessageReturn
from gateway_client.wire.ceb.inventory import InventoryReturn
from gateway_client.wire.ceb.order import OrderReturn
from gateway_client.wire.ceb.payment import PaymentReturn
from gateway_client.wire.ceb.refund import InvtRefundReturn
from gateway_client.wire.ceb.waybill import LogisticsReturn

_LONGEST_COP_NO: Final = 20
_STORED: Final = "1"
_DELETION: Final = "3"

Key = tuple[str, ...]
"""What documents and the returns about them have in common, their kind first."""


class Watch:
    """Collects what receipts say of what is followed. Any number of them, and a look-up for each return."""

    def __init__(self, followed: Iterable[Followed]) -> None:
        self._outcomes: list[Outcome] = []
        self._places: dict[Key, list[int]] = {}
        self._guids: dict[str, int] = {}
        self._open: dict[int, None] = {}
        self._listed: set[str] = set()
        for place, one in enumerate(followed):
            self._outcomes.append(_nothing_heard(one))
            self._open[place] = None
            for key in _keys(one):
                self._places.setdefault(key, []).append(place)
            documents = one.documents if isinstance(one, Purchase) else (one,)
            self._guids.update({head_of(document).guid: place for document in documents})

    @property
    def outcomes(self) -> list[Outcome]:
        """What has become of them, in their order."""
        return list(self._outcomes)

    @property
    def open(self) -> list[Outcome]:
        """Those of which more is to be waited for."""
        return [self._outcomes[place] for place in self._open]

    def hear(self, returns: Sequence[Any]) -> list[int]:
        """Note what returns say; gives the numbers of those that say something of what is followed."""
        ours: list[int] = []
        for number, said in enumerate(returns):
            found = self._said(said)
            for place, heard in found:
                outcome = self._outcomes[place]
                changed = Outcome(outcome.order_no, (*outcome.heard, heard), outcome.about, outcome.ends)
                self._outcomes[place] = changed
                if heard.invt_no:
                    self._listed.add(heard.invt_no)
                if changed.final:
                    self._open.pop(place, None)
                else:
                    self._open[place] = None  # declared anew after a refusal
            if found and not isinstance(said, MessageReturn):  # which concerns all of a message, not one purchase
                ours.append(number)
        return ours

    def knows(self, said: Any) -> bool:
        """Does a return say something of what is followed, or name its inventory, as a tax bill does?

        Who follows hears nothing of the latter: whoever wants tax bills takes them with ``receipts()``.
        """
        return bool(self._said(said)) or getattr(getattr(said, "head", said), "invt_no", None) in self._listed

    def _said(self, said: Any) -> list[tuple[int, Heard]]:
        if isinstance(said, MessageReturn):
            heard = Heard("message", said.return_status, said.return_time, said.return_info)
            places = {place for guid, place in self._guids.items() if guid in said.ori_biz_message}
            return [(place, heard) for place in sorted(places)]
        key = _key(said)
        if key is None:
            return []
        numbers = (getattr(said, "pre_no", None), getattr(said, "invt_no", None))
        heard = Heard(key[0], said.return_status, said.return_time, said.return_info, *numbers)
        return [(place, heard) for place in self._places.get(key, ())]


def _nothing_heard(followed: Followed) -> Outcome:
    """Return the outcome of something before anything was heard: what it is about, and how it can end."""
    if not isinstance(followed, Purchase):
        number = followed.head.bill_no if isinstance(followed, Delivery) else head_of(followed).order_no
        return Outcome(number, (), _label(followed), _ends(followed, DONE_APPLICATION))
    return Outcome(followed.order_no, (), "inventory", _ends(followed.inventory, DONE))


def _ends(document: Any, usual: frozenset[str]) -> frozenset[str]:
    """Return the states behind which nothing comes: what is only stored stays so, and a deletion is just taken in."""
    head = head_of(document)
    if head.app_status == _STORED:
        return usual | {"stored"}
    return usual | {"entered"} if head.app_type == _DELETION else usual


def _label(document: Any) -> str:
    if isinstance(document, Delivery):
        return "arrival"
    return "cancel" if isinstance(document, InvtCancel) else "return"


def _keys(followed: Followed) -> set[Key]:
    """Return what the returns about a purchase or an application will be known by."""
    return _purchase_keys(followed) if isinstance(followed, Purchase) else keys_of_application(followed)


def keys_of_application(application: Application) -> set[Key]:
    """Return what the returns about a cancellation, a return or an arrival list will be known by."""
    head, label = head_of(application), _label(application)
    if isinstance(application, Delivery):
        return {(label, head.operator_code, head.cop_no or "")}
    cop_no = head.cop_no or head.order_no[:_LONGEST_COP_NO]
    return {(label, cop_no, head.invt_no), (label, cop_no, "")}


def _purchase_keys(purchase: Purchase) -> set[Key]:
    head = purchase.inventory.head
    cop_no = head.cop_no or head.order_no[:_LONGEST_COP_NO]
    keys: set[Key] = {
        ("order", head.ebp_code, head.order_no),
        ("waybill", head.logistics_code, head.logistics_no),
        ("inventory", cop_no, head.ebc_code),
        ("inventory", cop_no, ""),
    }
    if purchase.payment:
        keys.add(("payment", purchase.payment.head.pay_code, purchase.payment.head.pay_transaction_id))
    return keys


def _key(said: Any) -> Key | None:
    match said:
        case OrderReturn():
            return ("order", said.ebp_code, said.order_no)
        case PaymentReturn():
            return ("payment", said.pay_code, said.pay_transaction_id)
        case LogisticsReturn():
            return ("waybill", said.logistics_code, said.logistics_no)
        case InventoryReturn():
            return ("inventory", said.cop_no, said.ebc_code or "")
    return key_of_return(said)


def key_of_return(said: Any) -> Key | None:
    """Return what a return about an application is known by; ``None`` for one about anything else."""
    match said:
        case InvtCancelReturn():
            return ("cancel", said.cop_no, said.invt_no or "")
        case InvtRefundReturn():
            return ("return", said.cop_no, said.invt_no or "")
        case DeliveryReturn():
            return ("arrival", said.operator_code or "", said.cop_no or "")
    return None

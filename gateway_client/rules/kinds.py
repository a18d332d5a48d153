"""The kinds of documents, by the number of their message, and how each is identified."""

from enum import IntEnum
from functools import cached_property
from typing import Any, Final

from gateway_client.wire.ceb.cancel import InvtCancel
from gateway_client.wire.ceb.waybill import LogisticsStatus

SEPARATOR: Final = "\x1f"
"""Between the parts of a key: XML cannot carry it, so no part can contain it."""


class Kind(IntEnum):
    """A kind of document that an enterprise declares."""

    ORDER = 311
    PAYMENT = 411
    WAYBILL = 511
    DELIVERY = 513
    INVENTORY = 621
    CANCEL = 623
    RETURN = 625
    ARRIVAL = 711

    @cached_property
    def message(self) -> str:
        """The root name of its message."""
        return f"CEB{self.value}Message"

    @cached_property
    def receipt(self) -> str:
        """The root name of its receipt."""
        return f"CEB{self.value + 1}Message"

    @cached_property
    def label(self) -> str:
        """Its name in this house: order, payment, waybill, delivery, inventory, cancel, return, arrival."""
        return self.name.lower()


KIND_OF: Final = {kind.message: kind for kind in Kind}

_KEYS: Final = {
    Kind.ORDER: ("ebp_code", ("order_no",)),
    Kind.PAYMENT: ("pay_code", ("pay_transaction_id",)),
    Kind.WAYBILL: ("logistics_code", ("logistics_no",)),
    Kind.DELIVERY: ("logistics_code", ("logistics_no",)),
    Kind.INVENTORY: ("ebc_code", ("order_no",)),
    Kind.CANCEL: ("agent_code", ("invt_no",)),  # a list is cancelled once
    Kind.RETURN: ("agent_code", ("cop_no", "invt_no")),
    Kind.ARRIVAL: ("operator_code", ("cop_no", "bill_no")),
}
"""Whose it is, and its number there: the first of the fields that says one (copNo may be missing; assumed)."""


def head_of(document: Any) -> Any:
    """Return the head of a document; a delivery or a cancellation is nothing but its head."""
    return document if isinstance(document, LogisticsStatus | InvtCancel) else document.head


def key_of(kind: Kind, head: Any) -> str:
    """Return the business key of a document from its head."""
    whose, numbers = _KEYS[kind]
    number = getattr(head, numbers[0]) or getattr(head, numbers[-1])
    return f"{getattr(head, whose)}{SEPARATOR}{number}"


def key(first: str, second: str) -> str:
    """Return a business key from its two parts."""
    return f"{first}{SEPARATOR}{second}"


def names_of(kind: Kind, head: Any) -> dict[str, str]:
    """Return what the official texts call a document by: enterprise, number, guid."""
    match kind:
        case Kind.ORDER | Kind.INVENTORY:
            return {"ebc_code": head.ebc_code, "order_no": head.order_no, "guid": head.guid}
        case Kind.CANCEL | Kind.RETURN:
            return {"invt_no": head.invt_no, "cop_no": head.cop_no or head.invt_no, "guid": head.guid}
        case _:
            return {"guid": head.guid}

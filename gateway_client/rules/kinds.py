"""The kinds of documents, by the number of their message, and how each is identified."""

from enum import IntEnum
from functools import cached_property
from typing import Any, Final

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
        """Its name in this house: order, payment, waybill, delivery, inventory."""
        return self.name.lower()


KIND_OF: Final = {kind.message: kind for kind in Kind}

_KEYS: Final = {
    Kind.ORDER: ("ebp_code", "order_no"),
    Kind.PAYMENT: ("pay_code", "pay_transaction_id"),
    Kind.WAYBILL: ("logistics_code", "logistics_no"),
    Kind.DELIVERY: ("logistics_code", "logistics_no"),
    Kind.INVENTORY: ("ebc_code", "order_no"),
}


def head_of(document: Any) -> Any:
    """Return the head of a document; a delivery is nothing but its head."""
    return document if isinstance(document, LogisticsStatus) else document.head


def key_of(kind: Kind, head: Any) -> str:
    """Return the business key of a document from its head."""
    first, second = _KEYS[kind]
    return f"{getattr(head, first)}{SEPARATOR}{getattr(head, second)}"


def key(first: str, second: str) -> str:
    """Return a business key from its two parts."""
    return f"{first}{SEPARATOR}{second}"


def names_of(kind: Kind, head: Any) -> dict[str, str]:
    """Return what the official texts call a document by: enterprise, number, guid."""
    if kind in (Kind.ORDER, Kind.INVENTORY):
        return {"ebc_code": head.ebc_code, "order_no": head.order_no, "guid": head.guid}
    return {"guid": head.guid}

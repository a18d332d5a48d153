"""The client library of a company that clears parcels, and the pure base it shares with the simulator.

Knows the trade's messages, facts and single-document rules; knows nothing of the simulator.

Names are loaded when they are first used, so that the base costs nobody the client.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from gateway_client.applications import (
        arrival_for,
        cancel_for,
        change_of,
        declared,
        deletion_of,
        return_for,
        stored,
    )
    from gateway_client.client import AsyncGatewayClient, GatewayClient
    from gateway_client.envelopes import Packed, Sender
    from gateway_client.errors import (
        Garbled,
        GatewayError,
        JournalUnusable,
        Misdirected,
        Objection,
        Rejected,
        Unanswered,
        Unreachable,
        Unsendable,
    )
    from gateway_client.flows import Receipt, Tries
    from gateway_client.inprocess import AsyncInProcess, InProcess
    from gateway_client.outcome import Heard, Outcome
    from gateway_client.purchase import Purchase
    from gateway_client.wire.ceb.arrival import Delivery, DeliveryHead, DeliveryList
    from gateway_client.wire.ceb.cancel import InvtCancel
    from gateway_client.wire.ceb.inventory import Inventory, InventoryHead, InventoryList
    from gateway_client.wire.ceb.order import Order, OrderHead, OrderList
    from gateway_client.wire.ceb.payment import Payment, PaymentHead
    from gateway_client.wire.ceb.refund import InvtRefund, InvtRefundHead, InvtRefundList
    from gateway_client.wire.ceb.tail import BaseSubscribe, ExtendMessage
    from gateway_client.wire.ceb.waybill import Logistics, LogisticsHead, LogisticsStatus

__all__ = [
    "AsyncGatewayClient",
    "AsyncInProcess",
    "BaseSubscribe",
    "Delivery",
    "DeliveryHead",
    "DeliveryList",
    "ExtendMessage",
    "Garbled",
    "GatewayClient",
    "GatewayError",
    "Heard",
    "InProcess",
    "Inventory",
    "InventoryHead",
    "InventoryList",
    "InvtCancel",
    "InvtRefund",
    "InvtRefundHead",
    "InvtRefundList",
    "JournalUnusable",
    "Logistics",
    "LogisticsHead",
    "LogisticsStatus",
    "Misdirected",
    "Objection",
    "Order",
    "OrderHead",
    "OrderList",
    "Outcome",
    "Packed",
    "Payment",
    "PaymentHead",
    "Purchase",
    "Receipt",
    "Rejected",
    "Sender",
    "Tries",
    "Unanswered",
    "Unreachable",
    "Unsendable",
    "arrival_for",
    "cancel_for",
    "change_of",
    "declared",
    "deletion_of",
    "return_for",
    "stored",
]

_HOMES: Final = (
    "applications",
    "client",
    "envelopes",
    "errors",
    "flows",
    "inprocess",
    "outcome",
    "purchase",
    "wire.ceb.arrival",
    "wire.ceb.cancel",
    "wire.ceb.inventory",
    "wire.ceb.order",
    "wire.ceb.payment",
    "wire.ceb.refund",
    "wire.ceb.tail",
    "wire.ceb.waybill",
)
"""Where the names live. Each is its module's own, so the first that has it is the right one."""


def __getattr__(name: str) -> Any:
    """Load a public name when somebody uses it."""
    if name in __all__:
        for home in _HOMES:
            module = import_module(f"gateway_client.{home}")
            if hasattr(module, name):
                return globals().setdefault(name, getattr(module, name))
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})

"""What an operator follows: a purchase by the documents that declare it, or an application about an inventory."""

from dataclasses import dataclass
from typing import Any, TypeAlias

from gateway_client.wire.ceb.arrival import Delivery
from gateway_client.wire.ceb.cancel import InvtCancel
from gateway_client.wire.ceb.inventory import Inventory
from gateway_client.wire.ceb.order import Order
from gateway_client.wire.ceb.payment import Payment
from gateway_client.wire.ceb.refund import InvtRefund
from gateway_client.wire.ceb.waybill import Logistics


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


Application: TypeAlias = InvtCancel | InvtRefund | Delivery
"""What asks for something: a cancellation, a return, an arrival list."""
Followed: TypeAlias = Purchase | Application
"""What can be followed to its end."""

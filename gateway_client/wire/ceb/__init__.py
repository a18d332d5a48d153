"""The messages of the unified edition (跨境电商统一版, edition 202205), import side, all nineteen.

Facts only: names, order, types, occurrence. What a value must be is a rule, not a table.
"""

from typing import Final

from gateway_client.wire.ceb.arrival import CEB711Message, CEB712Message
from gateway_client.wire.ceb.cancel import CEB623Message, CEB624Message
from gateway_client.wire.ceb.format_return import CEB900Message
from gateway_client.wire.ceb.inventory import CEB621Message, CEB622Message
from gateway_client.wire.ceb.order import CEB311Message, CEB312Message
from gateway_client.wire.ceb.payment import CEB411Message, CEB412Message
from gateway_client.wire.ceb.refund import CEB625Message, CEB626Message
from gateway_client.wire.ceb.tail import Ceb, Receipt, Request, Root
from gateway_client.wire.ceb.tax import CEB816Message, CEB818Message
from gateway_client.wire.ceb.waybill import CEB511Message, CEB512Message, CEB513Message, CEB514Message

NAMESPACE: Final = Ceb.table.namespace

REQUESTS: Final[dict[str, type[Request]]] = {
    message.table.name: message
    for message in (
        CEB311Message,
        CEB411Message,
        CEB511Message,
        CEB513Message,
        CEB621Message,
        CEB623Message,
        CEB625Message,
        CEB711Message,
    )
}
"""What enterprises send, by root name."""

RECEIPTS: Final[dict[str, type[Receipt]]] = {
    message.table.name: message
    for message in (
        CEB312Message,
        CEB412Message,
        CEB512Message,
        CEB514Message,
        CEB622Message,
        CEB624Message,
        CEB626Message,
        CEB712Message,
        CEB816Message,
        CEB818Message,
        CEB900Message,
    )
}
"""What the port and customs send, by root name."""

MESSAGES: Final[dict[str, type[Root]]] = {**REQUESTS, **RECEIPTS}

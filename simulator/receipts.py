"""The receipts: one return per document and stage, as the port and customs write them."""

from typing import Any, Final

from gateway_client.rules.kinds import Kind
from gateway_client.wire.ceb import RECEIPTS
from gateway_client.wire.ceb.inventory import InventoryReturn
from gateway_client.wire.ceb.order import OrderReturn
from gateway_client.wire.ceb.payment import PaymentReturn
from gateway_client.wire.ceb.waybill import LogisticsReturn, LogisticsStatusReturn
from gateway_client.wire.encode import encode
from gateway_client.wire.record import Record
from simulator.declaration import Declaration
from simulator.store.ids import sequence

_LONGEST_INFO: Final = 1000
_LONGEST_COP_NO: Final = 20


def pre_no(declaration: Declaration, time: int) -> str:
    """Return the pre-entry number: B, the day of acceptance, nine digits."""
    return f"B{str(declaration.accepted or time)[:8]}{sequence(declaration.id):09d}"


def invt_no(declaration: Declaration) -> str | None:
    """Return the inventory number that customs gives with 120: office, year, I, nine digits."""
    if declaration.entered is None:
        return None
    return f"{declaration.head.customs_code}{str(declaration.entered)[:4]}I{sequence(declaration.id):09d}"


def return_of(declaration: Declaration, *, status: str, time: int, info: str, guid: str) -> Record:
    """Return what a receipt says of one document."""
    head = declaration.head
    said: dict[str, Any] = {
        "guid": guid,
        "return_status": status,
        "return_time": str(time),
        "return_info": info[:_LONGEST_INFO],
    }
    match declaration.kind:
        case Kind.ORDER:
            return OrderReturn(ebp_code=head.ebp_code, ebc_code=head.ebc_code, order_no=head.order_no, **said)
        case Kind.PAYMENT:
            return PaymentReturn(pay_code=head.pay_code, pay_transaction_id=head.pay_transaction_id, **said)
        case Kind.WAYBILL:
            return LogisticsReturn(logistics_code=head.logistics_code, logistics_no=head.logistics_no, **said)
        case Kind.DELIVERY:
            return LogisticsStatusReturn(
                logistics_code=head.logistics_code,
                logistics_no=head.logistics_no,
                logistics_status=head.logistics_status,
                **said,
            )
        case Kind.INVENTORY:
            return InventoryReturn(
                customs_code=head.customs_code,
                ebp_code=head.ebp_code,
                ebc_code=head.ebc_code,
                agent_code=head.agent_code,
                cop_no=head.cop_no or head.order_no[:_LONGEST_COP_NO],
                pre_no=pre_no(declaration, time),
                invt_no=invt_no(declaration),
                **said,
            )


def receipt_message(kind: Kind, guid: str, returns: list[Record]) -> bytes:
    """Return the bytes of a receipt message with up to 100 returns."""
    return encode(RECEIPTS[kind.receipt](guid=guid, version="1.0", returns=tuple(returns)))

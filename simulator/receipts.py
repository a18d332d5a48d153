"""The receipts: one return per document and stage, as the port and customs write them."""

from collections.abc import Iterable
from typing import Any, Final, NamedTuple

from gateway_client.rules.kinds import Kind
from gateway_client.wire.ceb import RECEIPTS
from gateway_client.wire.ceb.arrival import DeliveryReturn
from gateway_client.wire.ceb.cancel import InvtCancelReturn
from gateway_client.wire.ceb.format_return import CEB900Message
from gateway_client.wire.ceb.inventory import InventoryReturn
from gateway_client.wire.ceb.order import OrderReturn
from gateway_client.wire.ceb.payment import PaymentReturn
from gateway_client.wire.ceb.refund import InvtRefundReturn
from gateway_client.wire.ceb.tax import Tax, TaxState
from gateway_client.wire.ceb.waybill import LogisticsReturn, LogisticsStatusReturn
from gateway_client.wire.decode import decode
from gateway_client.wire.encode import encode
from gateway_client.wire.parse import Parsed, parse
from gateway_client.wire.record import Record
from simulator.declaration import CHANGE, Declaration
from simulator.store.ids import sequence

_LONGEST_INFO: Final = 1000
_LONGEST_COP_NO: Final = 20
_INVT_NO: Final = 18


_LETTERS: Final = {Kind.INVENTORY: "B", Kind.CANCEL: "C", Kind.RETURN: "T", Kind.ARRIVAL: "R"}
_RKD: Final = 1_000_000


def pre_no(declaration: Declaration, time: int) -> str:
    """Return the pre-entry number: a letter for the kind, the day of acceptance, nine digits.

    A change that the port has accepted keeps the number of what it changes.
    """
    if _is_change(declaration):
        return str(declaration.head.pre_no)
    letter = _LETTERS[declaration.kind]
    return f"{letter}{str(declaration.accepted or time)[:8]}{sequence(declaration.id):09d}"


def invt_no(declaration: Declaration) -> str | None:
    """Return the inventory number that customs gives with 120: office, year, I, nine digits; a change keeps it.

    What only deletes another one is no inventory that could be decided, cancelled or returned: it gets none.
    """
    if _is_change(declaration):
        return str(declaration.head.invt_no)
    if declaration.entered is None or declaration.deletes:
        return None
    return f"{declaration.head.customs_code}{str(declaration.entered)[:4]}I{sequence(declaration.id):09d}"


def rkd_no(declaration: Declaration) -> str | None:
    """Return the number that customs gives an arrival list with 120: office, day, the last six digits of its own."""
    if declaration.entered is None:
        return None
    day = str(declaration.entered)[:8]
    return f"{declaration.head.customs_code}{day}{sequence(declaration.id) % _RKD:06d}"


def _is_change(declaration: Declaration) -> bool:
    """Is it a change that the port accepted? Then its numbers are known to be those of what it changes.

    The other kinds, and what deletes, need not name a number, and nobody held the one that they name to anything.
    """
    changes = declaration.kind is Kind.INVENTORY and declaration.head.app_type == CHANGE
    return changes and declaration.accepted is not None


def tax_no(declaration: Declaration) -> str:
    """Return the number of an inventory's tax bill."""
    return f"{invt_no(declaration)}_0"


def return_of(declaration: Declaration, *, status: str, time: str, info: str, guid: str) -> Record:
    """Return what a receipt says of one document; its values stand in the order of its table."""
    head = declaration.head
    said = (status, time, info[:_LONGEST_INFO])
    match declaration.kind:
        case Kind.ORDER:
            return OrderReturn.of((guid, head.ebp_code, head.ebc_code, head.order_no, *said))
        case Kind.PAYMENT:
            return PaymentReturn.of((guid, head.pay_code, head.pay_transaction_id, *said))
        case Kind.WAYBILL:
            return LogisticsReturn.of((guid, head.logistics_code, head.logistics_no, *said))
        case Kind.DELIVERY:
            return LogisticsStatusReturn.of(
                (guid, head.logistics_code, head.logistics_no, head.logistics_status, *said)
            )
        case Kind.INVENTORY:
            enterprises = (head.customs_code, head.ebp_code, head.ebc_code, head.agent_code)
            numbers = (_cop_no(head), pre_no(declaration, int(time)), invt_no(declaration))
            return InventoryReturn.of((guid, *enterprises, *numbers, *said))
        case Kind.CANCEL | Kind.RETURN:
            enterprises = (head.customs_code, head.agent_code, head.ebp_code, head.ebc_code)
            listed = head.invt_no if len(head.invt_no) == _INVT_NO else None  # the receipt has no room for another
            numbers = (_cop_no(head), pre_no(declaration, int(time)), listed)
            record = InvtCancelReturn if declaration.kind is Kind.CANCEL else InvtRefundReturn
            return record.of((guid, *enterprises, *numbers, *said))
        case Kind.ARRIVAL:
            numbers = (head.cop_no, pre_no(declaration, int(time)), rkd_no(declaration))
            return DeliveryReturn.of((guid, head.customs_code, head.operator_code, *numbers, *said))


def _cop_no(head: Any) -> str:
    return str(head.cop_no or head.order_no[:_LONGEST_COP_NO])


def receipt_message(kind: Kind, guid: str, returns: list[Record]) -> bytes:
    """Return the bytes of a receipt message with up to 100 returns."""
    return encode(RECEIPTS[kind.receipt](guid=guid, version="1.0", returns=tuple(returns)))


def returns_in(message_type: str, body: bytes) -> Iterable[Any]:
    """Return what a receipt message says, a return per document; nothing when its body was cut."""
    record = RECEIPTS.get(message_type)
    if record is None or record is CEB900Message or not body:  # a copy of somebody's message says nothing of documents
        return ()
    parsed = parse(body)
    return decode(parsed.root, record, parsed.text).returns if isinstance(parsed, Parsed) else ()


class Gist(NamedTuple):
    """What a return says, whatever its kind; a tax bill has its number for a text."""

    status: str
    time: str
    info: str


def gist_of(said: Any) -> Gist:
    """Return what a return says in short."""
    if isinstance(said, Tax | TaxState):
        return Gist(said.head.status, said.head.return_time, said.head.tax_no)
    return Gist(said.return_status, said.return_time, said.return_info)


def is_of(said: Any, one: Declaration) -> bool:
    """Is a return about a document?"""
    head = one.head
    match one.kind:
        case Kind.ORDER:
            return bool(said.order_no == head.order_no and said.ebp_code == head.ebp_code)
        case Kind.PAYMENT:
            return bool(said.pay_transaction_id == head.pay_transaction_id)
        case Kind.WAYBILL | Kind.DELIVERY:
            return bool(said.logistics_no == head.logistics_no)
        case Kind.INVENTORY if isinstance(said, Tax | TaxState):
            return bool(said.head.invt_no == invt_no(one))
        case Kind.INVENTORY | Kind.CANCEL | Kind.RETURN | Kind.ARRIVAL:
            return bool(said.pre_no == pre_no(one, int(said.return_time)))

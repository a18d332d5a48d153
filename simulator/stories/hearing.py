"""What a story's companies hear: receipts fetched and acknowledged under every dxpId, sorted to the purchases."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, Final

from gateway_client import GatewayClient, flows
from gateway_client.rules.kinds import Kind, head_of, key_of
from gateway_client.watch import key_of_return, keys_of_application
from gateway_client.wire.ceb.format_return import MessageReturn
from gateway_client.wire.ceb.inventory import InventoryReturn
from gateway_client.wire.ceb.order import OrderReturn
from gateway_client.wire.ceb.payment import PaymentReturn
from gateway_client.wire.ceb.tax import Tax, TaxState
from gateway_client.wire.ceb.waybill import LogisticsReturn, LogisticsStatusReturn
from simulator.stories.cast import Bought
from simulator.stories.result import Receipt
from simulator.stories.returns import flat

APPLICATIONS: Final = (Kind.CANCEL, Kind.RETURN, Kind.ARRIVAL)
"""What is applied for: documents that no purchase is declared with."""
_LONGEST_COP_NO: Final = 20
_Key = tuple[str, ...]
_MORE: Final = flows.MOST_RECEIPTS


class Hearing:
    """Everything heard so far: by purchase, and by dxpId."""

    def __init__(self) -> None:
        self._places: dict[_Key, list[Bought]] = {}
        self._guids: dict[str, Bought] = {}
        self._of: dict[int, list[Receipt]] = {}
        self._told: dict[tuple[Any, ...], Counter[str]] = {}
        self._noted: Counter[tuple[Any, ...]] = Counter()
        self._numbers: dict[int, tuple[str | None, str | None]] = {}
        self._listed: dict[str, list[Bought]] = {}  # by the number of the inventory
        self.by_dxp_id: dict[str, list[tuple[str, tuple[str, ...]]]] = {}

    def listen_for(self, bought: Bought, kind: Kind, document: Any) -> None:
        """Know from now on that what is said of this document is about that purchase."""
        head = head_of(document)
        for key in keys_of_application(document) if kind in APPLICATIONS else _keys(kind, head):
            places = self._places.setdefault(key, [])
            if bought not in places:
                places.append(bought)
        self._guids[head.guid] = bought

    def fetch(self, clients: Iterable[GatewayClient], wait: float = 0) -> bool:
        """Fetch and acknowledge whatever there is, waiting so long for the first; tell whether there was anything."""
        anything = False
        for client in clients:
            while found := client.receipts(wait=0 if anything else wait):
                client.acknowledge(*found)
                for receipt in found:
                    self._hear(client.sender.dxp_id, receipt)
                anything = True
                if len(found) < _MORE:
                    break
        return anything

    def of(self, bought: Bought, document: str | None = None) -> list[Receipt]:
        """Return what was heard of a purchase, or of one document of it."""
        return [one for one in self._of.get(id(bought), []) if document in (None, one.document)]

    def numbers(self, bought: Bought) -> tuple[str | None, str | None]:
        """Return preNo and invtNo of a purchase's inventory, as far as they were heard."""
        return self._numbers.get(id(bought), (None, None))

    def _hear(self, dxp_id: str, receipt: flows.Receipt) -> None:
        message = receipt.message_type.removesuffix("Message")
        statuses = tuple(flat("", said).status for said in receipt.returns)
        self.by_dxp_id.setdefault(dxp_id, []).append((message, statuses))
        number = int(receipt.id.partition(".")[0])
        for said in receipt.returns:
            for bought, document in self._about(said):
                short = flat(document, said)
                heard = Receipt(
                    n=number,
                    document=document,
                    message=message,
                    status=short.status,
                    time=short.time,
                    info=short.info,
                )
                self._note(bought, getattr(said, "head", said).guid, heard, dxp_id)
                if isinstance(said, InventoryReturn):
                    pre_no, invt_no = self.numbers(bought)
                    self._numbers[id(bought)] = (said.pre_no or pre_no, said.invt_no or invt_no)
                    if said.invt_no and bought not in self._listed.setdefault(said.invt_no, []):
                        self._listed[said.invt_no].append(bought)

    def _note(self, bought: Bought, guid: str, heard: Receipt, dxp_id: str) -> None:
        """Note what was said once, however many readers get a copy; what is said twice to one of them is two things."""
        key = (id(bought), heard.document, guid, heard.status, heard.time, heard.info)
        told = self._told.setdefault(key, Counter())
        told[dxp_id] += 1
        if told[dxp_id] == max(told.values()) and told[dxp_id] > self._noted[key]:
            self._noted[key] += 1
            self._of.setdefault(id(bought), []).append(heard)

    def _about(self, said: Any) -> Iterator[tuple[Bought, str]]:
        if isinstance(said, MessageReturn):
            named = {id(one): one for guid, one in self._guids.items() if guid in said.ori_biz_message}
            yield from ((bought, "message") for bought in named.values())
        elif isinstance(said, Tax | TaxState):
            yield from ((bought, "tax") for bought in self._listed.get(said.head.invt_no, ()))
        elif key := _said_of(said):
            yield from ((bought, key[0]) for bought in self._places.get(key, ()))


def _keys(kind: Kind, head: Any) -> list[_Key]:
    """Return what the returns about a document will be known by."""
    if kind is Kind.INVENTORY:
        cop_no = head.cop_no or head.order_no[:_LONGEST_COP_NO]
        return [("inventory", cop_no, code) for code in (head.ebc_code, "")]
    keys: list[_Key] = [(kind.label, key_of(kind, head))]
    if kind is Kind.WAYBILL:
        keys.append((Kind.DELIVERY.label, key_of(kind, head)))
    return keys


def _said_of(said: Any) -> _Key | None:
    match said:
        case OrderReturn():
            return Kind.ORDER.label, key_of(Kind.ORDER, said)
        case PaymentReturn():
            return Kind.PAYMENT.label, key_of(Kind.PAYMENT, said)
        case LogisticsReturn():
            return Kind.WAYBILL.label, key_of(Kind.WAYBILL, said)
        case LogisticsStatusReturn():
            return Kind.DELIVERY.label, key_of(Kind.WAYBILL, said)
        case InventoryReturn():
            return "inventory", said.cop_no, said.ebc_code or ""
    return key_of_return(said)

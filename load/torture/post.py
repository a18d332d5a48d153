"""What is handed in: a message of documents, or a request to a party that declares by itself."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from gateway_client import Sender
from gateway_client.envelopes import pack
from gateway_client.rules.kinds import KIND_OF
from load.torture.line import MESSAGES, Line
from load.torture.wrong import Wrong, hold

_NUMBERS: Final = {
    "order": "order_no",
    "payment": "pay_transaction_id",
    "waybill": "logistics_no",
    "inventory": "cop_no",
}


@dataclass(slots=True)
class Post:
    """Handed in with the very same bytes until it is answered. ``numbers`` are those of its documents in receipts."""

    path: str
    body: bytes
    kind: str
    documents: int
    numbers: tuple[str, ...] = ()
    cop_msg_id: str = ""
    tries: int = 0
    answer: bytes | None = None

    def hand_in(self, line: Line) -> None:
        """Hand it in once; a door that is asked again must answer the same."""
        self.tries += 1
        bare = self.path == MESSAGES
        status, answer = line.ask("POST", self.path, self.body, "application/xml" if bare else "application/json")
        if status not in (200, 201):
            raise Wrong(f"{self.path} {self.cop_msg_id}", "status 200 or 201", f"{status} {answer.decode()}")
        if self.answer is not None and not bare:
            hold(f"{self.path}, asked again", self.answer, answer)
        self.answer = answer

    def said(self, name: str) -> str:
        """Return a value of the answer of a party."""
        value: str = json.loads(self.answer or b"{}")[name]
        return value


def message_of(documents: Sequence[Any], sender: Sender) -> Post:
    """Return the message that carries documents of one kind, at most a hundred."""
    (packed,) = pack(documents, sender)
    kind = KIND_OF[packed.message_type].label
    numbers = tuple(getattr(one.head, _NUMBERS[kind]) for one in documents)
    return Post(MESSAGES, packed.body, kind, len(numbers), numbers, packed.cop_msg_id)


def payment_of(sale: Any, sender: Sender) -> Post:
    """Return the request to pay for a sale."""
    head = sale.payment.head
    payer = {"name": head.payer_name, "idNumber": head.payer_id_number, "telephone": head.telephone}
    asked = {"payCode": head.pay_code, "ebpCode": head.ebp_code, "orderNo": head.order_no}
    return _asked("/payment/payments", sender, {**asked, "amount": str(head.amount_paid), "payer": payer})


def waybill_of(sale: Any, sender: Sender) -> Post:
    """Return the request to send the parcel of a sale."""
    head = sale.waybill.head
    names = {"name": head.consignee, "telephone": head.consignee_telephone, "address": head.consignee_address}
    asked = {
        "logisticsCode": head.logistics_code,
        "orderNo": head.order_no,
        "ebpCode": sale.order.head.ebp_code,
        "consignee": names,
        "weight": str(head.weight),
        "freight": str(head.freight),
        "insuredFee": str(head.insured_fee),
    }
    return _asked("/carrier/waybills", sender, asked if head.bill_no is None else {**asked, "billNo": head.bill_no})


def _asked(path: str, sender: Sender, said: dict[str, Any]) -> Post:
    body = json.dumps({"dxpId": sender.dxp_id, **said}, ensure_ascii=False).encode()
    return Post(path, body, "", 1)

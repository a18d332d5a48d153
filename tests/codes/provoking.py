"""How cases provoke an answer: what they hand in, and in what world."""

from collections.abc import Callable
from typing import Any, NamedTuple

from tests.enterprise import Enterprise
from tests.parties.deciding import decided, entered
from tests.purchases import changed, delivery, enveloped, message, relined

Provoke = Callable[[Enterprise], Any]
Values = tuple[tuple[str, str], ...]

HEADS = {
    "311": "OrderHead",
    "411": "PaymentHead",
    "511": "LogisticsHead",
    "513": "LogisticsStatus",
    "621": "InventoryHead",
}
"""What holds the fields of a document that stand there once."""

LISTS = {"311": "OrderList", "621": "InventoryList"}

KINDS = {"311": "order", "411": "payment", "511": "waybill", "513": "delivery", "621": "inventory"}
"""Documents by the number of their message."""

LATER = "20261111190000"
REGISTERED = """
[[enterprises]]
code = "4401960001"
name = "海购平台"
kinds = ["{platform}"]
[[enterprises]]
code = "4401960002"
name = "海购商贸"
kinds = ["{retailer}"]
[[enterprises]]
code = "4401960003"
name = "易付支付"
kinds = ["{payment}"]
[[enterprises]]
code = "4401960004"
name = "速达物流"
kinds = ["{carrier}"]
[[enterprises]]
code = "4401960005"
name = "南沙报关"
kinds = ["declarant"]
"""
TRADES = {"platform": "platform", "retailer": "retailer", "payment": "payment", "carrier": "carrier"}
STEPPED = 'pace = "typical"\nseed = "codes"\nclock = { kind = "stepped", at = 2026-11-11T12:00:00 }\n'
STOCKED = '[[stock]]\nemsNo = "T5165W000001"\nitemRecordNo = "1001"\nactlIncQty = "3"\n'


class Case(NamedTuple):
    """What is provoked: the answer to a document (by the number of its message), word for word.

    ``code`` is the returnStatus, or the code inside ``[Code:…]``; of a DxpRep the ResponseCode. ``rule`` is the one
    that refuses, empty where nothing is refused. ``info`` has ``{no}`` for the order's number. ``values`` are the paths
    and values that the verdict names.
    """

    document: str
    code: str
    rule: str
    info: str
    provoke: Provoke
    values: Values = ()
    world: str = ""

    @property
    def status(self) -> str:
        """The returnStatus."""
        return self.code if self.code.startswith("-") or len(self.code) <= 3 else "100"


def document_of(enterprise: Enterprise, kind: str) -> Any:
    """Return a good document of a kind."""
    if kind == "delivery":
        return delivery(enterprise.number())
    return enterprise.purchase()[kind]


def head(kind: str, **values: Any) -> Provoke:
    """Hand in a document with other values in its head."""
    return lambda enterprise: enterprise.send(changed(document_of(enterprise, kind), **values))


def line(kind: str, gnum: int, /, **values: Any) -> Provoke:
    """Hand in a document with other values in one of its lines."""
    return lambda enterprise: enterprise.send(relined(document_of(enterprise, kind), gnum, **values))


def good(kind: str) -> Provoke:
    """Hand in a document with which nothing is wrong."""
    return head(kind)


def twice(kind: str, **values: Any) -> Provoke:
    """Hand in a document, and once more with other values."""

    def provoke(enterprise: Enterprise) -> None:
        document = document_of(enterprise, kind)
        enterprise.send(document)
        enterprise.send(changed(document, **values), root_guid="AGAIN".ljust(36))

    return provoke


def from_another(kind: str, message_type: str) -> Provoke:
    """Hand in a document in an envelope of somebody who is not its transmitter."""

    def provoke(enterprise: Enterprise) -> None:
        body = message(document_of(enterprise, kind), dxp_id="DXPENT9999999999", signed=True)
        enterprise.accepted(enterprise.post(enveloped(body, sender=enterprise.dxp_id, msg_type=message_type)))

    return provoke


def subscribed(kind: str, **values: str) -> Provoke:
    """Hand in a document to which a reader subscribes."""
    said = "".join(f"<ceb:{field}>{value}</ceb:{field}>" for field, value in values.items())
    reader = f"<ceb:BaseSubscribe>{said}</ceb:BaseSubscribe>"

    def provoke(enterprise: Enterprise) -> None:
        body = message(document_of(enterprise, kind), dxp_id=enterprise.dxp_id)
        tail = b"</ceb:BaseTransfer>"
        enterprise.accepted(enterprise.post(body.replace(tail, tail + reader.encode())))

    return provoke


def purchase(change: Callable[[dict[str, Any]], Any] = lambda documents: None, **options: Any) -> Provoke:
    """Hand in a whole purchase of which something was changed; ``change`` changes the documents in their place."""

    def provoke(enterprise: Enterprise) -> None:
        documents = enterprise.purchase(**options)
        change(documents)
        enterprise.send_all(documents)

    return provoke


def other(kind: str, **values: Any) -> Provoke:
    """Hand in a purchase with other values in the head of one document."""
    return purchase(lambda documents: documents.update({kind: changed(documents[kind], **values)}))


def other_line(kind: str, gnum: int, /, **values: Any) -> Provoke:
    """Hand in a purchase with other values in a line of one document."""
    return purchase(lambda documents: documents.update({kind: relined(documents[kind], gnum, **values)}))


def a_line_less(documents: dict[str, Any]) -> None:
    documents["inventory"] = documents["inventory"].changed(lines=documents["inventory"].lines[:-1])


def from_a_book(documents: dict[str, Any]) -> None:
    """Take goods from a line of an account book that has 3 pieces of them."""
    inventory = changed(documents["inventory"], ems_no="T5165W000001")
    for number in (1, 2):
        inventory = relined(inventory, number, item_record_no="1001")
    documents["inventory"] = inventory


def over_the_year(enterprise: Enterprise) -> None:
    for n, price in enumerate(("26000.00", "0.01"), 1):
        enterprise.send_all(enterprise.purchase(n, prices=(price,), qty="1"))


def refused_by_hand(enterprise: Enterprise) -> None:
    enterprise.send_all(enterprise.purchase())
    decided(enterprise, entered(enterprise), decision="refuse", reason="收货地址不详")


def refused_parameters(document: str, reason: str) -> tuple[str, str]:
    """Return code and text with which the port refuses what is wrong in a document itself."""
    named = f"[电商企业编码：4401960002,订单编号：{{no}}]报文校验失败:{reason}"
    return {
        "311": ("-301008", f"订单{named}"),
        "411": ("-401009", "参数校验不通过，[paymentHead,payment]"),
        "511": ("-504011", f"参数校验不通过，{reason}"),
        "513": ("-505011", "参数校验不通过"),
        "621": ("-621001", f"清单{named}"),
    }[document]

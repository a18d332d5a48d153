"""What the gates answer before any document is judged, and what they answer in the place of an official code."""

import re
from collections.abc import Callable
from typing import Any, NamedTuple

from tests.enterprise import Enterprise
from tests.purchases import delivery, enveloped, message
from tests.server.broken import cancel, order

Provoke = Callable[[Enterprise], Any]


class Gate(NamedTuple):
    """A message, and the ResponseCode and the beginning of the text that answer it."""

    code: str
    http: int
    info: str
    provoke: Provoke


def _elsewhere(enterprise: Enterprise) -> Any:
    body = enveloped(order(enterprise), sender=enterprise.dxp_id, receivers=("DXPLGS0000000001",))
    return enterprise.post(body)


def _nowhere(enterprise: Enterprise) -> Any:
    return enterprise.http.post("/w/nowhere/dxp/messages", content=order(enterprise))


GATES = [
    Gate("0000", 200, "接收成功", lambda enterprise: enterprise.post(order(enterprise))),
    Gate("0001", 400, "报文格式错误; ", lambda enterprise: enterprise.post(b"<broken")),
    Gate("0002", 400, "数据包不能通过schema验证; ", lambda enterprise: enterprise.post(b"<nothing/>")),
    Gate("0999", 413, "其他格式错误; ", lambda enterprise: enterprise.post(b" " * 8_000_001)),
    Gate("2001", 400, "指定的接收方不存在; ", _elsewhere),
    Gate("2999", 404, "其他业务逻辑错误; ", _nowhere),
]
ELSEWHERE = {"3001": "tests/server/test_unwritable.py::test_a_full_disk_is_a_503_and_passes"}
"""ResponseCodes that other tests provoke over HTTP: their database has to fail first."""


class Shadow(NamedTuple):
    """A message that breaks the facet of the schema which shadows a code, and what CEB900 says of it."""

    facet: str
    info: str
    body: Callable[[Enterprise], bytes]


def _body(kind: str) -> Callable[[Enterprise], bytes]:
    def made(enterprise: Enterprise) -> bytes:
        document = delivery(enterprise.number()) if kind == "delivery" else enterprise.purchase()[kind]
        return message(document, dxp_id=enterprise.dxp_id)

    return made


def _without(body: Callable[[Enterprise], bytes], element: str) -> Callable[[Enterprise], bytes]:
    """Return a message without any element of a name."""

    def made(enterprise: Enterprise) -> bytes:
        text = body(enterprise).decode()
        left = re.sub(f"<ceb:{element}>.*?</ceb:{element}>\\s*", "", text, flags=re.DOTALL)
        assert left != text
        return left.encode()

    return made


def _times(body: Callable[[Enterprise], bytes], element: str, count: int) -> Callable[[Enterprise], bytes]:
    """Return a message in which an element stands so many times."""

    def made(enterprise: Enterprise) -> bytes:
        text = body(enterprise).decode()
        return re.sub(
            f"(<ceb:{element}>.*</ceb:{element}>)", lambda found: found[1] * count, text, count=1, flags=re.DOTALL
        ).encode()

    return made


def _refund(enterprise: Enterprise) -> bytes:
    """Return a refund, in the form of a cancellation with another root, head and a line."""
    text = cancel(enterprise).decode().replace("CEB623Message", "CEB625Message")
    listed = "<ceb:gnum>1</ceb:gnum><ceb:gcode>1901101000</ceb:gcode><ceb:gname>奶粉</ceb:gname>"
    listed += "<ceb:qty>1</ceb:qty><ceb:unit>140</ceb:unit>"
    text = text.replace("<ceb:InvtCancel>", "<ceb:InvtRefund><ceb:InvtRefundHead>")
    ends = f"</ceb:InvtRefundHead><ceb:InvtRefundList>{listed}</ceb:InvtRefundList></ceb:InvtRefund>"
    return text.replace("</ceb:InvtCancel>", ends).encode()


_ARRIVAL = """
<ceb:Delivery><ceb:DeliveryHead><ceb:guid>{guid}</ceb:guid><ceb:appType>1</ceb:appType>
<ceb:appTime>20261111120000</ceb:appTime><ceb:appStatus>2</ceb:appStatus><ceb:customsCode>5165</ceb:customsCode>
<ceb:operatorCode>4401960006</ceb:operatorCode><ceb:operatorName>南沙监管场所</ceb:operatorName>
<ceb:ieFlag>I</ceb:ieFlag><ceb:trafMode>4</ceb:trafMode><ceb:trafNo>2</ceb:trafNo><ceb:voyageNo>3</ceb:voyageNo>
<ceb:billNo>4</ceb:billNo><ceb:logisticsCode>4401960004</ceb:logisticsCode>
<ceb:logisticsName>速达物流</ceb:logisticsName></ceb:DeliveryHead>
<ceb:DeliveryList><ceb:gnum>1</ceb:gnum><ceb:logisticsNo>SD1</ceb:logisticsNo></ceb:DeliveryList></ceb:Delivery>
"""


def _arrival(enterprise: Enterprise) -> bytes:
    """Return a list of what has arrived, with root and tail of a cancellation."""
    text = cancel(enterprise).decode().replace("CEB623Message", "CEB711Message")
    made = _ARRIVAL.format(guid="A" * 36)
    return re.sub("<ceb:InvtCancel>.*</ceb:InvtCancel>", made, text, flags=re.DOTALL).encode()


def _missing(facet: str, body: Callable[[Enterprise], bytes], element: str) -> Shadow:
    return Shadow(facet, f"{element} 缺少必填项", _without(body, element))


def _many(facet: str, body: Callable[[Enterprise], bytes], element: str, most: int) -> Shadow:
    said = f"{element}[{most + 1}] 出现{most + 1}次，最多允许{most}个，请分批报送"
    return Shadow(facet, said, _times(body, element, most + 1))


SHADOWS = [
    _missing("Order.lines>=1", _body("order"), "OrderList"),
    _missing("CEB311Message.documents>=1", _body("order"), "Order"),
    _many("CEB311Message.documents<=100", _body("order"), "Order", 100),
    _missing("CEB411Message.documents>=1", _body("payment"), "Payment"),
    _many("CEB411Message.documents<=100", _body("payment"), "Payment", 100),
    _missing("CEB511Message.documents>=1", _body("waybill"), "Logistics"),
    _many("CEB511Message.documents<=100", _body("waybill"), "Logistics", 100),
    _missing("CEB513Message.documents>=1", _body("delivery"), "LogisticsStatus"),
    _many("CEB513Message.documents<=100", _body("delivery"), "LogisticsStatus", 100),
    _missing("Inventory.lines>=1", _body("inventory"), "InventoryList"),
    _many("CEB621Message.documents<=100", _body("inventory"), "Inventory", 100),
    _missing("CEB623Message.documents>=1", cancel, "InvtCancel"),
    _many("CEB623Message.documents<=100", cancel, "InvtCancel", 100),
    _missing("InvtCancel.reason>=1", cancel, "reason"),
    _missing("CEB625Message.documents>=1", _refund, "InvtRefund"),
    _missing("InvtRefund.lines>=1", _refund, "InvtRefundList"),
    _missing("Delivery.lines>=1", _arrival, "DeliveryList"),
    Shadow("CEB711Message.documents<=1", "Delivery[2] 重复出现，请删除多余的元素", _times(_arrival, "Delivery", 2)),
    Shadow("form", "报文不是合法的XML", lambda enterprise: enveloped(b"<broken", sender=enterprise.dxp_id)),
]

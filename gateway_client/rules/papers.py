"""The rules of order, payment, waybill and delivery: what is fixed in each, and what must add up."""

from typing import Any, Final

from gateway_client.rules.answers import SPEC, answers, only, place_of
from gateway_client.rules.kinds import Kind
from gateway_client.rules.moments import is_moment
from gateway_client.rules.money import agree, cents, total
from gateway_client.rules.rule import Confidence, Conflict, RuleBook, conflict
from gateway_client.wire.ceb.order import Order
from gateway_client.wire.ceb.waybill import LogisticsStatus

BOOK: Final = RuleBook()


@BOOK.rule("ORD-01", answers=answers(Kind.ORDER), source=f"{SPEC}, acturalPaid", confidence=Confidence.SPECIFICATION)
def amount_paid(order: Order) -> Conflict | None:
    """The acturalPaid must be goodsValue + freight + taxTotal - discount, to the cent."""
    head = order.head
    sum_of_parts = head.goods_value + head.freight + head.tax_total - head.discount
    if agree(head.actural_paid, sum_of_parts):
        return None
    expected = cents(sum_of_parts)
    return conflict(
        ("OrderHead.acturalPaid", head.actural_paid),
        ("OrderHead.goodsValue+freight+taxTotal-discount", expected),
        reason=f"实际支付金额[{head.actural_paid}]不等于商品价格+运杂费+代扣税款-非现金抵扣金额[{expected}]",
    )


@BOOK.rule(
    "ORD-02",
    answers=answers(Kind.ORDER),
    source="practice: goodsValue = sum of the lines",
    confidence=Confidence.PRACTICE,
)
def goods_value(order: Order) -> Conflict | None:
    """The goodsValue must be the sum of the lines' totalPrice, to the cent."""
    expected = total(line.total_price for line in order.lines)
    if agree(order.head.goods_value, expected):
        return None
    return conflict(
        ("OrderHead.goodsValue", order.head.goods_value),
        ("sum of OrderList.totalPrice", expected),
        reason=f"商品价格[{order.head.goods_value}]不等于表体商品总价之和[{expected}]",
    )


@BOOK.rule("ORD-03", answers=answers(Kind.ORDER), source=f"{SPEC}, orderType", confidence=Confidence.SPECIFICATION)
def order_type(order: Order) -> Conflict | None:
    """The orderType must be I (import)."""
    value = order.head.order_type
    return None if value == "I" else only("OrderHead", "orderType", value, "I")


@BOOK.rule("PAY-01", answers=answers(Kind.PAYMENT), source=f"{SPEC}, payerIdType", confidence=Confidence.SPECIFICATION)
def payer_id_type(payment: Any) -> Conflict | None:
    """The payerIdType must be 1 (resident identity card)."""
    value = payment.head.payer_id_type
    return None if value == "1" else only("PaymentHead", "payerIdType", value, "1")


@BOOK.rule("PAY-02", answers=answers(Kind.PAYMENT), source=f"{SPEC}, payTime", confidence=Confidence.SPECIFICATION)
def pay_time(payment: Any) -> Conflict | None:
    """The payTime must be a moment written YYYYMMDDhhmmss."""
    value = payment.head.pay_time
    return None if is_moment(value) else only("PaymentHead", "payTime", value, "YYYYMMDDhhmmss")


@BOOK.rule(
    "WAY-01",
    answers=answers(Kind.WAYBILL, Kind.INVENTORY),
    source=f"{SPEC}, packNo",
    confidence=Confidence.SPECIFICATION,
)
def pack_no(document: Any) -> Conflict | None:
    """The packNo must be 1: one parcel, one document."""
    value = document.head.pack_no
    return None if value == 1 else only(place_of(document), "packNo", value, "1")


@BOOK.rule(
    "DLV-01", answers=answers(Kind.DELIVERY), source=f"{SPEC}, logisticsStatus", confidence=Confidence.SPECIFICATION
)
def logistics_status(delivery: LogisticsStatus) -> Conflict | None:
    """The logisticsStatus must be S (signed for)."""
    value = delivery.logistics_status
    return None if value == "S" else only("LogisticsStatus", "logisticsStatus", value, "S")


@BOOK.rule(
    "DLV-02", answers=answers(Kind.DELIVERY), source=f"{SPEC}, logisticsTime", confidence=Confidence.SPECIFICATION
)
def logistics_time(delivery: LogisticsStatus) -> Conflict | None:
    """The logisticsTime must be a moment written YYYYMMDDhhmmss."""
    value = delivery.logistics_time
    return None if is_moment(value) else only("LogisticsStatus", "logisticsTime", value, "YYYYMMDDhhmmss")

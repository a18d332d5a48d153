"""The rules of the single document: order, payment, waybill, delivery and inventory, each on its own.

Fixed values and formulas of the specification (edition 202205). Amounts are rounded half up to the
cent before they are compared.
"""

import re
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

from gateway_client.rules.kinds import Kind, head_of, names_of
from gateway_client.rules.money import agree, cents, exact_product, product, total
from gateway_client.rules.rule import Confidence, Conflict, Refusal, RuleBook, all_conflicts, conflict
from gateway_client.wire.ceb.inventory import Inventory
from gateway_client.wire.ceb.order import Order
from gateway_client.wire.ceb.payment import Payment
from gateway_client.wire.ceb.waybill import Logistics, LogisticsStatus
from gateway_client.wire.record import camel

BOOK: Final = RuleBook()

PARAMETERS: Final = {
    Kind.ORDER: ("-301008", "订单[电商企业编码：{ebc_code},订单编号：{order_no}]报文校验失败:{reason}"),
    Kind.PAYMENT: ("-401009", "参数校验不通过，[paymentHead,payment]"),
    Kind.WAYBILL: ("-504011", "参数校验不通过，{reason}"),
    Kind.DELIVERY: ("-505011", "参数校验不通过"),
    Kind.INVENTORY: ("-621001", "清单[电商企业编码：{ebc_code},订单编号：{order_no}]报文校验失败:{reason}"),
    Kind.CANCEL: ("-623001", '报文校验失败，[{reason}]"'),  # with the quotation mark of the table
    Kind.RETURN: ("-625001", "退货申请单报文校验失败，[{reason}]"),
    Kind.ARRIVAL: ("-800001", "校验不通过，[{reason}]"),
}
"""How the port refuses a document whose content is wrong in itself (table 7-2, texts as received)."""

_ALL: Final = PARAMETERS
_PRICED: Final = {kind: PARAMETERS[kind] for kind in (Kind.ORDER, Kind.PAYMENT, Kind.WAYBILL, Kind.INVENTORY)}
_BUYERS: Final = {kind: PARAMETERS[kind] for kind in (Kind.ORDER, Kind.INVENTORY, Kind.CANCEL, Kind.RETURN)}
_IMPORTS: Final = {kind: PARAMETERS[kind] for kind in (Kind.INVENTORY, Kind.ARRIVAL)}
_LINED: Final = {kind: PARAMETERS[kind] for kind in (Kind.ORDER, Kind.INVENTORY)}
_SPEC: Final = "specification 202205"


def refusals(kind: Kind, document: Any, *, only_sourced: bool = False) -> list[Refusal]:
    """Return everything that a document's own rules object to, in the rules' order; at will no assumed ones."""
    conflicts = all_conflicts(BOOK.for_kind(kind, only_sourced=only_sourced), document)
    names = names_of(kind, head_of(document)) if conflicts else {}
    return [rule.refuse(kind, found, names) for rule, found in conflicts]


def _only(kind: str, field: str, value: object, allowed: str) -> Conflict:
    return conflict(
        (f"{kind}.{field}", value), ("allowed", allowed), reason=f"{field}填写[{value}]不正确,应为[{allowed}]"
    )


def _head(document: Any) -> str:
    name: str = type(head_of(document)).table.name
    return name


@lru_cache(maxsize=1000)
def _is_day(value: str) -> bool:
    try:
        date(int(value[:4]), int(value[4:6]), int(value[6:]))
    except ValueError:
        return False
    return True


_MOMENT: Final = re.compile("[0-9]{8}(?:[01][0-9]|2[0-3])[0-5][0-9][0-5][0-9]")


def _is_moment(value: str) -> bool:
    """Is it YYYYMMDDhhmmss? Days repeat, so their calendar is looked up once."""
    return _MOMENT.fullmatch(value) is not None and _is_day(value[:8])


@BOOK.rule("DOC-01", answers=_ALL, source=f"{_SPEC}, appStatus", confidence=Confidence.SPECIFICATION)
def app_status(document: Any) -> Conflict | None:
    """The appStatus must be 2 (declared) or 1 (stored at the port until it is declared)."""
    value = head_of(document).app_status
    return None if value in ("1", "2") else _only(_head(document), "appStatus", value, "1, 2")


@BOOK.rule("DOC-02", answers=_ALL, source=f"{_SPEC}, appTime", confidence=Confidence.SPECIFICATION)
def app_time(document: Any) -> Conflict | None:
    """The appTime must be a moment written YYYYMMDDhhmmss."""
    value = head_of(document).app_time
    return None if _is_moment(value) else _only(_head(document), "appTime", value, "YYYYMMDDhhmmss")


@BOOK.rule("DOC-03", answers=_PRICED, source=f"{_SPEC}, currency", confidence=Confidence.SPECIFICATION)
def currency(document: Any) -> Conflict | None:
    """The currency must be 142 (CNY), in the head and in every line."""
    if document.head.currency != "142":
        return _only(_head(document), "currency", document.head.currency, "142")
    for line in getattr(document, "lines", ()):
        if line.currency != "142":
            return _only(f"{type(line).table.name}[gnum={line.gnum}]", "currency", line.currency, "142")
    return None


@BOOK.rule("DOC-04", answers=_BUYERS, source=f"{_SPEC}, buyerIdType", confidence=Confidence.SPECIFICATION)
def buyer_id_type(document: Any) -> Conflict | None:
    """The buyerIdType must be 1 (resident identity card)."""
    value = head_of(document).buyer_id_type
    return None if value == "1" else _only(_head(document), "buyerIdType", value, "1")


@BOOK.rule("DOC-05", answers=_LINED, source=f"{_SPEC}, totalPrice", confidence=Confidence.SPECIFICATION)
def line_total(document: Any) -> Conflict | None:
    """Each line's totalPrice must be its qty times its price, to the cent."""
    for line in document.lines:
        if not agree(line.total_price, exact_product(line.qty, line.price)):
            place = f"{type(line).table.name}[gnum={line.gnum}]"
            expected = product(line.qty, line.price)
            return conflict(
                (f"{place}.totalPrice", line.total_price),
                (f"{place}.qty×price", expected),
                reason=f"第[{line.gnum}]项商品总价[{line.total_price}]不等于单价乘以数量[{expected}]",
            )
    return None


_DOUBLE_GNUM: Final = {
    Kind.ORDER: ("-301002", "订单商品信息内有重复商品序号"),
    Kind.INVENTORY: ("-621027", "请确认表体gnum无重复！"),
    Kind.RETURN: PARAMETERS[Kind.RETURN],
    Kind.ARRIVAL: PARAMETERS[Kind.ARRIVAL],
}


@BOOK.rule("DOC-06", answers=_DOUBLE_GNUM, source="table 7-2", confidence=Confidence.SPECIFICATION)
def gnum_unique(document: Any) -> Conflict | None:
    """No two lines of a document may have the same gnum."""
    numbers = [line.gnum for line in document.lines]
    if len(set(numbers)) == len(numbers):
        return None
    double = next(n for n in numbers if numbers.count(n) > 1)
    name = type(document.lines[0]).table.name
    places = [place for place, n in enumerate(numbers, 1) if n == double]
    sides = ((f"{name}[{place}].gnum", double) for place in places[:2])
    return conflict(*sides, reason=f"表体gnum[{double}]重复")


_NOTHING: Final = Decimal(0)
_AMOUNTS: Final[dict[type, tuple[str, ...]]] = {
    Order: ("goods_value", "freight", "discount", "tax_total", "actural_paid"),
    Payment: ("amount_paid",),
    Logistics: ("freight", "insured_fee", "weight"),
    Inventory: ("freight", "insured_fee", "gross_weight", "net_weight"),
}


@BOOK.rule(
    "DOC-07",
    answers={kind: PARAMETERS[kind] for kind in (Kind.ORDER, Kind.PAYMENT, Kind.WAYBILL, Kind.INVENTORY)},
    source="practice: checks of another simulator; negative amounts would give quota back",
    confidence=Confidence.ASSUMED,
)
def not_negative(document: Any) -> Conflict | None:
    """Quantities must be above 0, prices, amounts and weights not below: a gift costs 0, nothing costs less."""
    head = document.head
    for attr in _AMOUNTS[type(document)]:
        value = getattr(head, attr)
        if value is not None and value < _NOTHING:
            return _below(_head(document), camel(attr), value, "不能为负数")
    for line in getattr(document, "lines", ()):
        if line.qty > _NOTHING and line.price >= _NOTHING and line.total_price >= _NOTHING:
            continue
        place = f"{type(line).table.name}[gnum={line.gnum}]"
        if line.qty <= 0:
            return _below(place, "qty", line.qty, "应大于0")
        name, value = ("price", line.price) if line.price < 0 else ("totalPrice", line.total_price)
        return _below(place, name, value, "不能为负数")
    return None


def _below(place: str, field: str, value: object, must: str) -> Conflict:
    return conflict((f"{place}.{field}", value), ("least", "0"), reason=f"{field}填写[{value}]不正确,{must}")


_ORDER: Final = {Kind.ORDER: PARAMETERS[Kind.ORDER]}
_PAYMENT: Final = {Kind.PAYMENT: PARAMETERS[Kind.PAYMENT]}
_DELIVERY: Final = {Kind.DELIVERY: PARAMETERS[Kind.DELIVERY]}
_INVENTORY: Final = {Kind.INVENTORY: PARAMETERS[Kind.INVENTORY]}
_PACKED: Final = {kind: PARAMETERS[kind] for kind in (Kind.WAYBILL, Kind.INVENTORY)}


@BOOK.rule("ORD-01", answers=_ORDER, source=f"{_SPEC}, acturalPaid", confidence=Confidence.SPECIFICATION)
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


@BOOK.rule("ORD-02", answers=_ORDER, source="practice: goodsValue = sum of the lines", confidence=Confidence.PRACTICE)
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


@BOOK.rule("ORD-03", answers=_ORDER, source=f"{_SPEC}, orderType", confidence=Confidence.SPECIFICATION)
def order_type(order: Order) -> Conflict | None:
    """The orderType must be I (import)."""
    value = order.head.order_type
    return None if value == "I" else _only("OrderHead", "orderType", value, "I")


@BOOK.rule("PAY-01", answers=_PAYMENT, source=f"{_SPEC}, payerIdType", confidence=Confidence.SPECIFICATION)
def payer_id_type(payment: Any) -> Conflict | None:
    """The payerIdType must be 1 (resident identity card)."""
    value = payment.head.payer_id_type
    return None if value == "1" else _only("PaymentHead", "payerIdType", value, "1")


@BOOK.rule("PAY-02", answers=_PAYMENT, source=f"{_SPEC}, payTime", confidence=Confidence.SPECIFICATION)
def pay_time(payment: Any) -> Conflict | None:
    """The payTime must be a moment written YYYYMMDDhhmmss."""
    value = payment.head.pay_time
    return None if _is_moment(value) else _only("PaymentHead", "payTime", value, "YYYYMMDDhhmmss")


@BOOK.rule("WAY-01", answers=_PACKED, source=f"{_SPEC}, packNo", confidence=Confidence.SPECIFICATION)
def pack_no(document: Any) -> Conflict | None:
    """The packNo must be 1: one parcel, one document."""
    value = document.head.pack_no
    return None if value == 1 else _only(_head(document), "packNo", value, "1")


@BOOK.rule("DLV-01", answers=_DELIVERY, source=f"{_SPEC}, logisticsStatus", confidence=Confidence.SPECIFICATION)
def logistics_status(delivery: LogisticsStatus) -> Conflict | None:
    """The logisticsStatus must be S (signed for)."""
    value = delivery.logistics_status
    return None if value == "S" else _only("LogisticsStatus", "logisticsStatus", value, "S")


@BOOK.rule("DLV-02", answers=_DELIVERY, source=f"{_SPEC}, logisticsTime", confidence=Confidence.SPECIFICATION)
def logistics_time(delivery: LogisticsStatus) -> Conflict | None:
    """The logisticsTime must be a moment written YYYYMMDDhhmmss."""
    value = delivery.logistics_time
    return None if _is_moment(value) else _only("LogisticsStatus", "logisticsTime", value, "YYYYMMDDhhmmss")


@BOOK.rule("INV-01", answers=_IMPORTS, source=f"{_SPEC}, ieFlag", confidence=Confidence.SPECIFICATION)
def ie_flag(document: Any) -> Conflict | None:
    """The ieFlag must be I (import)."""
    value = document.head.ie_flag
    return None if value == "I" else _only(_head(document), "ieFlag", value, "I")


@BOOK.rule("INV-02", answers=_INVENTORY, source=f"{_SPEC}, tradeMode", confidence=Confidence.SPECIFICATION)
def trade_mode(inventory: Inventory) -> Conflict | None:
    """The tradeMode must be 9610 (direct) or 1210 (bonded)."""
    value = inventory.head.trade_mode
    return None if value in ("9610", "1210") else _only("InventoryHead", "tradeMode", value, "9610, 1210")


@BOOK.rule("INV-03", answers=_INVENTORY, source="receipts of real systems", confidence=Confidence.PRACTICE)
def no_pre_no(inventory: Inventory) -> Conflict | None:
    """A new inventory must not carry a preNo: the electronic port gives it."""
    head = inventory.head
    if head.app_type != "1" or not head.pre_no:
        return None
    return conflict(("InventoryHead.preNo", head.pre_no), ("allowed", ""), reason="预录入编号(preNo)应由电子口岸生成")


@BOOK.rule(
    "RET-01",
    answers={Kind.RETURN: PARAMETERS[Kind.RETURN]},
    source=f"{_SPEC}, InvtRefundList.qty",
    confidence=Confidence.SPECIFICATION,
)
def return_qty(document: Any) -> Conflict | None:
    """What goes back must be more than nothing."""
    for line in document.lines:
        if line.qty <= _NOTHING:
            return _below(f"InvtRefundList[gnum={line.gnum}]", "qty", line.qty, "应大于0")
    return None

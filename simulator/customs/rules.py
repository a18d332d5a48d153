"""Customs' rules: do order, payment, waybill and inventory agree, and may this person still buy?

Every refusal is the inventory's (CEB622, status 100). The first rule that objects words the receipt;
the verdict keeps what all of them said.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from gateway_client.facts.limits import limits_on
from gateway_client.facts.rates import RateTable
from gateway_client.rules.kinds import Kind, names_of
from gateway_client.rules.money import agree, cents, grouped
from gateway_client.rules.rule import Confidence, Conflict, Refusal, RuleBook, all_conflicts, conflict
from gateway_client.rules.tax import tax_of
from gateway_client.wire.ceb.inventory import Inventory, InventoryList
from gateway_client.wire.ceb.order import Order, OrderList
from gateway_client.wire.ceb.payment import Payment
from gateway_client.wire.ceb.waybill import Logistics
from simulator.charging import amount_of, taken

BOOK: Final = RuleBook()


@dataclass(frozen=True, slots=True)
class Case:
    """A purchase before customs: its four documents, the day, and what the buyer has used this year.

    ``used`` is in yuan; ``None`` leaves the yearly limit out, where no history is at hand. ``surplus`` has what
    the account book says of each line that a bonded inventory takes from it, by emsNo and itemRecordNo, ``None``
    for a line that it does not have; without any book it is ``None`` itself. ``rates`` are those by which taxTotal
    is looked at, ``None`` where nobody does.
    """

    inventory: Inventory
    order: Order
    payment: Payment
    waybill: Logistics
    day: date
    used: Decimal | None
    surplus: Mapping[tuple[str, str], Decimal | None] | None = None
    rates: RateTable | None = None


def refusals(case: Case, *, only_sourced: bool = False) -> list[Refusal]:
    """Return everything that customs objects to, in the rules' order."""
    found = all_conflicts(BOOK.for_kind(Kind.INVENTORY, only_sourced=only_sourced), case)
    names = names_of(Kind.INVENTORY, case.inventory.head) if found else {}
    return [rule.refuse(Kind.INVENTORY, conflict_, names) for rule, conflict_ in found]


def _text(text: str) -> dict[Kind, tuple[str, str]]:
    return {Kind.INVENTORY: ("100", text)}


@BOOK.rule(
    "CUS-01",
    official="13035",
    answers=_text("[Code:13035;Desc:支付企业不一致]"),
    source="test data of a declaration system",
    confidence=Confidence.PRACTICE,
)
def payment_enterprise(case: Case) -> Conflict | None:
    """The payment must come from the payment enterprise that the order names."""
    named, paid = case.order.head.pay_code, case.payment.head.pay_code
    if not named or named == paid:
        return None
    return conflict(("OrderHead.payCode", named), ("PaymentHead.payCode", paid))


@BOOK.rule(
    "CUS-02",
    official="1327",
    answers=_text("[Code:1327;Desc:订单购买人与支付单支付人名字或身份证号码不一致]"),
    source="test data of a declaration system",
    confidence=Confidence.PRACTICE,
)
def buyer_is_payer(case: Case) -> Conflict | None:
    """The buyer of the order must be the payer: same name and same identity number."""
    order, payment = case.order.head, case.payment.head
    if order.buyer_name != payment.payer_name:
        return conflict(("OrderHead.buyerName", order.buyer_name), ("PaymentHead.payerName", payment.payer_name))
    if order.buyer_id_number != payment.payer_id_number:
        return conflict(
            ("OrderHead.buyerIdNumber", order.buyer_id_number),
            ("PaymentHead.payerIdNumber", payment.payer_id_number),
        )
    return None


@BOOK.rule(
    "CUS-03",
    official="1332",
    answers=_text(
        "[Code:1332;Desc:支付单支付金额与订单支付金额不一致],"
        "[OrderHead.acturalPaid:{paid},PaymentHead.amountPaid{amount}]"
    ),
    source="receipt pasted into test data (without the second colon); specification 202205, acturalPaid",
    confidence=Confidence.TWO_SOURCES,
)
def amounts_agree(case: Case) -> Conflict | None:
    """The amountPaid of the payment must be the acturalPaid of the order, to the cent."""
    paid, amount = case.order.head.actural_paid, case.payment.head.amount_paid
    if cents(paid) == cents(amount):
        return None
    return conflict(("OrderHead.acturalPaid", paid), ("PaymentHead.amountPaid", amount), paid=paid, amount=amount)


@BOOK.rule(
    "CUS-04",
    official="1320",
    answers=_text(
        "[Code:1320;Desc:清单表体商品项与订单表体商品项的项数不一致],"
        "[InventoryHead.orderNo:{order_no},OrderHead.orderNo:{order_no}]"
    ),
    source="receipt pasted into test data",
    confidence=Confidence.PRACTICE,
)
def line_counts(case: Case) -> Conflict | None:
    """Inventory and order must have the same number of lines."""
    ours, theirs = len(case.inventory.lines), len(case.order.lines)
    return None if ours == theirs else conflict(("lines of Inventory", ours), ("lines of Order", theirs))


@BOOK.rule(
    "CUS-05",
    official="1322",
    answers=_text("[Code:1322;Desc:订单清单表体商品项不一致]"),
    source="test data of a declaration system; specification 202205, InventoryList.gnum and gname",
    confidence=Confidence.TWO_SOURCES,
)
def lines_agree(case: Case) -> Conflict | None:
    """The lines must agree by gnum: name, quantity, unit, price, total and country of origin."""
    if len(case.inventory.lines) != len(case.order.lines):
        return None
    ordered = {line.gnum: line for line in case.order.lines}
    for line in case.inventory.lines:
        theirs = ordered.get(line.gnum)
        if theirs is None:
            return conflict(("InventoryList.gnum", line.gnum), ("OrderList.gnum", ", ".join(map(str, ordered))))
        if differing := _differing(line, theirs):
            return differing
    return None


def _differing(ours: InventoryList, theirs: OrderList) -> Conflict | None:
    pairs = (
        ("gname", ours.gname, "itemName", theirs.item_name),
        ("qty", ours.qty, "qty", theirs.qty),
        ("unit", ours.unit, "unit", theirs.unit),
        ("price", ours.price, "price", theirs.price),
        ("totalPrice", ours.total_price, "totalPrice", theirs.total_price),
        ("country", ours.country, "country", theirs.country),
    )
    for our_name, our_value, their_name, their_value in pairs:
        if our_value != their_value:
            return conflict(
                (f"InventoryList[gnum={ours.gnum}].{our_name}", our_value),
                (f"OrderList[gnum={theirs.gnum}].{their_name}", their_value),
            )
    return None


@BOOK.rule(
    "CUS-06",
    official="13127",
    answers=_text("[Code:13127;Desc:清单上的订购人姓名与订单上的订购人姓名不一致]"),
    source="receipt pasted into test data",
    confidence=Confidence.PRACTICE,
)
def buyer_name(case: Case) -> Conflict | None:
    """The buyer's name must be the same on inventory and order."""
    ours, theirs = case.inventory.head.buyer_name, case.order.head.buyer_name
    return None if ours == theirs else conflict(("InventoryHead.buyerName", ours), ("OrderHead.buyerName", theirs))


@BOOK.rule(
    "CUS-07",
    official="130126",
    answers=_text("[Code:130126;Desc:清单上的订购人电话号码与订单上的订购人电话号码不一致]"),
    source="receipt pasted into test data",
    confidence=Confidence.PRACTICE,
)
def buyer_telephone(case: Case) -> Conflict | None:
    """The buyer's telephone must be the same on inventory and order."""
    ours, theirs = case.inventory.head.buyer_telephone, case.order.head.buyer_telephone
    if ours == theirs:
        return None
    return conflict(("InventoryHead.buyerTelephone", ours), ("OrderHead.buyerTelephone", theirs))


@BOOK.rule(
    "CUS-08",
    official="1300",
    answers=_text("[Code:1300;Desc:人工退单，订购人身份证号码有误]"),
    source="text from test data; that it answers this difference is assumed",
    confidence=Confidence.ASSUMED,
)
def buyer_id_number(case: Case) -> Conflict | None:
    """The buyer's identity number must be the same on inventory and order."""
    ours, theirs = case.inventory.head.buyer_id_number, case.order.head.buyer_id_number
    if ours == theirs:
        return None
    return conflict(("InventoryHead.buyerIdNumber", ours), ("OrderHead.buyerIdNumber", theirs))


@BOOK.rule(
    "CUS-09",
    official="1300",
    answers=_text("[Code:1300;Desc:人工退单，订单与运单的{what}不一致]"),
    source="specification 202205: consignee, telephone and address must equal the waybill's; code assumed",
    confidence=Confidence.ASSUMED,
)
def consignee(case: Case) -> Conflict | None:
    """Consignee, telephone and address of the order must be those of the waybill."""
    order, waybill = case.order.head, case.waybill.head
    pairs = (
        ("收货人姓名", "consignee", order.consignee, waybill.consignee),
        ("收货人电话", "consigneeTelephone", order.consignee_telephone, waybill.consignee_telephone),
        ("收货地址", "consigneeAddress", order.consignee_address, waybill.consignee_address),
    )
    for what, name, ours, theirs in pairs:
        if ours != theirs:
            return conflict((f"OrderHead.{name}", ours), (f"LogisticsHead.{name}", theirs), what=what)
    return None


@BOOK.rule(
    "CUS-10",
    official="1300",
    answers=_text("[Code:1300;Desc:人工退单，运单的订单编号与清单的订单编号不一致]"),
    source="specification 202205, LogisticsHead.orderNo; code and text assumed",
    confidence=Confidence.ASSUMED,
)
def waybill_of_order(case: Case) -> Conflict | None:
    """The waybill must have been declared for the inventory's order."""
    ours, theirs = case.inventory.head.order_no, case.waybill.head.order_no
    return None if ours == theirs else conflict(("InventoryHead.orderNo", ours), ("LogisticsHead.orderNo", theirs))


@BOOK.rule(
    "CUS-12",
    official="1300",
    answers=_text("[Code:1300;Desc:人工退单，清单的电商企业与订单的电商企业不一致]"),
    source="specification 202205: the inventory is keyed by ebcCode and orderNo; code and text assumed",
    confidence=Confidence.ASSUMED,
)
def retailer(case: Case) -> Conflict | None:
    """The retailer must be the same on inventory and order: one purchase is declared once."""
    ours, theirs = case.inventory.head.ebc_code, case.order.head.ebc_code
    return None if ours == theirs else conflict(("InventoryHead.ebcCode", ours), ("OrderHead.ebcCode", theirs))


@BOOK.rule(
    "CUS-11",
    official="1313",
    answers=_text(
        "[Code:1313;Desc:订购人购买超过年度限额,超过个人年度购买额度;totalPrice：{total} > limitPrice: {limit};]"
    ),
    source="财关税〔2018〕49 and its forerunner; receipt pasted into test data",
    confidence=Confidence.TWO_SOURCES,
)
def yearly_limit(case: Case) -> Conflict | None:
    """With this purchase the buyer must not exceed the yearly limit of a person."""
    limit = limits_on(case.day).yearly
    if limit is None or case.used is None:
        return None
    after = case.used + amount_of(case.inventory)
    if after <= limit:
        return None
    return conflict(
        ("used this year + sum of InventoryList.totalPrice", after),
        ("yearly limit", limit),
        total=grouped(after),
        limit=grouped(limit),
    )


@BOOK.rule(
    "CUS-13",
    official="1300",
    answers=_text("[Code:1300;Desc:人工退单，账册[{ems_no}]料号[{item}]的余量不足]"),
    source="practice: surplus = actlIncQty - actlRedcQty - prevdRedcQty; code and text assumed",
    confidence=Confidence.ASSUMED,
)
def surplus(case: Case) -> Conflict | None:
    """A bonded inventory may take no more from a line of the account book than its surplus, once there are books."""
    if case.surplus is None:
        return None
    for (ems_no, item), qty in taken(case.inventory).items():
        left = case.surplus.get((ems_no, item))
        if left is None or qty > left:
            return conflict(
                (f"sum of InventoryList[itemRecordNo={item}].qty", qty),
                (f"surplus of {item} in {ems_no}", "no such line" if left is None else left),
                ems_no=ems_no,
                item=item,
            )
    return None


@BOOK.rule(
    "CUS-14",
    official="1300",
    answers=_text(
        "[Code:1300;Desc:人工退单，订单代扣税款与应征税款不一致],[OrderHead.taxTotal:{declared},应征税款:{owed}]"
    ),
    source="财关税〔2016〕18: the platform withholds the tax; where it is rounded, code and text are assumed",
    confidence=Confidence.ASSUMED,
)
def tax_withheld(case: Case) -> Conflict | None:
    """The order's taxTotal must be the tax that the inventory owes on its day of acceptance, to the cent."""
    if case.rates is None:
        return None
    declared, owed = case.order.head.tax_total, tax_of(case.inventory, case.day, case.rates).total
    if agree(declared, owed):
        return None
    return conflict(("OrderHead.taxTotal", declared), ("tax owed", owed), declared=declared, owed=owed)

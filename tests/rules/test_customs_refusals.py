"""Customs refuses an inventory whose papers disagree: official code and text, and both values that disagree."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any, NamedTuple

import pytest

from tests.enterprise import Enterprise
from tests.purchases import changed, relined

Documents = dict[str, Any]


class Case(NamedTuple):
    change: Callable[[Documents], Any]
    kind: str
    info: str
    rule: str
    official: str
    values: list[tuple[str, str]]


def head(kind: str, **values: Any) -> tuple[Callable[[Documents], Any], str]:
    return (lambda documents: changed(documents[kind], **values)), kind


def line(kind: str, gnum: int, /, **values: Any) -> tuple[Callable[[Documents], Any], str]:
    return (lambda documents: relined(documents[kind], gnum, **values)), kind


def without_last_line(kind: str) -> tuple[Callable[[Documents], Any], str]:
    return (lambda documents: documents[kind].changed(lines=documents[kind].lines[:-1])), kind


_UNEQUAL_LINES = "[Code:1322;Desc:订单清单表体商品项不一致]"
_NOT_THE_PAYER = "[Code:1327;Desc:订单购买人与支付单支付人名字或身份证号码不一致]"

CASES = {
    "retailer": Case(
        *head("order", ebc_code="4401960007"),
        "[Code:1300;Desc:人工退单，清单的电商企业与订单的电商企业不一致]",
        "CUS-12",
        "1300",
        [("InventoryHead.ebcCode", "4401960002"), ("OrderHead.ebcCode", "4401960007")],
    ),
    "payment enterprise": Case(
        *head("payment", pay_code="4401960009"),
        "[Code:13035;Desc:支付企业不一致]",
        "CUS-01",
        "13035",
        [("OrderHead.payCode", "4401960003"), ("PaymentHead.payCode", "4401960009")],
    ),
    "payer's name": Case(
        *head("payment", payer_name="李娜"),
        _NOT_THE_PAYER,
        "CUS-02",
        "1327",
        [("OrderHead.buyerName", "张伟"), ("PaymentHead.payerName", "李娜")],
    ),
    "payer's identity number": Case(
        *head("payment", payer_id_number="440106197001010014"),
        _NOT_THE_PAYER,
        "CUS-02",
        "1327",
        [("OrderHead.buyerIdNumber", "{buyer}"), ("PaymentHead.payerIdNumber", "440106197001010014")],
    ),
    "amount": Case(
        *head("payment", amount_paid=Decimal("286.36")),
        "[Code:1332;Desc:支付单支付金额与订单支付金额不一致],"
        "[OrderHead.acturalPaid:286.35,PaymentHead.amountPaid286.36]",
        "CUS-03",
        "1332",
        [("OrderHead.acturalPaid", "286.35"), ("PaymentHead.amountPaid", "286.36")],
    ),
    "number of lines": Case(
        *without_last_line("inventory"),
        "[Code:1320;Desc:清单表体商品项与订单表体商品项的项数不一致],"
        "[InventoryHead.orderNo:{no},OrderHead.orderNo:{no}]",
        "CUS-04",
        "1320",
        [("lines of Inventory", "1"), ("lines of Order", "2")],
    ),
    "name of goods": Case(
        *line("inventory", 2, gname="奶粉9段"),
        _UNEQUAL_LINES,
        "CUS-05",
        "1322",
        [("InventoryList[gnum=2].gname", "奶粉9段"), ("OrderList[gnum=2].itemName", "奶粉2段")],
    ),
    "quantity": Case(
        *line("inventory", 1, qty=Decimal(3), total_price=Decimal("297.00")),
        _UNEQUAL_LINES,
        "CUS-05",
        "1322",
        [("InventoryList[gnum=1].qty", "3"), ("OrderList[gnum=1].qty", "2")],
    ),
    "unit": Case(
        *line("inventory", 1, unit="142"),
        _UNEQUAL_LINES,
        "CUS-05",
        "1322",
        [("InventoryList[gnum=1].unit", "142"), ("OrderList[gnum=1].unit", "140")],
    ),
    "price": Case(
        *line("inventory", 1, price=Decimal("98.00"), total_price=Decimal("196.00")),
        _UNEQUAL_LINES,
        "CUS-05",
        "1322",
        [("InventoryList[gnum=1].price", "98.00"), ("OrderList[gnum=1].price", "99.00")],
    ),
    "total of a line": Case(
        *line("inventory", 1, total_price=Decimal("198.001")),
        _UNEQUAL_LINES,
        "CUS-05",
        "1322",
        [("InventoryList[gnum=1].totalPrice", "198.001"), ("OrderList[gnum=1].totalPrice", "198.00")],
    ),
    "country of origin": Case(
        *line("inventory", 1, country="601"),
        _UNEQUAL_LINES,
        "CUS-05",
        "1322",
        [("InventoryList[gnum=1].country", "601"), ("OrderList[gnum=1].country", "304")],
    ),
    "buyer's name": Case(
        *head("inventory", buyer_name="李娜"),
        "[Code:13127;Desc:清单上的订购人姓名与订单上的订购人姓名不一致]",
        "CUS-06",
        "13127",
        [("InventoryHead.buyerName", "李娜"), ("OrderHead.buyerName", "张伟")],
    ),
    "buyer's telephone": Case(
        *head("inventory", buyer_telephone="13900139000"),
        "[Code:130126;Desc:清单上的订购人电话号码与订单上的订购人电话号码不一致]",
        "CUS-07",
        "130126",
        [("InventoryHead.buyerTelephone", "13900139000"), ("OrderHead.buyerTelephone", "13800138000")],
    ),
    "buyer's identity number": Case(
        *head("inventory", buyer_id_number="440106197001010022"),
        "[Code:1300;Desc:人工退单，订购人身份证号码有误]",
        "CUS-08",
        "1300",
        [("InventoryHead.buyerIdNumber", "440106197001010022"), ("OrderHead.buyerIdNumber", "{buyer}")],
    ),
    "consignee": Case(
        *head("waybill", consignee="李娜"),
        "[Code:1300;Desc:人工退单，订单与运单的收货人姓名不一致]",
        "CUS-09",
        "1300",
        [("OrderHead.consignee", "张伟"), ("LogisticsHead.consignee", "李娜")],
    ),
    "consignee's telephone": Case(
        *head("waybill", consignee_telephone="13900139000"),
        "[Code:1300;Desc:人工退单，订单与运单的收货人电话不一致]",
        "CUS-09",
        "1300",
        [("OrderHead.consigneeTelephone", "13800138000"), ("LogisticsHead.consigneeTelephone", "13900139000")],
    ),
    "consignee's address": Case(
        *head("waybill", consignee_address="北京市朝阳区建国路1号"),
        "[Code:1300;Desc:人工退单，订单与运单的收货地址不一致]",
        "CUS-09",
        "1300",
        [
            ("OrderHead.consigneeAddress", "广东省广州市南沙区进港大道8号"),
            ("LogisticsHead.consigneeAddress", "北京市朝阳区建国路1号"),
        ],
    ),
    "another order's waybill": Case(
        *head("waybill", order_no="SOMEBODY-ELSES"),
        "[Code:1300;Desc:人工退单，运单的订单编号与清单的订单编号不一致]",
        "CUS-10",
        "1300",
        [("InventoryHead.orderNo", "{no}"), ("LogisticsHead.orderNo", "SOMEBODY-ELSES")],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_papers_that_disagree_are_refused(enterprise: Enterprise, name: str) -> None:
    case = CASES[name]
    documents = enterprise.purchase()
    names = {"no": enterprise.number(), "buyer": documents["order"].head.buyer_id_number}
    documents[case.kind] = case.change(documents)
    enterprise.send_all(documents)
    (two, _), *rest = enterprise.statuses()
    assert (two, rest) == ("2", [("100", case.info.format_map(names))])
    history = enterprise.history(ebpCode="4401960001")
    assert history["state"] == "refused"
    verdict = history["verdicts"][0]
    assert (verdict["document"], verdict["rule"], verdict["code"]) == ("inventory", case.rule, case.official)
    assert (verdict["status"], verdict["returnInfo"]) == ("100", case.info.format_map(names))
    said = [(value["path"], value["value"]) for value in verdict["values"]]
    assert said == [(path, value.format_map(names)) for path, value in case.values]
    assert verdict["source"]
    assert verdict["confidence"] in {"specification", "two sources", "practice", "assumed"}


def test_lines_are_compared_by_number_not_by_place(enterprise: Enterprise) -> None:
    documents = enterprise.purchase()
    inventory = documents["inventory"]
    documents["inventory"] = inventory.changed(lines=tuple(reversed(inventory.lines)))
    enterprise.send_all(documents)
    assert [status for status, _ in enterprise.statuses()] == ["2", "120", "800"]


def test_equal_amounts_may_be_written_differently(enterprise: Enterprise) -> None:
    documents = enterprise.purchase()
    documents["payment"] = changed(documents["payment"], amount_paid=Decimal("286.35000"))
    documents["inventory"] = relined(documents["inventory"], 1, qty=Decimal("2.0"), price=Decimal("99"))
    enterprise.send_all(documents)
    assert [status for status, _ in enterprise.statuses()] == ["2", "120", "800"]


def test_an_order_without_a_payment_enterprise_takes_any(enterprise: Enterprise) -> None:
    documents = enterprise.purchase()
    documents["order"] = changed(documents["order"], pay_code=None, pay_name=None, pay_transaction_id=None)
    documents["payment"] = changed(documents["payment"], pay_code="4401960009")
    enterprise.send_all(documents)
    assert [status for status, _ in enterprise.statuses()] == ["2", "120", "800"]


def test_all_that_is_wrong_is_told_the_first_words_the_receipt(enterprise: Enterprise) -> None:
    documents = enterprise.purchase()
    documents["payment"] = changed(documents["payment"], pay_code="4401960009", payer_name="李娜")
    documents["waybill"] = changed(documents["waybill"], consignee="李娜")
    enterprise.send_all(documents)
    assert enterprise.statuses()[-1] == ("100", "[Code:13035;Desc:支付企业不一致]")
    assert [verdict["rule"] for verdict in enterprise.history()["verdicts"]] == ["CUS-01", "CUS-02", "CUS-09"]

"""What the port refuses in a single document: status and text, word for word, and both values."""

from decimal import Decimal
from typing import Any, NamedTuple

import pytest

from tests.enterprise import Enterprise
from tests.purchases import changed, direct, relined

RECEIPTS = {
    "order": "CEB312Message",
    "payment": "CEB412Message",
    "waybill": "CEB512Message",
    "inventory": "CEB622Message",
}
_ORDER = "订单[电商企业编码：4401960002,订单编号：{no}]报文校验失败:"
_PAYMENT = "参数校验不通过，[paymentHead,payment]"
_WAYBILL = "参数校验不通过，"
_INVENTORY = "清单[电商企业编码：4401960002,订单编号：{no}]报文校验失败:"
_STORED = "appStatus填写[1]为暂存,暂不支持,请填写[2]申报"


class Case(NamedTuple):
    kind: str
    values: dict[str, Any]
    status: str
    info: str
    rule: str
    said: list[str]
    line: int = 0


CASES = [
    Case("order", {"app_status": "1"}, "-301008", _ORDER + _STORED, "DOC-01", ["1", "2"]),
    Case("payment", {"app_status": "1"}, "-401009", _PAYMENT, "DOC-01", ["1", "2"]),
    Case("waybill", {"app_status": "1"}, "-504011", _WAYBILL + _STORED, "DOC-01", ["1", "2"]),
    Case("inventory", {"app_status": "1"}, "-621001", _INVENTORY + _STORED, "DOC-01", ["1", "2"]),
    Case(
        "inventory",
        {"app_status": "7"},
        "-621001",
        _INVENTORY + "appStatus填写[7]不正确,应为[2]",
        "DOC-01",
        ["7", "2"],
    ),
    Case(
        "order",
        {"app_time": "20261131120000"},
        "-301008",
        _ORDER + "appTime填写[20261131120000]不正确,应为[YYYYMMDDhhmmss]",
        "DOC-02",
        ["20261131120000", "YYYYMMDDhhmmss"],
    ),
    Case(
        "waybill",
        {"app_time": "2026-11-11T12:"},
        "-504011",
        _WAYBILL + "appTime填写[2026-11-11T12:]不正确,应为[YYYYMMDDhhmmss]",
        "DOC-02",
        ["2026-11-11T12:", "YYYYMMDDhhmmss"],
    ),
    Case(
        "payment", {"app_time": "20261111120060"}, "-401009", _PAYMENT, "DOC-02", ["20261111120060", "YYYYMMDDhhmmss"]
    ),
    Case(
        "order",
        {"currency": "502"},
        "-301008",
        _ORDER + "currency填写[502]不正确,应为[142]",
        "DOC-03",
        ["502", "142"],
    ),
    Case(
        "order",
        {"currency": "116"},
        "-301008",
        _ORDER + "currency填写[116]不正确,应为[142]",
        "DOC-03",
        ["116", "142"],
        2,
    ),
    Case("payment", {"currency": "502"}, "-401009", _PAYMENT, "DOC-03", ["502", "142"]),
    Case(
        "waybill",
        {"currency": "502"},
        "-504011",
        _WAYBILL + "currency填写[502]不正确,应为[142]",
        "DOC-03",
        ["502", "142"],
    ),
    Case(
        "inventory",
        {"currency": "502"},
        "-621001",
        _INVENTORY + "currency填写[502]不正确,应为[142]",
        "DOC-03",
        ["502", "142"],
        1,
    ),
    Case(
        "order",
        {"buyer_id_type": "2"},
        "-301008",
        _ORDER + "buyerIdType填写[2]不正确,应为[1]",
        "DOC-04",
        ["2", "1"],
    ),
    Case(
        "inventory",
        {"buyer_id_type": "4"},
        "-621001",
        _INVENTORY + "buyerIdType填写[4]不正确,应为[1]",
        "DOC-04",
        ["4", "1"],
    ),
    Case(
        "order",
        {"price": Decimal("99.01")},
        "-301008",
        _ORDER + "第[1]项商品总价[198.00]不等于单价乘以数量[198.02]",
        "DOC-05",
        ["198.00", "198.02"],
        1,
    ),
    Case(
        "inventory",
        {"price": Decimal("30.55")},
        "-621001",
        _INVENTORY + "第[2]项商品总价[61.00]不等于单价乘以数量[61.10]",
        "DOC-05",
        ["61.00", "61.10"],
        2,
    ),
    Case("order", {"gnum": 1}, "-301002", "订单商品信息内有重复商品序号", "DOC-06", ["1", "1"], 2),
    Case("inventory", {"gnum": 1}, "-621027", "请确认表体gnum无重复！", "DOC-06", ["1", "1"], 2),
    Case("payment", {"amount_paid": Decimal("-0.01")}, "-401009", _PAYMENT, "DOC-07", ["-0.01", "0"]),
    Case(
        "waybill",
        {"weight": Decimal("-1.5")},
        "-504011",
        _WAYBILL + "weight填写[-1.5]不正确,不能为负数",
        "DOC-07",
        ["-1.5", "0"],
    ),
    Case(
        "order",
        {"freight": Decimal("-12.00"), "actural_paid": Decimal("262.35")},
        "-301008",
        _ORDER + "freight填写[-12.00]不正确,不能为负数",
        "DOC-07",
        ["-12.00", "0"],
    ),
    Case(
        "inventory",
        {"price": Decimal("-30.50"), "total_price": Decimal("-61.00")},
        "-621001",
        _INVENTORY + "price填写[-30.50]不正确,不能为负数",
        "DOC-07",
        ["-30.50", "0"],
        2,
    ),
    Case(
        "inventory",
        {"qty": Decimal(0), "total_price": Decimal(0)},
        "-621001",
        _INVENTORY + "qty填写[0]不正确,应大于0",
        "DOC-07",
        ["0", "0"],
        2,
    ),
    Case(
        "order",
        {"actural_paid": Decimal("286.34")},
        "-301008",
        _ORDER + "实际支付金额[286.34]不等于商品价格+运杂费+代扣税款-非现金抵扣金额[286.35]",
        "ORD-01",
        ["286.34", "286.35"],
    ),
    Case(
        "order",
        {"goods_value": Decimal("258.00"), "actural_paid": Decimal("285.35")},
        "-301008",
        _ORDER + "商品价格[258.00]不等于表体商品总价之和[259.00]",
        "ORD-02",
        ["258.00", "259.00"],
    ),
    Case(
        "order",
        {"order_type": "E"},
        "-301008",
        _ORDER + "orderType填写[E]不正确,应为[I]",
        "ORD-03",
        ["E", "I"],
    ),
    Case("payment", {"payer_id_type": "2"}, "-401009", _PAYMENT, "PAY-01", ["2", "1"]),
    Case(
        "payment", {"pay_time": "20260229120000"}, "-401009", _PAYMENT, "PAY-02", ["20260229120000", "YYYYMMDDhhmmss"]
    ),
    Case("waybill", {"pack_no": 2}, "-504011", _WAYBILL + "packNo填写[2]不正确,应为[1]", "WAY-01", ["2", "1"]),
    Case("inventory", {"pack_no": 0}, "-621001", _INVENTORY + "packNo填写[0]不正确,应为[1]", "WAY-01", ["0", "1"]),
    Case("inventory", {"ie_flag": "E"}, "-621001", _INVENTORY + "ieFlag填写[E]不正确,应为[I]", "INV-01", ["E", "I"]),
    Case(
        "inventory",
        {"trade_mode": "9710"},
        "-621001",
        _INVENTORY + "tradeMode填写[9710]不正确,应为[9610, 1210]",
        "INV-02",
        ["9710", "9610, 1210"],
    ),
    Case(
        "inventory",
        {"pre_no": "B20261111000000001"},
        "-621001",
        _INVENTORY + "预录入编号(preNo)应由电子口岸生成",
        "INV-03",
        ["B20261111000000001", ""],
    ),
    Case(
        "inventory",
        {"decl_time": "20261110"},
        "-621001",
        _INVENTORY + "申报日期[20261110]与系统接收申报日期[20261111]不一致",
        "PRT-06",
        ["20261110", "20261111"],
    ),
    Case(
        "order",
        {"app_type": "2"},
        "-301009",
        "订单标识(appType)不正确,未找到操作的订单",
        "PRT-03",
        ["2", "none"],
    ),
    Case("order", {"app_type": "3"}, "-301009", "订单标识(appType)不正确,未找到操作的订单", "PRT-03", ["3", "none"]),
    Case(
        "payment",
        {"app_type": "3"},
        "-401006",
        "支付单标识(appType)不正确,未找到对应操作的支付单",
        "PRT-03",
        ["3", "none"],
    ),
    Case("waybill", {"app_type": "2"}, "-504014", "运单标识(appType)不正确,未找到操作的运单", "PRT-03", ["2", "none"]),
    Case(
        "inventory",
        {"app_type": "2"},
        "-621011",
        "不存在已申报的清单[电商企业编码：4401960002,订单编号：{no}]，无法进行改单操作",
        "PRT-03",
        ["2", "none"],
    ),
    Case("order", {"app_type": "9"}, "-301012", "订单报文处理失败，未找到对应操作", "PRT-02", ["9", "1"]),
    Case("payment", {"app_type": "9"}, "-401010", "支付单报文处理失败，未找到对应操作", "PRT-02", ["9", "1"]),
    Case("waybill", {"app_type": "9"}, "-504014", "运单标识(appType)不正确,未找到操作的运单", "PRT-02", ["9", "1"]),
    Case(
        "inventory",
        {"app_type": "9"},
        "-621001",
        _INVENTORY + "appType填写[9]不正确,未找到对应操作",
        "PRT-02",
        ["9", "1"],
    ),
]


@pytest.mark.parametrize(
    "case", CASES, ids=lambda case: f"{case.rule}-{case.kind}-{next(iter(case.values))}-{case.said[0]}"
)
def test_a_document_that_is_wrong_in_itself_is_refused_by_the_port(enterprise: Enterprise, case: Case) -> None:
    document = enterprise.purchase()[case.kind]
    wrong = relined(document, case.line, **case.values) if case.line else changed(document, **case.values)
    enterprise.send(wrong)
    info = case.info.format_map({"no": enterprise.number()})
    assert enterprise.statuses(RECEIPTS[case.kind]) == [(case.status, info)]
    history = enterprise.history()
    assert history["state"] == "refused"
    (verdict,) = history["verdicts"]
    assert (verdict["document"], verdict["rule"], verdict["returnInfo"]) == (case.kind, case.rule, info)
    assert (verdict["status"], verdict["code"]) == (case.status, case.status)
    assert [value["value"] for value in verdict["values"]] == case.said
    assert all(value["path"] for value in verdict["values"])


@pytest.mark.parametrize("kind", RECEIPTS)
def test_a_refusal_echoes_the_declared_guid_in_upper_case(enterprise: Enterprise, kind: str) -> None:
    guid = f"{enterprise.serial:08x}-abcd-4bcd-abcd-abcdefabcdef"
    document = changed(enterprise.purchase()[kind], guid=guid, app_status="1")
    enterprise.send(document)
    (receipt,) = enterprise.receipts()
    assert receipt.returns[0].guid == guid.upper()


@pytest.mark.parametrize("guid", ["ß" * 36, "ŉ" + "a" * 35, "ﬁ" * 36, "-" * 36], ids=["ß", "ŉ", "ﬁ", "-"])
def test_whatever_the_guid_the_receipt_fits_its_schema(enterprise: Enterprise, guid: str) -> None:
    enterprise.send(changed(enterprise.purchase()["order"], guid=guid, app_status="1"), root_guid="R" * 36)
    (receipt,) = enterprise.receipts()
    assert receipt.returns[0].return_status == "-301008"


@pytest.mark.parametrize(
    ("qty", "price", "totals"),
    [
        ("1", "10.005", {"10.005": True, "10.01": True, "10.00": False, "10.0149": True, "10.015": False}),
        ("3", "0.335", {"1.01": True, "1.005": True, "1.00": False}),
        ("0.5", "0.01", {"0.01": True, "0.005": True, "0.00": False}),
        ("1", "10.00499", {"10.00": True, "10.01": False}),
    ],
)
def test_products_are_rounded_half_up_to_the_cent(
    enterprise: Enterprise, qty: str, price: str, totals: dict[str, bool]
) -> None:
    for n, (written, passes) in enumerate(totals.items(), 1):
        document = enterprise.purchase(n, prices=("1.00",))["inventory"]
        values = {"qty": Decimal(qty), "price": Decimal(price), "total_price": Decimal(written)}
        enterprise.send(relined(document, 1, **values))
        assert enterprise.statuses()[-1][0] == ("2" if passes else "-621001"), written


@pytest.mark.parametrize(
    ("tax", "paid", "passes"),
    [
        ("20.355", "286.36", True),
        ("20.355", "286.355", True),
        ("20.355", "286.35", False),
        ("20.35499", "286.35", True),
        ("20.35499", "286.354", True),
        ("20.35499", "286.355", False),
    ],
)
def test_what_was_paid_is_compared_rounded_half_up(enterprise: Enterprise, tax: str, paid: str, passes: bool) -> None:
    order = enterprise.purchase()["order"]
    enterprise.send(changed(order, tax_total=Decimal(tax), actural_paid=Decimal(paid)))
    assert enterprise.statuses("CEB312Message")[0][0] == ("2" if passes else "-301008")


@pytest.mark.parametrize(("goods", "passes"), [("2.01", True), ("2.005", True), ("2.00", False), ("2.02", False)])
def test_the_value_of_goods_is_the_rounded_sum(enterprise: Enterprise, goods: str, passes: bool) -> None:
    order = enterprise.purchase(prices=("1.00", "1.00"), qty="1")["order"]
    order = relined(order, 1, price=Decimal("1.0025"), total_price=Decimal("1.0025"))
    order = relined(order, 2, price=Decimal("1.0025"), total_price=Decimal("1.0025"))
    order = changed(order, goods_value=Decimal(goods), actural_paid=Decimal(goods) + Decimal("27.35"))
    enterprise.send(order)
    assert enterprise.statuses("CEB312Message")[0][0] == ("2" if passes else "-301008")


def test_both_trade_modes_clear(enterprise: Enterprise) -> None:
    for n, mode in enumerate(("9610", "1210"), 1):
        documents = enterprise.purchase(n)
        if mode == "9610":
            documents["inventory"] = direct(documents["inventory"])
        enterprise.send_all(documents)
    assert [status for status, _ in enterprise.statuses()] == ["2", "120", "800"] * 2


def test_gifts_cost_nothing(enterprise: Enterprise) -> None:
    enterprise.send_all(enterprise.purchase(prices=("99.00", "0.00")))
    assert [status for status, _ in enterprise.statuses()] == ["2", "120", "800"]

"""Every code that a submission can cause, provoked, with what is answered, word for word."""

from decimal import Decimal
from typing import Any

from tests.codes.provoking import (
    KINDS,
    LATER,
    REGISTERED,
    STEPPED,
    STOCKED,
    TRADES,
    Case,
    Provoke,
    a_line_less,
    from_a_book,
    from_another,
    good,
    head,
    line,
    other,
    other_line,
    over_the_year,
    purchase,
    refused_by_hand,
    refused_parameters,
    subscribed,
    twice,
)

_MISMATCH = "客户端协议发送方的senderId与传输节点dxpId信息不一致"
_NOUNS = {"311": "订单", "411": "支付单", "511": "运单", "513": "运单状态", "621": "清单"}
_NAMED = "[电商企业编码：4401960002,订单编号：{no}]"


def _parameters(document: str, rule: str, reason: str, provoke: Provoke, world: str = "") -> Case:
    code, info = refused_parameters(document, reason)
    return Case(document, code, rule, info, provoke, world)


def _only(document: str, rule: str, field: str, value: str, allowed: str, **values: Any) -> Case:
    """Return the case of a field that has only some values."""
    reason = f"{field}填写[{value}]不正确,应为[{allowed}]"
    return _parameters(document, rule, reason, head(KINDS[document], **values))


OF_THE_DOCUMENT = [
    *(_only(each, "DOC-01", "appStatus", "7", "2", app_status="7") for each in KINDS),
    *(
        _only(each, "DOC-02", "appTime", "20261131120000", "YYYYMMDDhhmmss", app_time="20261131120000")
        for each in KINDS
    ),
    *(_only(each, "DOC-03", "currency", "502", "142", currency="502") for each in ("311", "411", "511", "621")),
    *(_only(each, "DOC-04", "buyerIdType", "2", "1", buyer_id_type="2") for each in ("311", "621")),
    *(
        _parameters(
            each,
            "DOC-05",
            "第[2]项商品总价[61.00]不等于单价乘以数量[61.10]",
            line(KINDS[each], 2, price=Decimal("30.55")),
        )
        for each in ("311", "621")
    ),
    Case("311", "-301002", "DOC-06", "订单商品信息内有重复商品序号", line("order", 2, gnum=1)),
    Case("621", "-621027", "DOC-06", "请确认表体gnum无重复！", line("inventory", 2, gnum=1)),
    _parameters(
        "311",
        "DOC-07",
        "freight填写[-12.00]不正确,不能为负数",
        head("order", freight=Decimal("-12.00"), actural_paid=Decimal("262.35")),
    ),
    _parameters("411", "DOC-07", "", head("payment", amount_paid=Decimal("-0.01"))),
    _parameters("511", "DOC-07", "weight填写[-1.5]不正确,不能为负数", head("waybill", weight=Decimal("-1.5"))),
    _parameters("621", "DOC-07", "insuredFee填写[-1]不正确,不能为负数", head("inventory", insured_fee=Decimal(-1))),
    _parameters(
        "311",
        "ORD-01",
        "实际支付金额[286.34]不等于商品价格+运杂费+代扣税款-非现金抵扣金额[286.35]",
        head("order", actural_paid=Decimal("286.34")),
    ),
    _parameters(
        "311",
        "ORD-02",
        "商品价格[258.00]不等于表体商品总价之和[259.00]",
        head("order", goods_value=Decimal("258.00"), actural_paid=Decimal("285.35")),
    ),
    _only("311", "ORD-03", "orderType", "E", "I", order_type="E"),
    _only("411", "PAY-01", "payerIdType", "2", "1", payer_id_type="2"),
    _only("411", "PAY-02", "payTime", "20260229120000", "YYYYMMDDhhmmss", pay_time="20260229120000"),
    *(_only(each, "WAY-01", "packNo", "2", "1", pack_no=2) for each in ("511", "621")),
    _only("513", "DLV-01", "logisticsStatus", "R", "S", logistics_status="R"),
    _only("513", "DLV-02", "logisticsTime", "20261111240000", "YYYYMMDDhhmmss", logistics_time="20261111240000"),
    _only("621", "INV-01", "ieFlag", "E", "I", ie_flag="E"),
    _only("621", "INV-02", "tradeMode", "9710", "9610, 1210", trade_mode="9710"),
    _parameters("621", "INV-03", "预录入编号(preNo)应由电子口岸生成", head("inventory", pre_no="B20261111000000001")),
]

_NO_OPERATION = {
    "311": ("-301012", "订单报文处理失败，未找到对应操作"),
    "411": ("-401010", "支付单报文处理失败，未找到对应操作"),
    "511": ("-504014", "运单标识(appType)不正确,未找到操作的运单"),
    "513": ("-505014", "物流运单状态报文处理失败，未找到对应操作"),
    "621": ("-621001", f"清单{_NAMED}报文校验失败:appType填写[9]不正确,未找到对应操作"),
}
_UNKNOWN = {
    "311": ("-301009", "订单标识(appType)不正确,未找到操作的订单"),
    "411": ("-401006", "支付单标识(appType)不正确,未找到对应操作的支付单"),
    "511": ("-504014", "运单标识(appType)不正确,未找到操作的运单"),
    "513": ("-505014", "物流运单状态报文处理失败，未找到对应操作"),
    "621": ("-621011", f"不存在已申报的清单{_NAMED}，无法进行改单操作"),
}
_OLD = {
    "311": ("-301014", "订单报文处理失败，接收报文为旧报文数据，不做处理;"),
    "411": ("-401012", "支付单报文处理失败，接收报文为旧报文数据，不做处理"),
    "511": ("-504015", "已存在相同编号的运单"),
    "513": ("-505016", "物流报文处理失败，接收报文为旧报文数据，不做处理"),
    "621": ("-621055", "已存在较新清单，请修改app_time为最新时间"),
}
_EXISTS = {
    "311": ("-301010", "已存在相同编号的订单"),
    "411": ("-401007", "已存在相同编号的支付单"),
    "511": ("-504015", "已存在相同编号的运单"),
    "513": ("-505012", "物流运单状态已存在"),
    "621": ("-621004", f"清单{_NAMED}已经申报过，请勿重复申报"),
}
_FIRST_NAMED = {"311": "platform", "411": "payment", "511": "carrier", "513": "carrier", "621": "retailer"}
"""An enterprise that each document names."""


def _registered(document: str, trade: str) -> str:
    """Return a register in which the enterprise that a document names is registered as something else."""
    return REGISTERED.format_map(TRADES | {_FIRST_NAMED[document]: trade})


def _unregistered(document: str) -> str:
    code = {"platform": "1", "retailer": "2", "payment": "3", "carrier": "4"}[_FIRST_NAMED[document]]
    return REGISTERED.format_map(TRADES).replace(f"440196000{code}", f"440196001{code}")


OF_THE_PORT = [
    *(
        _parameters(each, "PRT-01", _NOUNS[each] + _MISMATCH, from_another(kind, f"CEB{each}Message"))
        for each, kind in KINDS.items()
    ),
    *(
        _parameters(each, "PRT-08", "订阅信息status填写[NONE]不正确,应为[ALL, DATA, RET]", subscribed(kind, "NONE"))
        for each, kind in KINDS.items()
    ),
    *(Case(each, "-10102", "PRT-09", "无效企业代码", good(kind), _unregistered(each)) for each, kind in KINDS.items()),
    *(
        Case(each, "-10101", "PRT-10", "无效企业类型", good(kind), _registered(each, "warehouse"))
        for each, kind in KINDS.items()
    ),
    *(
        Case(each, code, "PRT-02", info, head(KINDS[each], app_type="9"))
        for each, (code, info) in _NO_OPERATION.items()
    ),
    *(Case(each, code, "PRT-03", info, head(KINDS[each], app_type="2")) for each, (code, info) in _UNKNOWN.items()),
    *(
        Case(each, code, "PRT-04", info, twice(KINDS[each], app_time="20261111120000"))
        for each, (code, info) in _OLD.items()
    ),
    *(Case(each, code, "PRT-05", info, twice(KINDS[each], app_time=LATER)) for each, (code, info) in _EXISTS.items()),
    _parameters(
        "621", "PRT-06", "申报日期[20261110]与系统接收申报日期[20261111]不一致", head("inventory", decl_time="20261110")
    ),
    Case(
        "621",
        "-621005",
        "PRT-07",
        f"清单{_NAMED}的购买金额超过单笔限额[[5000]]",
        lambda enterprise: enterprise.send(enterprise.purchase(prices=("2500.01",))["inventory"]),
    ),
]

_BY_HAND = "[Code:1300;Desc:人工退单，"

OF_CUSTOMS = [
    Case("621", "13035", "CUS-01", "[Code:13035;Desc:支付企业不一致]", other("payment", pay_code="4401960009")),
    Case(
        "621",
        "1327",
        "CUS-02",
        "[Code:1327;Desc:订单购买人与支付单支付人名字或身份证号码不一致]",
        other("payment", payer_name="李娜"),
    ),
    Case(
        "621",
        "1332",
        "CUS-03",
        "[Code:1332;Desc:支付单支付金额与订单支付金额不一致],[OrderHead.acturalPaid:286.35,PaymentHead.amountPaid286.36]",
        other("payment", amount_paid=Decimal("286.36")),
    ),
    Case(
        "621",
        "1320",
        "CUS-04",
        "[Code:1320;Desc:清单表体商品项与订单表体商品项的项数不一致],"
        "[InventoryHead.orderNo:{no},OrderHead.orderNo:{no}]",
        purchase(a_line_less),
    ),
    Case(
        "621",
        "1322",
        "CUS-05",
        "[Code:1322;Desc:订单清单表体商品项不一致]",
        other_line("inventory", 2, gname="奶粉9段"),
    ),
    Case(
        "621",
        "13127",
        "CUS-06",
        "[Code:13127;Desc:清单上的订购人姓名与订单上的订购人姓名不一致]",
        other("inventory", buyer_name="李娜"),
    ),
    Case(
        "621",
        "130126",
        "CUS-07",
        "[Code:130126;Desc:清单上的订购人电话号码与订单上的订购人电话号码不一致]",
        other("inventory", buyer_telephone="13900139000"),
    ),
    Case(
        "621",
        "1300",
        "CUS-08",
        _BY_HAND + "订购人身份证号码有误]",
        other("inventory", buyer_id_number="440106197001010029"),
    ),
    Case("621", "1300", "CUS-09", _BY_HAND + "订单与运单的收货人姓名不一致]", other("waybill", consignee="李娜")),
    Case(
        "621",
        "1300",
        "CUS-10",
        _BY_HAND + "运单的订单编号与清单的订单编号不一致]",
        other("waybill", order_no="SOMEBODY-ELSES"),
    ),
    Case(
        "621",
        "1300",
        "CUS-12",
        _BY_HAND + "清单的电商企业与订单的电商企业不一致]",
        other("order", ebc_code="4401960007"),
    ),
    Case(
        "621",
        "1313",
        "CUS-11",
        "[Code:1313;Desc:订购人购买超过年度限额,超过个人年度购买额度;totalPrice：26,000.01 > limitPrice: 26,000;]",
        over_the_year,
    ),
    Case(
        "621",
        "1300",
        "CUS-13",
        _BY_HAND + "账册[T5165W000001]料号[1001]的余量不足]",
        purchase(from_a_book),
        STOCKED,
    ),
    Case("621", "1300", "OFC-01", _BY_HAND + "收货地址不详]", refused_by_hand, STEPPED),
]

_TAKEN = "清单新增申报成功[电商企业编码：4401960002订单编号：{no}]"
_MISSING = {
    "order": "对应电商企业为[4401960002]订单号为[{no}]的订单信息不存在",
    "waybill": "对应物流企业为[4401960004]物流单号为[SD{no}]的运单信息不存在",
    "payment": "对应电商平台为[4401960001]订单号为[{no}]支付信息不存在",
}
_ENTERED = "[Code:1800;Desc:逻辑校验通过]"


def _without(kind: str) -> Provoke:
    return purchase(lambda documents: documents.pop(kind))


TAKEN = [
    *(
        Case(each, "2", "", f"新增申报成功[{{{KINDS[each]}}}]", good(KINDS[each]))
        for each in ("311", "411", "511", "513")
    ),
    Case("621", "2", "", "清单新增申报成功[{inventory}][电商企业编码：4401960002订单编号：{no}]", purchase()),
    *(Case("621", "2", "", f"{_TAKEN}; {said}", _without(kind)) for kind, said in _MISSING.items()),
    Case("621", "2", "", " ".join([_TAKEN, *_MISSING.values()]), good("inventory")),
    *(Case(each, "120", "", _ENTERED, good(KINDS[each])) for each in ("311", "411", "511", "513")),
    Case("621", "120", "", _ENTERED, purchase()),
    Case("621", "800", "", "[Code:2600;Desc:放行]", purchase()),
]

CASES = [*OF_THE_DOCUMENT, *OF_THE_PORT, *OF_CUSTOMS, *TAKEN]

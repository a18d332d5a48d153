"""Every code that a submission can cause, provoked, with what is answered, word for word."""

from decimal import Decimal
from typing import Any

from tests.codes.provoking import (
    HEADS,
    KINDS,
    LATER,
    LISTS,
    REGISTERED,
    STEPPED,
    STOCKED,
    TRADES,
    Case,
    Provoke,
    Values,
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
from tests.enterprise import Enterprise
from tests.purchases import changed, relined

_MISMATCH = "客户端协议发送方的senderId与传输节点dxpId信息不一致"
_NOUNS = {"311": "订单", "411": "支付单", "511": "运单", "513": "运单状态", "621": "清单"}
_NAMED = "[电商企业编码：4401960002,订单编号：{no}]"


def _parameters(document: str, rule: str, reason: str, provoke: Provoke, values: Values, world: str = "") -> Case:
    code, info = refused_parameters(document, reason)
    return Case(document, code, rule, info, provoke, values, world)


def _only(document: str, rule: str, field: str, value: str, allowed: str, **values: Any) -> Case:
    """Return the case of a field that has only some values."""
    reason = f"{field}填写[{value}]不正确,应为[{allowed}]"
    said = ((f"{HEADS[document]}.{field}", value), ("allowed", allowed))
    return _parameters(document, rule, reason, head(KINDS[document], **values), said)


def _below(document: str, path: str, value: str, provoke: Provoke, must: str = "不能为负数") -> Case:
    """Return the case of an amount below what it may be."""
    reason = f"{path.rpartition('.')[2]}填写[{value}]不正确,{must}"
    return _parameters(document, "DOC-07", reason, provoke, ((path, value), ("least", "0")))


def _less(document: str, field: str, **values: Any) -> Case:
    value = next(iter(values.values()))
    return _below(document, f"{HEADS[document]}.{field}", str(value), head(KINDS[document], **values))


def _line(document: str, field: str, must: str = "不能为负数", **values: Any) -> Case:
    """Return the case of an amount in the second line; ``values`` begin with it. The sums of an order are right."""
    value = str(next(iter(values.values())))

    def provoke(enterprise: Enterprise) -> None:
        made = relined(enterprise.purchase()[KINDS[document]], 2, **values)
        if document == "311":
            goods = 198 + values["total_price"]
            made = changed(made, goods_value=goods, actural_paid=goods + Decimal("27.35"))
        enterprise.send(made)

    return _below(document, f"{LISTS[document]}[gnum=2].{field}", value, provoke, must)


def _lines(document: str, *gnums: int) -> Provoke:
    """Hand in a document whose lines have these numbers."""

    def provoke(enterprise: Enterprise) -> None:
        made = enterprise.purchase(prices=("1.00",) * len(gnums))[KINDS[document]]
        numbered = zip(made.lines, gnums, strict=True)
        enterprise.send(made.changed(lines=tuple(one.changed(gnum=gnum) for one, gnum in numbered)))

    return provoke


_DOUBLE = {"311": ("-301002", "订单商品信息内有重复商品序号"), "621": ("-621027", "请确认表体gnum无重复！")}
_LEAST = Decimal("-0.01")
_PRICES = {"price": Decimal("-30.50"), "total_price": Decimal("-61.00")}
_ONE_PIECE = {"price": Decimal("-30.50"), "total_price": Decimal("-30.50"), "qty": Decimal(1)}
_PRICE_OF_NOTHING = {"price": Decimal("-0.001"), "total_price": Decimal(0)}
_ROUNDED_TO_NOTHING = {"total_price": Decimal("-0.001"), "price": Decimal(0)}
_NO_DAY = "20261131120000"

OF_THE_DOCUMENT = [
    *(_only(each, "DOC-01", "appStatus", "7", "2", app_status="7") for each in KINDS),
    *(
        _only(each, "DOC-02", "appTime", time, "YYYYMMDDhhmmss", app_time=time)
        for each in KINDS
        for time in (_NO_DAY, "20261111240000", "20261111126000", "20261111120060", "20261301120000")
    ),
    *(_only(each, "DOC-03", "currency", "502", "142", currency="502") for each in ("311", "411", "511", "621")),
    *(
        _parameters(
            each,
            "DOC-03",
            "currency填写[502]不正确,应为[142]",
            line(KINDS[each], 2, currency="502"),
            ((f"{LISTS[each]}[gnum=2].currency", "502"), ("allowed", "142")),
        )
        for each in LISTS
    ),
    *(_only(each, "DOC-04", "buyerIdType", "2", "1", buyer_id_type="2") for each in LISTS),
    *(
        _parameters(
            each,
            "DOC-05",
            "第[2]项商品总价[61.00]不等于单价乘以数量[61.10]",
            line(KINDS[each], 2, price=Decimal("30.55")),
            ((f"{LISTS[each]}[gnum=2].totalPrice", "61.00"), (f"{LISTS[each]}[gnum=2].qty×price", "61.10")),
        )
        for each in LISTS
    ),
    *(
        Case(each, code, "DOC-06", info, _lines(each, *gnums), tuple((f"{LISTS[each]}[{n}].gnum", "1") for n in places))
        for each, (code, info) in _DOUBLE.items()
        for gnums, places in (((1, 1), (1, 2)), ((2, 1, 3, 1), (2, 4)), ((1, 1, 1), (1, 2)))
    ),
    *(_line(each, "qty", "应大于0", qty=Decimal(0), total_price=Decimal(0)) for each in LISTS),
    *(_line(each, "price", **prices) for each in LISTS for prices in (_PRICES, _ONE_PIECE, _PRICE_OF_NOTHING)),
    *(_line(each, "totalPrice", **_ROUNDED_TO_NOTHING) for each in LISTS),
    _less("311", "discount", discount=_LEAST, actural_paid=Decimal("291.36")),
    _less("311", "freight", freight=_LEAST, actural_paid=Decimal("274.34")),
    _less("311", "taxTotal", tax_total=_LEAST, actural_paid=Decimal("265.99")),
    _less("411", "amountPaid", amount_paid=_LEAST),
    _less("511", "freight", freight=_LEAST),
    _less("511", "insuredFee", insured_fee=_LEAST),
    _less("511", "weight", weight=_LEAST),
    _less("621", "freight", freight=_LEAST),
    _less("621", "insuredFee", insured_fee=_LEAST),
    _less("621", "grossWeight", gross_weight=_LEAST),
    _less("621", "netWeight", net_weight=_LEAST),
    _parameters(
        "311",
        "ORD-01",
        "实际支付金额[286.34]不等于商品价格+运杂费+代扣税款-非现金抵扣金额[286.35]",
        head("order", actural_paid=Decimal("286.34")),
        (("OrderHead.acturalPaid", "286.34"), ("OrderHead.goodsValue+freight+taxTotal-discount", "286.35")),
    ),
    _parameters(
        "311",
        "ORD-02",
        "商品价格[258.00]不等于表体商品总价之和[259.00]",
        head("order", goods_value=Decimal("258.00"), actural_paid=Decimal("285.35")),
        (("OrderHead.goodsValue", "258.00"), ("sum of OrderList.totalPrice", "259.00")),
    ),
    _only("311", "ORD-03", "orderType", "E", "I", order_type="E"),
    _only("411", "PAY-01", "payerIdType", "2", "1", payer_id_type="2"),
    _only("411", "PAY-02", "payTime", "20260229120000", "YYYYMMDDhhmmss", pay_time="20260229120000"),
    *(_only(each, "WAY-01", "packNo", "2", "1", pack_no=2) for each in ("511", "621")),
    _only("513", "DLV-01", "logisticsStatus", "R", "S", logistics_status="R"),
    _only("513", "DLV-02", "logisticsTime", "20261111240000", "YYYYMMDDhhmmss", logistics_time="20261111240000"),
    _only("621", "INV-01", "ieFlag", "E", "I", ie_flag="E"),
    _only("621", "INV-02", "tradeMode", "9710", "9610, 1210", trade_mode="9710"),
    _parameters(
        "621",
        "INV-03",
        "预录入编号(preNo)应由电子口岸生成",
        head("inventory", pre_no="B20261111000000001"),
        (("InventoryHead.preNo", "B20261111000000001"), ("allowed", "")),
    ),
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


_CODES = {"platform": "4401960001", "retailer": "4401960002", "payment": "4401960003", "carrier": "4401960004"}
_FIELDS = {"platform": "ebpCode", "retailer": "ebcCode", "payment": "payCode", "carrier": "logisticsCode"}


def _enterprise(document: str) -> tuple[str, str]:
    """Return path and value of the enterprise of ``_FIRST_NAMED``."""
    trade = _FIRST_NAMED[document]
    return f"{HEADS[document]}.{_FIELDS[trade]}", _CODES[trade]


def _not_registered(document: str) -> Values:
    trade = _FIRST_NAMED[document]
    return _enterprise(document), (f"registered as {trade}", f"440196001{_CODES[trade][-1]}")


def _others(count: int) -> str:
    """Return a register of so many carriers that nobody names, and of a retailer."""
    carriers = "".join(
        f'[[enterprises]]\ncode = "440196001{n}"\nname = "速达物流"\nkinds = ["carrier"]\n' for n in range(count, 0, -1)
    )
    return carriers + '[[enterprises]]\ncode = "4401960002"\nname = "海购商贸"\nkinds = ["retailer"]\n'


def _carriers(named: str) -> Values:
    return ("LogisticsHead.logisticsCode", "4401960004"), ("registered as carrier", named)


def _registered_otherwise(document: str, trades: str = "warehouse") -> Values:
    return _enterprise(document), (f"what {_CODES[_FIRST_NAMED[document]]} is registered as", trades)


def _head(document: str, field: str, value: str, other: str, otherwise: str) -> Values:
    return (f"{HEADS[document]}.{field}", value), (other, otherwise)


def _subscription(document: str, field: str, value: str, allowed: str) -> Case:
    said = {"status": "RET", "dxpMode": "DXP", "dxpAddress": "DXPENT0000000777", field: value}
    return _parameters(
        document,
        "PRT-08",
        f"订阅信息{field}填写[{value}]不正确,应为[{allowed}]",
        subscribed(KINDS[document], **said),
        ((f"BaseSubscribe[1].{field}", value), ("allowed", allowed)),
    )


_EARLIER = {each: "20261111180000" if each == "513" else "20261111120000" for each in KINDS}
_LIVING = {"311": ("Order", "120"), "411": ("Payment", "120"), "511": ("Logistics", "120")}
_LIVING |= {"513": ("LogisticsStatus", "120"), "621": ("Inventory", "2")}

OF_THE_PORT = [
    *(
        _parameters(
            each,
            "PRT-01",
            _NOUNS[each] + _MISMATCH,
            from_another(kind, f"CEB{each}Message"),
            (("DxpMsg.TransInfo.SenderId", "DXPENT0000000001"), ("BaseTransfer.dxpId", "DXPENT9999999999")),
        )
        for each, kind in KINDS.items()
    ),
    *(
        _subscription(each, *said)
        for each in KINDS
        for said in (
            ("status", "NONE", "ALL, DATA, RET"),
            ("dxpMode", "XXX", "DXP"),
            ("dxpAddress", "DXP ENT", "1 to 30 characters without white space"),
        )
    ),
    *(
        Case(each, "-10102", "PRT-09", "无效企业代码", good(kind), _not_registered(each), _unregistered(each))
        for each, kind in KINDS.items()
    ),
    *(
        Case(
            each,
            "-10101",
            "PRT-10",
            "无效企业类型",
            good(kind),
            _registered_otherwise(each),
            _registered(each, "warehouse"),
        )
        for each, kind in KINDS.items()
    ),
    *(
        Case("511", "-10102", "PRT-09", "无效企业代码", good("waybill"), _carriers(named), _others(count))
        for count, named in (
            (0, "none"),
            (3, "4401960011, 4401960012, 4401960013"),
            (4, "4401960011, 4401960012, 4401960013, …"),
        )
    ),
    Case(
        "511",
        "-10101",
        "PRT-10",
        "无效企业类型",
        good("waybill"),
        _registered_otherwise("511", "declarant, warehouse"),
        _registered("511", 'warehouse", "declarant'),
    ),
    *(
        Case(each, code, "PRT-02", info, head(KINDS[each], app_type="9"), _head(each, "appType", "9", "allowed", "1"))
        for each, (code, info) in _NO_OPERATION.items()
    ),
    *(
        Case(
            each,
            code,
            "PRT-03",
            info,
            head(KINDS[each], app_type=app_type),
            _head(each, "appType", app_type, "documents of this key", "none"),
        )
        for each, (code, info) in _UNKNOWN.items()
        for app_type in ("2", "3")
    ),
    *(
        Case(
            each,
            code,
            "PRT-04",
            info,
            twice(KINDS[each], app_time=_EARLIER[each]),
            _head(each, "appTime", _EARLIER[each], f"{HEADS[each]}.appTime of the known version", _EARLIER[each]),
        )
        for each, (code, info) in _OLD.items()
    ),
    *(
        Case(
            each,
            code,
            "PRT-05",
            info,
            twice(KINDS[each], app_time=LATER),
            _head(each, "appType", "1", f"status of the known {_LIVING[each][0]}", _LIVING[each][1]),
        )
        for each, (code, info) in _EXISTS.items()
    ),
    _parameters(
        "621",
        "PRT-06",
        "申报日期[20261110]与系统接收申报日期[20261111]不一致",
        head("inventory", decl_time="20261110"),
        (("InventoryHead.declTime", "20261110"), ("day of acceptance", "20261111")),
    ),
    Case(
        "621",
        "-621005",
        "PRT-07",
        f"清单{_NAMED}的购买金额超过单笔限额[[5000]]",
        lambda enterprise: enterprise.send(enterprise.purchase(prices=("2500.01",))["inventory"]),
        (("sum of InventoryList.totalPrice", "5000.02"), ("single limit", "5000")),
    ),
]

_BY_HAND = "[Code:1300;Desc:人工退单，"


def _papers(
    code: str, rule: str, text: str, provoke: Provoke, ours: tuple[str, str], theirs: tuple[str, str], world: str = ""
) -> Case:
    """Return the case of an inventory that customs refuses, for one value against another."""
    info = text if text.startswith("[") else f"[Code:{code};Desc:{text}]"
    return Case("621", code, rule, info, provoke, (ours, theirs), world)


_CONSIGNEE = {
    "consignee": ("收货人姓名", "张伟", "李娜"),
    "consigneeTelephone": ("收货人电话", "13800138000", "13900139000"),
    "consigneeAddress": ("收货地址", "广东省广州市南沙区进港大道8号", "北京市朝阳区建国路1号"),
}
_ATTRS = {
    "consignee": "consignee",
    "consigneeTelephone": "consignee_telephone",
    "consigneeAddress": "consignee_address",
}
_OTHER_LINE = {
    "gname": ("itemName", "奶粉9段", "奶粉2段", {"gname": "奶粉9段"}),
    "qty": ("qty", "3", "2", {"qty": Decimal(3), "total_price": Decimal("91.50")}),
    "unit": ("unit", "142", "140", {"unit": "142"}),
    "price": ("price", "30.00", "30.50", {"price": Decimal("30.00"), "total_price": Decimal("60.00")}),
    "totalPrice": ("totalPrice", "61.001", "61.00", {"total_price": Decimal("61.001")}),
    "country": ("country", "601", "304", {"country": "601"}),
}

OF_CUSTOMS = [
    _papers(
        "13035",
        "CUS-01",
        "支付企业不一致",
        other("payment", pay_code="4401960009"),
        ("OrderHead.payCode", "4401960003"),
        ("PaymentHead.payCode", "4401960009"),
    ),
    _papers(
        "1327",
        "CUS-02",
        "订单购买人与支付单支付人名字或身份证号码不一致",
        other("payment", payer_name="李娜"),
        ("OrderHead.buyerName", "张伟"),
        ("PaymentHead.payerName", "李娜"),
    ),
    _papers(
        "1327",
        "CUS-02",
        "订单购买人与支付单支付人名字或身份证号码不一致",
        other("payment", payer_id_number="440106197001010011"),
        ("OrderHead.buyerIdNumber", "{buyer}"),
        ("PaymentHead.payerIdNumber", "440106197001010011"),
    ),
    _papers(
        "1332",
        "CUS-03",
        "[Code:1332;Desc:支付单支付金额与订单支付金额不一致],[OrderHead.acturalPaid:286.35,PaymentHead.amountPaid286.36]",
        other("payment", amount_paid=Decimal("286.36")),
        ("OrderHead.acturalPaid", "286.35"),
        ("PaymentHead.amountPaid", "286.36"),
    ),
    _papers(
        "1320",
        "CUS-04",
        "[Code:1320;Desc:清单表体商品项与订单表体商品项的项数不一致],"
        "[InventoryHead.orderNo:{no},OrderHead.orderNo:{no}]",
        purchase(a_line_less),
        ("lines of Inventory", "1"),
        ("lines of Order", "2"),
    ),
    *(
        _papers(
            "1322",
            "CUS-05",
            "订单清单表体商品项不一致",
            other_line("inventory", 2, **values),
            (f"InventoryList[gnum=2].{ours}", our),
            (f"OrderList[gnum=2].{theirs}", their),
        )
        for ours, (theirs, our, their, values) in _OTHER_LINE.items()
    ),
    _papers(
        "1322",
        "CUS-05",
        "订单清单表体商品项不一致",
        other_line("inventory", 2, gnum=7),
        ("InventoryList.gnum", "7"),
        ("OrderList.gnum", "1, 2"),
    ),
    _papers(
        "13127",
        "CUS-06",
        "清单上的订购人姓名与订单上的订购人姓名不一致",
        other("inventory", buyer_name="李娜"),
        ("InventoryHead.buyerName", "李娜"),
        ("OrderHead.buyerName", "张伟"),
    ),
    _papers(
        "130126",
        "CUS-07",
        "清单上的订购人电话号码与订单上的订购人电话号码不一致",
        other("inventory", buyer_telephone="13900139000"),
        ("InventoryHead.buyerTelephone", "13900139000"),
        ("OrderHead.buyerTelephone", "13800138000"),
    ),
    _papers(
        "1300",
        "CUS-08",
        _BY_HAND + "订购人身份证号码有误]",
        other("inventory", buyer_id_number="440106197001010029"),
        ("InventoryHead.buyerIdNumber", "440106197001010029"),
        ("OrderHead.buyerIdNumber", "{buyer}"),
    ),
    *(
        _papers(
            "1300",
            "CUS-09",
            f"{_BY_HAND}订单与运单的{what}不一致]",
            other("waybill", **{_ATTRS[field]: theirs}),
            (f"OrderHead.{field}", ours),
            (f"LogisticsHead.{field}", theirs),
        )
        for field, (what, ours, theirs) in _CONSIGNEE.items()
    ),
    _papers(
        "1300",
        "CUS-10",
        _BY_HAND + "运单的订单编号与清单的订单编号不一致]",
        other("waybill", order_no="SOMEBODY-ELSES"),
        ("InventoryHead.orderNo", "{no}"),
        ("LogisticsHead.orderNo", "SOMEBODY-ELSES"),
    ),
    _papers(
        "1300",
        "CUS-12",
        _BY_HAND + "清单的电商企业与订单的电商企业不一致]",
        other("order", ebc_code="4401960007"),
        ("InventoryHead.ebcCode", "4401960002"),
        ("OrderHead.ebcCode", "4401960007"),
    ),
    _papers(
        "1313",
        "CUS-11",
        "订购人购买超过年度限额,超过个人年度购买额度;totalPrice：26,000.01 > limitPrice: 26,000;",
        over_the_year,
        ("used this year + sum of InventoryList.totalPrice", "26000.01"),
        ("yearly limit", "26000"),
    ),
    _papers(
        "1300",
        "CUS-13",
        _BY_HAND + "账册[T5165W000001]料号[1001]的余量不足]",
        purchase(from_a_book),
        ("sum of InventoryList[itemRecordNo=1001].qty", "4"),
        ("surplus of 1001 in T5165W000001", "3"),
        STOCKED,
    ),
    _papers(
        "1300",
        "CUS-13",
        _BY_HAND + "账册[]料号[]的余量不足]",
        purchase(),
        ("sum of InventoryList[itemRecordNo=].qty", "4"),
        ("surplus of  in ", "no such line"),
        STOCKED,
    ),
    Case(
        "621",
        "1300",
        "OFC-01",
        _BY_HAND + "收货地址不详]",
        refused_by_hand,
        (("the officer's reason", "收货地址不详"),),
        STEPPED,
    ),
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

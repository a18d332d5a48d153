"""Field by field beyond its length: what the port refuses, word for word, and the nearest value that it takes."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any, NamedTuple

import pytest

from gateway_client.rules.documents import refusals
from gateway_client.rules.kinds import Kind
from tests.enterprise import Enterprise
from tests.purchases import changed, delivery, direct, purchase, relined

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
_INTRO = {"order": _ORDER, "payment": _PAYMENT, "waybill": _WAYBILL, "inventory": _INVENTORY}
_STATUS = {"order": "-301008", "payment": "-401009", "waybill": "-504011", "inventory": "-621001"}
_CREDIT = "91350100M000100Y43"


class Case(NamedTuple):
    """Values for the head, or for a line; what the receipt says after its introduction, and the verdict's values."""

    rule: str
    kind: str
    values: dict[str, Any]
    reason: str
    said: list[str]
    line: int = 0
    flown: bool = False

    @property
    def name(self) -> str:
        return f"{self.rule}-{self.kind}-{'-'.join(map(str, self.values.values()))}"

    def made(self, document: Any) -> Any:
        if self.flown:
            document = direct(document)
        return relined(document, self.line, **self.values) if self.line else changed(document, **self.values)


def wrong(rule: str, kind: str, values: dict[str, Any], reason: str, *said: str, **more: Any) -> Case:
    return Case(rule, kind, values, reason, list(said), **more)


_QTY2 = "的第二数量与第二单位不符合规则（当第二单位为空时，第二数量应为空；当第二单位有值时，第二数量应为正数）"
_CODE_FORMS = "10 digits or capitals (customs registration) or 18 with a check digit (social credit code)"
_REAL_NAME = "the real name, without a title"
_WAYS = "0, 1, 2, 3, 4, 5, 6, 7, 8, 9, G, H, L, T, W, X, Y, Z"


def _id_case(kind: str, attr: str, field: str, number: str, flaw: str, said: str) -> Case:
    return wrong("DOC-08", kind, {attr: number}, f"{field}填写[{number}]不正确,{flaw}", number, said)


def _code_case(kind: str, attr: str, field: str, code: str) -> Case:
    text = f"{field}填写[{code}]不正确,应为10位海关注册登记编号或18位统一社会信用代码"
    return wrong("DOC-10", kind, {attr: code}, text, code, _CODE_FORMS)


def _name_case(kind: str, attr: str, field: str, name: str) -> Case:
    return wrong("DOC-09", kind, {attr: name}, f"{field}填写[{name}]不正确,应为真实姓名", name, _REAL_NAME)


_FORM = ("应为18位居民身份证号码", "17 digits and a digit or X")

REFUSED = [
    # identity numbers
    _id_case("order", "buyer_id_number", "buyerIdNumber", "440106199003071234", "校验码应为[1]", "1"),
    _id_case("payment", "payer_id_number", "payerIdNumber", "440106199003071234", "校验码应为[1]", "1"),
    _id_case("inventory", "buyer_id_number", "buyerIdNumber", "11010519491231002Y", *_FORM),
    _id_case("inventory", "buyer_id_number", "buyerIdNumber", "110105194912310", *_FORM),
    _id_case("inventory", "buyer_id_number", "buyerIdNumber", "1101051949123100２X", *_FORM),
    _id_case("inventory", "buyer_id_number", "buyerIdNumber", "110105194912310021", "校验码应为[X]", "X"),
    _id_case("order", "buyer_id_number", "buyerIdNumber", "440106199002301231", "出生日期[19900230]不存在", "19900230"),
    # titles instead of names
    _name_case("order", "buyer_name", "buyerName", "张小姐"),
    _name_case("order", "consignee", "consignee", "Mr Wang"),
    _name_case("payment", "payer_name", "payerName", "王先生"),
    _name_case("waybill", "consignee", "consignee", "Miss Zhang"),
    _name_case("waybill", "consignee", "consignee", "MRS.LI"),
    _name_case("inventory", "buyer_name", "buyerName", "李女士"),
    # codes of enterprises
    _code_case("order", "pay_code", "payCode", "440196000"),
    _code_case("order", "ebp_code", "ebpCode", "91350100M000100Y44"),
    _code_case("payment", "pay_code", "payCode", "4401960a03"),
    _code_case("waybill", "logistics_code", "logisticsCode", "4401-96004"),
    _code_case("inventory", "agent_code", "agentCode", "91350100M000100Y44"),
    _code_case("inventory", "area_code", "areaCode", "44019600066"),
    # who may stand surety
    wrong(
        "INV-04",
        "inventory",
        {"assure_code": "4401960003"},
        "assureCode填写[4401960003]不正确,只限清单的申报企业、电商企业、物流企业、电商平台企业",
        "4401960003",
        "4401960005, 4401960002, 4401960004, 4401960001",
    ),
    # code tables
    wrong("DOC-11", "order", {"unit": "024"}, "unit填写[024]不在计量单位代码表中", "024", "a unit of JGS-20", line=1),
    wrong(
        "DOC-11", "inventory", {"unit": "KGM"}, "unit填写[KGM]不在计量单位代码表中", "KGM", "a unit of JGS-20", line=2
    ),
    wrong(
        "DOC-11", "inventory", {"unit1": "000"}, "unit1填写[000]不在计量单位代码表中", "000", "a unit of JGS-20", line=2
    ),
    wrong(
        "DOC-11",
        "inventory",
        {"unit2": "999", "qty2": Decimal(1)},
        "unit2填写[999]不在计量单位代码表中",
        "999",
        "a unit of JGS-20",
        line=1,
    ),
    wrong(
        "DOC-12",
        "order",
        {"country": "276"},
        "country填写[276]不在国家（地区）代码表中",
        "276",
        "a country of JGS-20",
        line=2,
    ),
    wrong(
        "DOC-12",
        "inventory",
        {"country": "DEU"},
        "country填写[DEU]不在国家（地区）代码表中",
        "DEU",
        "a country of JGS-20",
        line=1,
    ),
    wrong(
        "DOC-12",
        "inventory",
        {"trade_country": "DE"},
        "tradeCountry填写[DE]不在国家（地区）代码表中",
        "DE",
        "a country of JGS-20",
        line=1,
    ),
    wrong(
        "DOC-12",
        "inventory",
        {"country": "840"},
        "country填写[840]不在国家（地区）代码表中",
        "840",
        "a country of JGS-20",
        flown=True,
    ),
    wrong("INV-05", "inventory", {"traf_mode": "A"}, "trafMode填写[A]不在运输方式代码表中", "A", _WAYS),
    wrong("INV-06", "inventory", {"wrap_type": "8"}, "wrapType填写[8]不在包装种类代码表中", "8", "1, 2, 3, 4, 5, 6, 7"),
    wrong(
        "INV-07",
        "inventory",
        {"customs_code": "51AB"},
        "customsCode填写[51AB]不正确,应为[4位关区代码]",
        "51AB",
        "4位关区代码",
    ),
    wrong(
        "INV-07",
        "inventory",
        {"port_code": "５165"},
        "portCode填写[５165]不正确,应为[4位关区代码]",
        "５165",
        "4位关区代码",
    ),
    wrong("INV-08", "inventory", {"country": "304"}, "country填写[304]不正确,应为[142]", "304", "142"),
    wrong(
        "INV-09",
        "inventory",
        {"country": "142"},
        "直购进口country不能填写[142],应为起始发出国家（地区）代码",
        "142",
        "the country where a direct parcel started",
        flown=True,
    ),
    wrong(
        "INV-10",
        "inventory",
        {"gcode": "19011010.0"},
        "gcode填写[19011010.0]不正确,应为[10位商品编码]",
        "19011010.0",
        "10位商品编码",
        line=2,
    ),
    # numbers
    wrong("DOC-13", "order", {"gnum": 3}, "表体序号gnum[1,3]不正确,应从1开始连续递增", "1, 3", "1, 2", line=2),
    wrong("DOC-13", "order", {"gnum": 0}, "表体序号gnum[0,2]不正确,应从1开始连续递增", "0, 2", "1, 2", line=1),
    wrong("DOC-13", "inventory", {"gnum": 7}, "表体序号gnum[1,7]不正确,应从1开始连续递增", "1, 7", "1, 2", line=2),
    wrong("INV-11", "inventory", {"qty1": Decimal(0)}, "qty1填写[0]不正确,应大于0", "0", "0", line=1),
    wrong("INV-11", "inventory", {"qty1": Decimal("-0.5")}, "qty1填写[-0.5]不正确,应大于0", "-0.5", "0", line=2),
    wrong("INV-12", "inventory", {"qty2": Decimal(1)}, "表体第[1]项" + _QTY2, "1", "", line=1),
    wrong("INV-12", "inventory", {"unit2": "011"}, "表体第[2]项" + _QTY2, "", "011", line=2),
    wrong("INV-12", "inventory", {"unit2": "011", "qty2": Decimal(0)}, "表体第[2]项" + _QTY2, "0", "011", line=2),
    wrong(
        "INV-13",
        "inventory",
        {"unit1": "140"},
        "表体第[1]项计量单位与法定计量单位相同,数量[2]与法定数量[1.2]不一致",
        "2",
        "1.2",
        line=1,
    ),
    wrong("INV-14", "inventory", {"net_weight": Decimal("1.51")}, "净重[1.51]要等于小于毛重[1.5]", "1.51", "1.5"),
    wrong("WAY-02", "waybill", {"weight": Decimal("0.0")}, "weight填写[0.0]不正确,应大于0", "0.0", "0"),
    wrong("WAY-02", "inventory", {"net_weight": Decimal(0)}, "netWeight填写[0]不正确,应大于0", "0", "0"),
    wrong(
        "WAY-02",
        "inventory",
        {"gross_weight": Decimal(0), "net_weight": Decimal(0)},
        "grossWeight填写[0]不正确,应大于0",
        "0",
        "0",
    ),
    # what a trade mode demands
    *[
        wrong("INV-15", "inventory", {attr: ""}, f"直购进口,{field}不能为空", "", "tradeMode 9610", flown=True)
        for attr, field in {"traf_no": "trafNo", "voyage_no": "voyageNo", "bill_no": "billNo"}.items()
    ],
    *[
        wrong("INV-16", "inventory", {attr: None}, f"保税进口,{field}不能为空", "", "tradeMode 1210")
        for attr, field in {"ems_no": "emsNo", "area_code": "areaCode", "area_name": "areaName"}.items()
    ],
    wrong(
        "INV-16",
        "inventory",
        {"item_record_no": " "},
        "保税进口表体第[2]项,itemRecordNo不能为空",
        " ",
        "tradeMode 1210",
        line=2,
    ),
    wrong(
        "INV-17",
        "inventory",
        {"invt_no": "51652026E000000001"},
        "invtNo填写[51652026E000000001]不正确,应为[4位关区+4位年+I+9位流水号]",
        "51652026E000000001",
        "4位关区+4位年+I+9位流水号",
    ),
    wrong(
        "INV-18",
        "inventory",
        {"ie_date": "20260230"},
        "ieDate填写[20260230]不正确,应为[YYYYMMDD]",
        "20260230",
        "YYYYMMDD",
    ),
]


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case.name)
def test_what_is_wrong_is_refused_for_that_alone(enterprise: Enterprise, case: Case) -> None:
    enterprise.send(case.made(enterprise.purchase()[case.kind]))
    info = (_INTRO[case.kind] + (case.reason if case.kind != "payment" else "")).format_map({"no": enterprise.number()})
    assert enterprise.statuses(RECEIPTS[case.kind]) == [(_STATUS[case.kind], info)]
    (verdict,) = enterprise.history()["verdicts"]
    assert (verdict["document"], verdict["rule"], verdict["code"]) == (case.kind, case.rule, _STATUS[case.kind])
    assert [value["value"] for value in verdict["values"]] == case.said
    assert all(value["path"] for value in verdict["values"])


def of_head(kind: str, **values: Any) -> tuple[str, Callable[[Any], Any]]:
    return kind, lambda document: changed(document, **values)


def of_line(kind: str, gnum: int, /, **values: Any) -> tuple[str, Callable[[Any], Any]]:
    return kind, lambda document: relined(document, gnum, **values)


def flown(**values: Any) -> tuple[str, Callable[[Any], Any]]:
    return "inventory", lambda document: changed(direct(document), **values)


TAKEN = {
    "X in an identity number": of_head("order", buyer_id_number="11010519491231002X"),
    "x in an identity number": of_head("payment", payer_id_number="11010519491231002x"),
    "a name with a point": of_head("inventory", buyer_name="古丽·买买提"),
    "a name that begins like a title": of_head("order", buyer_name="Missy Zhang", consignee="Mrak Novak"),
    "a name of one character": of_head("waybill", consignee="先"),
    "an office that takes parcels in": of_head("order", consignee="王先生书店"),
    "a social credit code": of_head("waybill", logistics_code=_CREDIT),
    "a registration with capitals": of_head("order", ebc_code="4401960A0Z"),
    "a platform's identifier of the port": of_head("order", ebp_code="W0098"),
    "no payment company": of_head("order", pay_code=None),
    "an empty payment company": of_head("order", pay_code=""),
    "surety of the declarant": of_head("inventory", assure_code="4401960005"),
    "surety of the carrier": of_head("inventory", assure_code="4401960004"),
    "surety of the platform": of_head("inventory", assure_code="4401960001"),
    "another unit": of_line("order", 1, unit="007"),
    "a second unit with its quantity": of_line("inventory", 2, unit2="011", qty2=Decimal("0.00001")),
    "another country": of_line("inventory", 1, country="143", trade_country="110"),
    "a wrapping": of_head("inventory", wrap_type="7"),
    "no wrapping": of_head("inventory", wrap_type=""),
    "an office that no table has": of_head("inventory", customs_code="9999", port_code="0000"),
    "a way of the newer ones": of_head("inventory", traf_mode="T"),
    "flown in": flown(),
    "flown in from Hong Kong": flown(country="110"),
    "flown in, and yet a book": flown(ems_no="T5165W000001", area_code="4401960006"),
    "bonded, and yet a bill": of_head("inventory", bill_no="1", traf_no="2", voyage_no="3"),
    "the same unit and quantity": of_line("inventory", 1, unit1="140", qty1=Decimal("2.0")),
    "as heavy as its goods": of_head("inventory", net_weight=Decimal("1.50")),
    "a day of entry": of_head("inventory", ie_date="20240229"),
    "no day of entry": of_head("inventory", ie_date=""),
    "a number of the list": of_head(
        "inventory", app_type="2", invt_no="51652026I000000001", pre_no="B20261111000000001"
    ),
    "a guid in small letters": of_head("order", guid="aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee"),
    "lines the other way round": ("inventory", lambda document: document.changed(lines=document.lines[::-1])),
}


@pytest.mark.parametrize("name", TAKEN)
def test_what_is_right_is_objected_to_by_nobody(name: str) -> None:
    kind, change = TAKEN[name]
    assert refusals(Kind[kind.upper()], change(purchase()[kind])) == []


def test_an_order_counts_its_lines_in_their_order() -> None:
    order = purchase()["order"]
    (found,) = refusals(Kind.ORDER, order.changed(lines=order.lines[::-1]))
    assert (found.rule.code, [side.value for side in found.sides]) == ("DOC-13", ["2, 1", "1, 2"])


def test_lines_of_one_number_are_told_once() -> None:
    for kind in (Kind.ORDER, Kind.INVENTORY):
        (found,) = refusals(kind, relined(purchase()[kind.label], 2, gnum=1))
        assert found.rule.code == "DOC-06"


def test_another_kind_of_card_has_another_kind_of_number() -> None:
    (found,) = refusals(Kind.ORDER, changed(purchase()["order"], buyer_id_type="2", buyer_id_number="G12345678"))
    assert found.rule.code == "DOC-04"


def test_a_delivery_names_its_carrier_rightly() -> None:
    assert refusals(Kind.DELIVERY, delivery()) == []
    (found,) = refusals(Kind.DELIVERY, delivery().changed(logistics_code="440196004"))
    assert (found.rule.code, found.status, found.info) == ("DOC-10", "-505011", "参数校验不通过")


@pytest.mark.parametrize("number", ["C20261111000000001", "B20261131000000001"])
def test_a_change_names_a_number_of_the_port(number: str) -> None:
    (found,) = refusals(Kind.INVENTORY, changed(purchase()["inventory"], app_type="2", pre_no=number))
    assert found.rule.code == "INV-17"
    assert found.info.endswith(f"preNo填写[{number}]不正确,应为[B+8位日期+9位流水号]")

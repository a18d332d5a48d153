"""What payment company and carrier cannot use is refused with place, value and reason, and nothing is kept."""

import json
from typing import Any

import pytest

from tests.enterprise import Enterprise
from tests.parties.asking import payment_of, waybill_of

_NUMBER = 'must be a number such as 12.50, as a number or as a text ("12.50")'
_JSON = {"Content-Type": "application/json"}

PAYMENTS: dict[str, tuple[dict[str, Any], str, str | None, str]] = {
    "unknown key": ({"tip": "1"}, "body.tip", "1", "Extra inputs are not permitted"),
    "no order": ({"orderNo": None}, "body.orderNo", None, "Input should be a valid string"),
    "order a number": ({"orderNo": 5}, "body.orderNo", "5", "Input should be a valid string"),
    "order empty": ({"orderNo": ""}, "body.orderNo", "", "is empty, 1 to 60 characters are required"),
    "order blank": ({"orderNo": " \t"}, "body.orderNo", " \t", "must not be blank"),
    "order long": ({"orderNo": "1" * 61}, "body.orderNo", "1" * 61, "has 61 characters, at most 60 are allowed"),
    "order with NUL": ({"orderNo": "\x00"}, "body.orderNo", "\x00", "holds a character that XML cannot carry"),
    "order with U+FFFE": ({"orderNo": "\ufffe"}, "body.orderNo", "\ufffe", "holds a character that XML cannot carry"),
    "payCode long": ({"payCode": "1" * 19}, "body.payCode", "1" * 19, "has 19 characters, at most 18 are allowed"),
    "ebpCode a list": ({"ebpCode": ["1"]}, "body.ebpCode", "['1']", "Input should be a valid string"),
    "dxpId long": ({"dxpId": "1" * 31}, "body.dxpId", "1" * 31, "has 31 characters, at most 30 are allowed"),
    "dxpId with blanks": ({"dxpId": "A B"}, "body.dxpId", "A B", "must not hold white space"),
    "dxpId empty": ({"dxpId": ""}, "body.dxpId", "", "must not be blank"),
    "amount 0": ({"amount": 0}, "body.amount", "0", "must be above 0"),
    "amount 0.00": ({"amount": "0.00"}, "body.amount", "0.00", "must be above 0"),
    "amount below 0": ({"amount": -1}, "body.amount", "-1", _NUMBER),
    "amount of mills": ({"amount": "1.005"}, "body.amount", "1.005", "has 3 decimals, at most 2 are allowed"),
    "amount of floats": ({"amount": 0.1 + 0.2}, "body.amount", "0.30000000000000004", "has 17 decimals"),
    "amount in words": ({"amount": "one"}, "body.amount", "one", _NUMBER),
    "amount full width": ({"amount": "１２"}, "body.amount", "１２", _NUMBER),
    "amount with exponent": ({"amount": "1e2"}, "body.amount", "1e2", _NUMBER),
    "amount with comma": ({"amount": "1,000.00"}, "body.amount", "1,000.00", _NUMBER),
    "amount with sign": ({"amount": "+1"}, "body.amount", "+1", _NUMBER),
    "amount with blanks": ({"amount": " 1"}, "body.amount", " 1", _NUMBER),
    "amount of a newline": ({"amount": "1\n"}, "body.amount", "1\n", _NUMBER),
    "amount true": ({"amount": True}, "body.amount", "True", _NUMBER),
    "amount NaN": ({"amount": float("nan")}, "body.amount", "nan", _NUMBER),
    "amount infinite": ({"amount": float("inf")}, "body.amount", "inf", _NUMBER),
    "amount null": ({"amount": None}, "body.amount", None, _NUMBER),
    "amount a list": ({"amount": [1]}, "body.amount", "[1]", _NUMBER),
    "amount huge": ({"amount": "9" * 20}, "body.amount", "9" * 20, _NUMBER),
    "amount of 1,000 digits": ({"amount": 10**1000}, "body.amount", None, _NUMBER),
    "payer a text": ({"payer": "张伟"}, "body.payer", "张伟", "Input should be a valid dictionary"),
    "payer without id": (
        {"payer": {"name": "张伟", "telephone": "1"}},
        "body.payer.idNumber",
        "{'name': '张伟', 'telephone': '1'}",
        "Field required",
    ),
    "payer with empty id": (
        {"payer": {"name": "张伟", "idNumber": "", "telephone": "1"}},
        "body.payer.idNumber",
        "",
        "is empty, 1 to 60 characters are required",
    ),
    "payer with a long name": (
        {"payer": {"name": "张" * 61, "idNumber": "1", "telephone": "1"}},
        "body.payer.name",
        "张" * 61,
        "has 61 characters, at most 60 are allowed",
    ),
    "payer without telephone": (
        {"payer": {"name": "张伟", "idNumber": "1", "telephone": None}},
        "body.payer.telephone",
        None,
        "Input should be a valid string",
    ),
    "payer with more": (
        {"payer": {"name": "张伟", "idNumber": "1", "telephone": "1", "age": 3}},
        "body.payer.age",
        "3",
        "Extra inputs are not permitted",
    ),
}

WAYBILLS: dict[str, tuple[dict[str, Any], str, str | None, str]] = {
    "unknown key": ({"logisticsNo": "1"}, "body.logisticsNo", "1", "Extra inputs are not permitted"),
    "snake case": ({"goods_info": "1"}, "body.goods_info", "1", "Extra inputs are not permitted"),
    "weight 0": ({"weight": 0}, "body.weight", "0", "must be above 0"),
    "weight of 6 decimals": ({"weight": "1.000001"}, "body.weight", "1.000001", "has 6 decimals, at most 5 are"),
    "weight with unit": ({"weight": "1kg"}, "body.weight", "1kg", _NUMBER),
    "freight below 0": ({"freight": -0.5}, "body.freight", "-0.5", _NUMBER),
    "freight null": ({"freight": None}, "body.freight", None, _NUMBER),
    "insuredFee of 20 digits": ({"insuredFee": "1" * 15 + ".12345"}, "body.insuredFee", None, "more than 19 digits"),
    "goodsInfo long": ({"goodsInfo": "货" * 201}, "body.goodsInfo", None, "has 201 characters, at most 200"),
    "billNo long": ({"billNo": "1" * 38}, "body.billNo", "1" * 38, "has 38 characters, at most 37 are allowed"),
    "consignee without address": (
        {"consignee": {"name": "张伟", "telephone": "1"}},
        "body.consignee.address",
        "{'name': '张伟', 'telephone': '1'}",
        "Field required",
    ),
    "consignee blank": (
        {"consignee": {"name": "　", "telephone": "1", "address": "1"}},
        "body.consignee.name",
        "　",
        "must not be blank",
    ),
    "address long": (
        {"consignee": {"name": "张伟", "telephone": "1", "address": "1" * 201}},
        "body.consignee.address",
        None,
        "has 201 characters, at most 200 are allowed",
    ),
}

BODIES: dict[str, tuple[bytes, int]] = {
    "nothing": (b"", 422),
    "no JSON": (b"<xml/>", 422),
    "cut off": (b'{"dxpId": "A', 422),
    "a list": (b"[]", 422),
    "null": (b"null", 422),
    "a number": (b"17", 422),
    "not UTF-8": (b'{"dxpId": "\xff"}', 400),
    "a half character": (b'{"dxpId": "\\ud800"}', 422),
    "a half character as key": (b'{"\\ud800": 1}', 422),
    "nested deeply": (b'{"a":' * 3000 + b"1" + b"}" * 3000, 400),
    "numbers without end": (b'{"amount": ' + b"9" * 9000 + b"}", 400),
}


def refused(response: Any, place: str, value: str | None, why: str) -> None:
    assert response.status_code == 422, response.text
    (error,) = response.json()["errors"]
    assert error["place"] == place
    assert why in error["why"]
    assert value is None or error["value"] == value


@pytest.mark.parametrize("name", PAYMENTS)
def test_payments(enterprise: Enterprise, name: str) -> None:
    other, place, value, why = PAYMENTS[name]
    asked = payment_of(enterprise, enterprise.purchase()["order"], **other)
    refused(enterprise.http.post("/payment/payments", content=json.dumps(asked), headers=_JSON), place, value, why)
    assert enterprise.receipts() == []


@pytest.mark.parametrize("name", WAYBILLS)
def test_waybills(enterprise: Enterprise, name: str) -> None:
    other, place, value, why = WAYBILLS[name]
    asked = waybill_of(enterprise, enterprise.purchase()["order"], **other)
    refused(enterprise.http.post("/carrier/waybills", content=json.dumps(asked), headers=_JSON), place, value, why)
    assert enterprise.receipts() == []


@pytest.mark.parametrize("path", ["/payment/payments", "/carrier/waybills"])
@pytest.mark.parametrize("name", BODIES)
def test_bodies(enterprise: Enterprise, path: str, name: str) -> None:
    body, status = BODIES[name]
    response = enterprise.http.post(path, content=body, headers=_JSON)
    assert response.status_code == status, response.text
    for error in response.json()["errors"]:
        assert error.keys() == {"place", "value", "why"}
        assert error["place"].partition(".")[0] == "body"


@pytest.mark.parametrize("path", ["/payment/payments", "/carrier/waybills"])
def test_a_body_larger_than_any_request(enterprise: Enterprise, path: str) -> None:
    response = enterprise.http.post(path, content=b'{"orderNo": "' + b"1" * 30_000 + b'"}', headers=_JSON)
    assert response.status_code == 413


@pytest.mark.parametrize(("path", "status"), [("/payment/payments", 405), ("/carrier/waybill", 404)])
def test_doors_that_are_not_there(enterprise: Enterprise, path: str, status: int) -> None:
    response = enterprise.http.get(path)
    assert response.status_code == status
    assert response.json()["errors"][0]["place"] == f"GET {path}"


@pytest.mark.parametrize("path", ["/payment/payments", "/carrier/waybills"])
def test_everything_that_is_missing_is_named_at_once(enterprise: Enterprise, path: str) -> None:
    errors = enterprise.http.post(path, json={}).json()["errors"]
    assert len(errors) == (6 if path.startswith("/payment") else 5)
    assert {error["why"] for error in errors} == {"Field required"}


@pytest.mark.parametrize(
    "order_no", ["<&>\"'", "]]>", "订单-①", "a/b", "𠮷", "-- ' OR 1=1", "\u2028", "a\nb", "'", "1" * 60]
)
def test_whatever_xml_can_carry_is_declared(enterprise: Enterprise, order_no: str) -> None:
    order = enterprise.purchase()["order"]
    order_no = f"{enterprise.serial}{order_no}"[:60]
    for path, asked in (
        ("/payment/payments", payment_of(enterprise, order, orderNo=order_no)),
        ("/carrier/waybills", waybill_of(enterprise, order, orderNo=order_no)),
    ):
        assert enterprise.http.post(path, json=asked).status_code == 201
    said = [(r.type[3:6], r.returns[0].return_status) for r in enterprise.receipts()]
    assert said == [(kind, status) for kind in ("412", "512") for status in ("2", "120")]

"""The waybill's delivery (CEB513): taken in, refused, sent again; nobody's clearance hangs on it."""

from typing import Any

import pytest

from tests.enterprise import Enterprise
from tests.purchases import changed, delivery, enveloped, message

_TIME = "20261111180000"
_BEFORE, _AFTER = "20261111175959", "20261111180001"
_PARAMETERS = ("-505011", "参数校验不通过")
_OLD = ("-505016", "物流报文处理失败，接收报文为旧报文数据，不做处理")
_EXISTS = ("-505012", "物流运单状态已存在")
_NO_OPERATION = ("-505014", "物流运单状态报文处理失败，未找到对应操作")


def said(enterprise: Enterprise) -> list[tuple[str, str]]:
    return enterprise.statuses("CEB514Message")


def test_a_delivery_is_taken_in(enterprise: Enterprise) -> None:
    enterprise.send_all(enterprise.purchase())
    document = delivery(enterprise.number())
    enterprise.send(document)
    returns = [r.returns[0] for r in enterprise.receipts() if r.type == "CEB514Message"]
    assert [(one.return_status, one.return_info) for one in returns] == [
        ("2", f"新增申报成功[{document.guid}]"),
        ("120", "[Code:1800;Desc:逻辑校验通过]"),
    ]
    assert {(one.logistics_code, one.logistics_no, one.logistics_status) for one in returns} == {
        ("4401960004", f"SD{enterprise.number()}", "S")
    }
    history = enterprise.history()
    assert history["state"] == "released"
    assert [(one["document"], one["state"]) for one in history["documents"]] == [
        *[(kind, "entered") for kind in ("order", "payment", "waybill")],
        ("inventory", "released"),
        ("delivery", "entered"),
    ]
    assert [one["returnStatus"] for one in history["receipts"] if one["messageType"] == "CEB514Message"] == ["2", "120"]
    assert len(enterprise.history(ebpCode="4401960001")["documents"]) == 5


def test_a_delivery_of_an_unknown_waybill_is_taken_in(enterprise: Enterprise) -> None:
    enterprise.send(delivery(enterprise.number()))
    assert [status for status, _ in said(enterprise)] == ["2", "120"]
    assert enterprise.history()["state"] == "unknown"
    enterprise.send(enterprise.purchase()["waybill"])
    assert [one["document"] for one in enterprise.history()["documents"]] == ["waybill", "delivery"]


def test_a_delivery_is_found_by_no_foreign_number(enterprise: Enterprise) -> None:
    enterprise.send(delivery(enterprise.number()))
    answer = enterprise.http.get(f"/_kouan/documents/SD{enterprise.number()}").json()
    assert (answer["documents"], answer["state"]) == ([], "unknown")


@pytest.mark.parametrize(
    ("wrong", "rule", "path"),
    [
        ({"logistics_status": "R"}, "DLV-01", "LogisticsStatus.logisticsStatus"),
        ({"logistics_status": "s"}, "DLV-01", "LogisticsStatus.logisticsStatus"),
        ({"logistics_time": "20261131180000"}, "DLV-02", "LogisticsStatus.logisticsTime"),
        ({"logistics_time": "2026-11-11T180"}, "DLV-02", "LogisticsStatus.logisticsTime"),
        ({"app_time": "20261111186000"}, "DOC-02", "LogisticsStatus.appTime"),
        ({"app_status": "1"}, "DOC-01", "LogisticsStatus.appStatus"),
        ({"app_status": "3"}, "DOC-01", "LogisticsStatus.appStatus"),
    ],
    ids=str,
)
def test_wrong_parameters(enterprise: Enterprise, wrong: dict[str, str], rule: str, path: str) -> None:
    enterprise.send(enterprise.purchase()["waybill"])
    document = changed(delivery(enterprise.number()), **wrong)
    enterprise.send(document)
    assert said(enterprise) == [_PARAMETERS]
    receipt = enterprise.receipts()[-1].returns[0]
    assert receipt.guid == document.guid
    (verdict,) = enterprise.history()["verdicts"]
    assert (verdict["document"], verdict["rule"], verdict["values"][0]["path"]) == ("delivery", rule, path)


def test_the_sender_must_transmit_it_himself(enterprise: Enterprise, another: Enterprise) -> None:
    body = message(delivery(enterprise.number()), dxp_id=another.dxp_id)
    enterprise.accepted(enterprise.post(enveloped(body, sender=enterprise.dxp_id, msg_type="CEB513Message")))
    assert said(enterprise) == [_PARAMETERS]
    assert another.receipts() == []


@pytest.mark.parametrize(
    ("first", "again", "answer"),
    [
        ({}, {"app_time": _BEFORE}, _OLD),
        ({}, {"app_time": _TIME, "note": "另一次"}, _OLD),
        ({}, {"app_time": _AFTER}, _EXISTS),
        ({}, {"app_time": _AFTER, "app_type": "2"}, _NO_OPERATION),
        ({}, {"app_time": _AFTER, "app_type": "3"}, _NO_OPERATION),
        ({"logistics_status": "R"}, {"app_time": _BEFORE}, _OLD),
        ({"logistics_status": "R"}, {"app_time": _AFTER}, ("120", "[Code:1800;Desc:逻辑校验通过]")),
    ],
    ids=str,
)
def test_resends(enterprise: Enterprise, first: Any, again: Any, answer: tuple[str, str]) -> None:
    document = delivery(enterprise.number())
    enterprise.send(changed(document, **first))
    enterprise.send(changed(document, **again))
    assert said(enterprise)[-1] == answer


@pytest.mark.parametrize("app_type", ["2", "3", "9"])
def test_nothing_can_be_changed_that_is_not_there(enterprise: Enterprise, app_type: str) -> None:
    enterprise.send(changed(delivery(enterprise.number()), app_type=app_type))
    assert said(enterprise) == [_NO_OPERATION]


def test_the_same_message_again_is_nothing_new(enterprise: Enterprise) -> None:
    for _ in range(3):
        enterprise.send(delivery(enterprise.number()))
    assert len(said(enterprise)) == 2


def test_a_hundred_in_a_message(enterprise: Enterprise) -> None:
    enterprise.send(*[delivery(enterprise.number(n)) for n in range(1, 101)])
    assert [len(receipt.returns) for receipt in enterprise.receipts()] == [100, 100]

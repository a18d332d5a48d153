"""What happens to a document that comes again: nothing, old, exists, or a new declaration of a refused one."""

from decimal import Decimal
from typing import Any

import pytest

from tests.enterprise import Enterprise
from tests.purchases import changed, enveloped, message

_OLD = {
    "order": ("-301014", "订单报文处理失败，接收报文为旧报文数据，不做处理;"),
    "payment": ("-401012", "支付单报文处理失败，接收报文为旧报文数据，不做处理"),
    "waybill": ("-504015", "已存在相同编号的运单"),
    "inventory": ("-621055", "已存在较新清单，请修改app_time为最新时间"),
}
_EXISTS = {
    "order": ("-301010", "已存在相同编号的订单"),
    "payment": ("-401007", "已存在相同编号的支付单"),
    "waybill": ("-504015", "已存在相同编号的运单"),
    "inventory": ("-621004", "清单[电商企业编码：4401960002,订单编号：{no}]已经申报过，请勿重复申报"),
}
_RECEIPTS = {
    "order": "CEB312Message",
    "payment": "CEB412Message",
    "waybill": "CEB512Message",
    "inventory": "CEB622Message",
}
_BEFORE, _SAME, _AFTER = "20261111115959", "20261111120000", "20261111120001"
_UNSUPPORTED = {"order": "-301012", "payment": "-401010", "waybill": "-504014", "inventory": "-621001"}
KINDS = pytest.mark.parametrize("kind", _OLD)


def said_last(enterprise: Enterprise, kind: str) -> tuple[str, str]:
    return enterprise.statuses(_RECEIPTS[kind])[-1]


@KINDS
def test_the_same_message_again_changes_nothing(enterprise: Enterprise, kind: str) -> None:
    document = enterprise.purchase()[kind]
    enterprise.send(document)
    before = enterprise.receipts()
    enterprise.send(document)
    assert enterprise.receipts() == before
    assert len(enterprise.history()["documents"]) == 1


def test_in_an_envelope_the_cop_msg_id_and_the_bytes_make_a_message_the_same(enterprise: Enterprise) -> None:
    body = message(enterprise.purchase()["order"], dxp_id=enterprise.dxp_id)
    for cop_msg_id in ("A", "A", "B"):
        enterprise.accepted(enterprise.post(enveloped(body, sender=enterprise.dxp_id, cop_msg_id=cop_msg_id)))
    assert [(r.cop_msg_id, r.returns[0].return_status) for r in enterprise.receipts()] == [
        ("A", "2"),
        ("A", "120"),
        ("B", "-301014"),
    ]


@KINDS
@pytest.mark.parametrize("app_time", [_BEFORE, _SAME])
def test_a_living_document_that_is_not_newer_is_old(enterprise: Enterprise, kind: str, app_time: str) -> None:
    document = enterprise.purchase()[kind]
    enterprise.send(document)
    enterprise.send(changed(document, app_time=app_time), root_guid="AGAIN".ljust(36))
    assert said_last(enterprise, kind) == _OLD[kind]


@KINDS
def test_a_living_document_exists(enterprise: Enterprise, kind: str) -> None:
    document = enterprise.purchase()[kind]
    enterprise.send(document)
    enterprise.send(changed(document, app_time=_AFTER))
    status, info = _EXISTS[kind]
    assert said_last(enterprise, kind) == (status, info.format(no=enterprise.number()))
    states = [(each["status"], each["current"]) for each in enterprise.history()["documents"]]
    assert states == [(states[0][0], True), (status, False)]


@KINDS
def test_a_refused_document_may_be_declared_again_with_a_newer_time(enterprise: Enterprise, kind: str) -> None:
    document = enterprise.purchase()[kind]
    enterprise.send(changed(document, app_status="1"))
    enterprise.send(changed(document, app_time=_AFTER))
    last = "2" if kind == "inventory" else "120"
    assert said_last(enterprise, kind)[0] == last
    assert [each["current"] for each in enterprise.history()["documents"]] == [False, True]


@KINDS
@pytest.mark.parametrize("app_time", [_BEFORE, _SAME])
def test_a_refused_document_that_is_not_newer_is_old(enterprise: Enterprise, kind: str, app_time: str) -> None:
    document = enterprise.purchase()[kind]
    enterprise.send(changed(document, app_status="1"))
    enterprise.send(changed(document, app_time=app_time))
    assert said_last(enterprise, kind) == _OLD[kind]


@KINDS
def test_a_refused_time_that_is_none_makes_nothing_old(enterprise: Enterprise, kind: str) -> None:
    document = enterprise.purchase()[kind]
    enterprise.send(changed(document, app_time="99999999999999"))
    enterprise.send(document)
    assert said_last(enterprise, kind)[0] == ("2" if kind == "inventory" else "120")


@KINDS
@pytest.mark.parametrize("app_type", ["2", "3", "9"])
def test_change_and_deletion_are_refused_loudly(enterprise: Enterprise, kind: str, app_type: str) -> None:
    document = enterprise.purchase()[kind]
    enterprise.send(document)
    enterprise.send(changed(document, app_type=app_type, app_time=_AFTER))
    assert said_last(enterprise, kind)[0] == _UNSUPPORTED[kind]
    assert [each["current"] for each in enterprise.history()["documents"]] == [True, False]


def test_a_refused_inventory_declared_again_clears(enterprise: Enterprise) -> None:
    documents = enterprise.purchase()
    wrong = {**documents, "inventory": changed(documents["inventory"], buyer_name="李娜")}
    enterprise.send_all(wrong)
    enterprise.send(changed(documents["inventory"], app_time=_AFTER))
    assert [status for status, _ in enterprise.statuses()] == ["2", "100", "2", "120", "800"]
    history = enterprise.history()
    assert history["state"] == "released"
    inventories = [each for each in history["documents"] if each["document"] == "inventory"]
    assert [(each["state"], each["current"]) for each in inventories] == [("refused", False), ("released", True)]
    assert inventories[0]["preNo"] != inventories[1]["preNo"]


@KINDS
def test_a_refused_resend_never_displaces_the_living_version(enterprise: Enterprise, kind: str) -> None:
    documents = enterprise.purchase()
    inventory = documents.pop("inventory")
    documents = {"inventory": inventory, **documents} if kind == "inventory" else {**documents, "inventory": inventory}
    bad: dict[str, Any] = {"app_status": "1", "app_time": _AFTER}
    for name, document in documents.items():
        enterprise.send(document)
        if name == kind:
            enterprise.send(changed(document, **bad))
    assert [status for status, _ in enterprise.statuses() if status > "0"] == ["2", "120", "800"]
    assert enterprise.history()["state"] == "released"


def test_a_refused_order_does_not_release_who_waits_for_it(enterprise: Enterprise) -> None:
    documents = enterprise.purchase()
    for kind in ("inventory", "payment", "waybill"):
        enterprise.send(documents[kind])
    enterprise.send(changed(documents["order"], actural_paid=Decimal(1)))
    assert [status for status, _ in enterprise.statuses()] == ["2"]
    enterprise.send(changed(documents["order"], app_time=_AFTER))
    assert [status for status, _ in enterprise.statuses()] == ["2", "120", "800"]


def test_a_refused_document_is_named_as_missing(enterprise: Enterprise) -> None:
    documents = enterprise.purchase()
    documents["order"] = changed(documents["order"], app_status="1")
    enterprise.send_all(documents)
    ((_, info),) = enterprise.statuses()
    assert info.endswith(f"; 对应电商企业为[4401960002]订单号为[{enterprise.number()}]的订单信息不存在")


@KINDS
@pytest.mark.parametrize("app_time", [_SAME, _AFTER])
def test_the_same_key_twice_in_a_message_is_a_resend(enterprise: Enterprise, kind: str, app_time: str) -> None:
    document = enterprise.purchase()[kind]
    enterprise.send(document, changed(document, app_time=app_time))
    expected = (_EXISTS if app_time == _AFTER else _OLD)[kind]
    said = enterprise.statuses(_RECEIPTS[kind])
    assert (expected[0], expected[1].format(no=enterprise.number())) in said
    assert [status for status, _ in said if status > "0"] == (["2"] if kind == "inventory" else ["2", "120"])


def test_a_second_payment_of_an_order_is_the_one_that_counts(enterprise: Enterprise) -> None:
    documents = enterprise.purchase()
    first = changed(documents["payment"], pay_transaction_id=f"Q{enterprise.number()}", amount_paid=Decimal(1))
    enterprise.send(first)
    enterprise.send_all(documents)
    assert [status for status, _ in enterprise.statuses()] == ["2", "120", "800"]

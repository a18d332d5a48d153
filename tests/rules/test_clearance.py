"""Four documents that agree clear, whatever their order of arrival; the receipts come one after the other."""

from itertools import permutations

import pytest

from tests.enterprise import FOUR, Enterprise

_ENTERED = ("120", "[Code:1800;Desc:逻辑校验通过]")
_RELEASED = ("800", "[Code:2600;Desc:放行]")


def test_four_documents_clear(enterprise: Enterprise) -> None:
    documents = enterprise.purchase()
    enterprise.send_all(documents)
    for kind, document in zip(("CEB312Message", "CEB412Message", "CEB512Message"), documents.values(), strict=False):
        assert enterprise.statuses(kind) == [("2", f"新增申报成功[{document.head.guid}]"), _ENTERED]
    number, guid = enterprise.number(), documents["inventory"].head.guid
    accepted = f"清单新增申报成功[{guid}][电商企业编码：4401960002订单编号：{number}]"
    assert enterprise.statuses() == [("2", accepted), _ENTERED, _RELEASED]
    history = enterprise.history()
    assert history["state"] == "released"
    assert [each["status"] for each in history["documents"]] == ["120", "120", "120", "800"]
    assert history["verdicts"] == []


@pytest.mark.parametrize("order", list(permutations(FOUR)), ids="-".join)
def test_it_clears_in_every_order_of_arrival(enterprise: Enterprise, order: tuple[str, ...]) -> None:
    documents = enterprise.purchase()
    for kind in order:
        enterprise.send(documents[kind])
    for kind in ("CEB312Message", "CEB412Message", "CEB512Message"):
        assert [status for status, _ in enterprise.statuses(kind)] == ["2", "120"]
    missing = [kind for kind in ("order", "waybill", "payment") if order.index(kind) > order.index("inventory")]
    (two, accepted), *rest = enterprise.statuses()
    assert (two, rest) == ("2", [_ENTERED, _RELEASED])
    assert accepted == _accepted(enterprise.number(), documents["inventory"].head.guid, missing)
    assert enterprise.history()["state"] == "released"


def _accepted(number: str, guid: str, missing: list[str]) -> str:
    name = f"[电商企业编码：4401960002订单编号：{number}]"
    texts = {
        "order": f"对应电商企业为[4401960002]订单号为[{number}]的订单信息不存在",
        "waybill": f"对应物流企业为[4401960004]物流单号为[SD{number}]的运单信息不存在",
        "payment": f"对应电商平台为[4401960001]订单号为[{number}]支付信息不存在",
    }
    match [texts[kind] for kind in missing]:
        case []:
            return f"清单新增申报成功[{guid}]{name}"
        case [one]:
            return f"清单新增申报成功{name}; {one}"
        case many:
            return " ".join([f"清单新增申报成功{name}", *many])


def test_an_inventory_waits_and_says_for_what(enterprise: Enterprise) -> None:
    documents = enterprise.purchase()
    number = enterprise.number()
    history = enterprise.history()
    history.pop("nearMisses")  # numbers of other tests are alike
    assert history == {"documents": [], "receipts": [], "verdicts": [], "state": "unknown"}
    enterprise.send(documents["order"])
    assert enterprise.history()["state"] == "incomplete"
    enterprise.send(documents["inventory"])
    history = enterprise.history()
    assert history["state"] == "waiting"
    assert history["documents"][-1]["missing"] == [
        {"document": "payment", "key": f"4401960001/{number}"},
        {"document": "waybill", "key": f"4401960004/SD{number}"},
    ]
    enterprise.send(documents["payment"])
    assert [status for status, _ in enterprise.statuses()] == ["2"]
    enterprise.send(documents["waybill"])
    assert [status for status, _ in enterprise.statuses()] == ["2", "120", "800"]
    assert enterprise.history()["documents"][1]["missing"] == []


def test_the_platform_narrows_what_is_told_of_an_order(enterprise: Enterprise) -> None:
    enterprise.send_all(enterprise.purchase())
    assert len(enterprise.history(ebpCode="4401960001")["documents"]) == 4
    assert [each["document"] for each in enterprise.history(ebpCode="4401960009")["documents"]] == ["waybill"]


def test_the_receipts_of_one_inventory_belong_together(enterprise: Enterprise) -> None:
    enterprise.send_all(enterprise.purchase())
    accepted, entered, released = (
        said for receipt in enterprise.receipts() if receipt.type == "CEB622Message" for said in receipt.returns
    )
    assert accepted.guid != entered.guid == released.guid
    assert accepted.pre_no == entered.pre_no == released.pre_no
    assert accepted.pre_no.startswith("B20261111")
    assert entered.invt_no == released.invt_no
    assert entered.invt_no.startswith("51652026I")
    assert {said.cop_no for said in (accepted, entered, released)} == {f"C{enterprise.number()}"}


def test_without_a_cop_no_the_receipt_names_the_order(enterprise: Enterprise) -> None:
    documents = enterprise.purchase()
    long = f"{enterprise.number()}-and-much-more-of-it"
    head = documents["inventory"].head.changed(cop_no=None, order_no=long)
    enterprise.send(documents["inventory"].changed(head=head))
    (receipt,) = enterprise.receipts()
    assert receipt.returns[0].cop_no == long[:20]

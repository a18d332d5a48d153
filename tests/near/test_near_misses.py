"""An inventory waits for what was sent with a slip: the overview names it, and what differs."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.enterprise import Enterprise
from tests.purchases import changed
from tests.simulator.gateway import SLOW, Gateway

NUMBER = "T000001-001"
ANOTHER_BUYER = {"buyer_id_number": "440106198001010019", "prices": ("12.00",)}
PAID, BOUGHT = (
    "orderNo: {}; the buyer is the same; the amount is the same",
    "ebpCode: another platform; the buyer is the same; the amount is the same",
)
CARRIED = "the order is the same; the address is the same"


@pytest.fixture
def enterprise(tmp_path: Path) -> Iterator[Enterprise]:
    with Gateway(tmp_path / "kouan.db") as gateway:
        yield Enterprise(gateway, 1)


def misses(enterprise: Enterprise, n: int = 1, **options: str) -> list[dict[str, Any]]:
    return enterprise.history(n, **options)["nearMisses"]


def told(enterprise: Enterprise, n: int = 1, **options: str) -> list[tuple[str, list[str]]]:
    """Return per thing wanted what it is and, for each candidate, why it is named."""
    return [
        (one["document"], [candidate["why"]["en"] for candidate in one["candidates"]])
        for one in misses(enterprise, n, **options)
    ]


@pytest.mark.parametrize(
    ("kind", "wrong", "path", "why"),
    [
        ("order", {"order_no": "T000001-007"}, "OrderHead.orderNo", PAID.format("one character is another")),
        ("payment", {"order_no": "T000001-007"}, "PaymentHead.orderNo", PAID.format("one character is another")),
        (
            "payment",
            {"order_no": "T000010-001"},
            "PaymentHead.orderNo",
            PAID.format("two neighbouring characters are exchanged"),
        ),
        ("payment", {"order_no": "T000001-01"}, "PaymentHead.orderNo", PAID.format("one character is missing")),
        ("payment", {"order_no": "T000001-001 "}, "PaymentHead.orderNo", PAID.format("the same but for blanks")),
        (
            "payment",
            {"order_no": "t000001-001"},
            "PaymentHead.orderNo",
            PAID.format("the same but for upper and lower case"),
        ),
        (
            "order",
            {"order_no": "Ｔ０００００１-001"},
            "OrderHead.orderNo",
            PAID.format("the same but for full-width characters"),
        ),
        ("order", {"ebp_code": "4401960009"}, "OrderHead.ebpCode", BOUGHT),
        ("payment", {"ebp_code": "4401960009"}, "PaymentHead.ebpCode", BOUGHT),
        (
            "waybill",
            {"logistics_no": "SDT000001-081"},
            "LogisticsHead.logisticsNo",
            f"logisticsNo: one character is another; {CARRIED}",
        ),
        (
            "waybill",
            {"logistics_no": "QUITE-ANOTHER"},
            "LogisticsHead.logisticsNo",
            f"logisticsNo: another number; {CARRIED}",
        ),
        (
            "waybill",
            {"logistics_code": "4401960009"},
            "LogisticsHead.logisticsCode",
            f"logisticsCode: another carrier; {CARRIED}",
        ),
    ],
)
def test_a_slip(enterprise: Enterprise, kind: str, wrong: dict[str, str], path: str, why: str) -> None:
    documents = enterprise.purchase()
    ((attr, found),) = wrong.items()
    wanted = getattr(documents[kind].head, attr)
    documents[kind] = changed(documents[kind], **wrong)
    enterprise.send_all(documents)
    (miss,) = misses(enterprise)
    assert miss["document"] == kind
    assert miss["wantedBy"] == {"document": "inventory", "key": f"4401960002/{NUMBER}"}
    (candidate,) = miss["candidates"]
    assert candidate["differences"] == [{"path": path, "wanted": wanted, "found": found}]
    assert (candidate["document"], candidate["state"], candidate["dxpId"]) == (kind, "entered", enterprise.dxp_id)
    assert candidate["why"]["en"] == why


def test_all_that_is_told(enterprise: Enterprise) -> None:
    documents = enterprise.purchase()
    documents["payment"] = changed(documents["payment"], order_no="t000001-001", ebp_code="4401960009")
    enterprise.send_all(documents)
    assert misses(enterprise) == [
        {
            "document": "payment",
            "key": "4401960001/T000001-001",
            "wantedBy": {"document": "inventory", "key": "4401960002/T000001-001"},
            "candidates": [
                {
                    "document": "payment",
                    "key": "4401960003/PT000001-001",
                    "state": "entered",
                    "dxpId": "DXPENT0000000001",
                    "differences": [
                        {"path": "PaymentHead.ebpCode", "wanted": "4401960001", "found": "4401960009"},
                        {"path": "PaymentHead.orderNo", "wanted": "T000001-001", "found": "t000001-001"},
                    ],
                    "why": {
                        "en": "ebpCode: another platform; orderNo: the same but for upper and lower case;"
                        " the buyer is the same; the amount is the same",
                        "zh": "ebpCode：电商平台不同；orderNo：仅大小写不同；订购人相同；金额相同",
                    },
                }
            ],
        }
    ]


def test_a_payment_of_somebody_else_of_the_same_amount(enterprise: Enterprise) -> None:
    documents = enterprise.purchase()
    documents["payment"] = changed(documents["payment"], order_no="T000001-007", payer_id_number="440106198001010019")
    enterprise.send_all(documents)
    assert told(enterprise) == [("payment", ["orderNo: one character is another; the amount is the same"])]


def test_a_refused_one(enterprise: Enterprise) -> None:
    documents = enterprise.purchase()
    documents["payment"] = changed(documents["payment"], app_status="1")
    enterprise.send_all(documents)
    (miss,) = misses(enterprise)
    (candidate,) = miss["candidates"]
    assert (candidate["state"], candidate["differences"]) == ("refused", [])
    assert candidate["why"] == {
        "en": "refused with -401009; the buyer is the same; the amount is the same",
        "zh": "已被退单：-401009；订购人相同；金额相同",
    }


def test_one_that_is_under_way(tmp_path: Path) -> None:
    with Gateway(tmp_path / "kouan.db", pace=SLOW) as gateway:
        enterprise = Enterprise(gateway, 1)
        documents = enterprise.purchase()
        payment = documents.pop("payment")
        enterprise.send_all(documents)
        gateway.advance(12)
        assert told(enterprise) == []
        enterprise.send(payment)
        gateway.catch_up()
        expected = "customs has not taken it in yet; the buyer is the same; the amount is the same"
        assert told(enterprise) == [("payment", [expected])]
        gateway.advance(100)
        assert told(enterprise) == []
        assert enterprise.history()["state"] == "released"


def test_nothing_is_alike(enterprise: Enterprise) -> None:
    documents = enterprise.purchase()
    documents["payment"] = changed(documents["payment"], order_no="SOMEBODY-ELSES")
    enterprise.send_all(documents)
    assert enterprise.history()["state"] == "waiting"
    assert misses(enterprise) == []


def test_the_next_number_is_another_purchase(enterprise: Enterprise) -> None:
    documents = enterprise.purchase()
    documents.pop("payment")
    enterprise.send_all(documents)
    enterprise.send(enterprise.purchase(2, **ANOTHER_BUYER)["payment"])
    assert misses(enterprise) == []


def test_what_another_inventory_uses_is_not_offered(enterprise: Enterprise) -> None:
    documents = enterprise.purchase()
    documents.pop("payment")
    enterprise.send_all(documents)
    second = enterprise.purchase(2)
    enterprise.send(second["payment"])
    assert told(enterprise) == [("payment", [PAID.format("one character is another")])]
    enterprise.send(second["inventory"])  # still waits, but the payment is its own
    assert told(enterprise) == []


def test_nor_is_that_of_the_same_number_on_another_platform(enterprise: Enterprise) -> None:
    theirs = {
        kind: changed(document, ebp_code="4401960009", **({"ebc_code": "4401960008"} if kind != "payment" else {}))
        for kind, document in enterprise.purchase().items()
        if kind != "waybill"
    }
    enterprise.send_all(theirs)
    enterprise.send(enterprise.purchase()["inventory"])
    assert {one["key"] for one in enterprise.history()["documents"]} == {
        "4401960009/T000001-001",
        "4401960003/PT000001-001",
        "4401960008/T000001-001",
        "4401960002/T000001-001",
    }
    assert misses(enterprise) == []


def test_the_best_three(enterprise: Enterprise) -> None:
    documents = enterprise.purchase()
    payment = documents.pop("payment")
    enterprise.send_all(documents)
    wrong = ["T000001-122", "T000001-021", "t000001-001", "T000001-007", "T000001-008"]
    for place, number in enumerate(wrong):
        enterprise.send(changed(payment, order_no=number, pay_transaction_id=f"P{place}", guid=f"{place:036d}"))
    (miss,) = misses(enterprise)
    named = [one["differences"][0]["found"] for one in miss["candidates"]]
    assert named == ["t000001-001", "T000001-008", "T000001-007"]  # of the equally near the latest first
    assert misses(enterprise) == [miss]


def test_several_are_missing(enterprise: Enterprise) -> None:
    documents = enterprise.purchase()
    for kind in ("order", "payment"):
        documents[kind] = changed(documents[kind], order_no="T000001-007")
    enterprise.send_all(documents)
    assert [(one["document"], len(one["candidates"])) for one in misses(enterprise)] == [("order", 1), ("payment", 1)]


# ── papers that no inventory names ───────────────────────────────────────────────────────────────


def test_a_paper_finds_the_inventory_that_waits(enterprise: Enterprise) -> None:
    documents = enterprise.purchase()
    documents["order"] = changed(documents["order"], order_no=enterprise.number(7))
    enterprise.send_all(documents)
    assert misses(enterprise, 7) == [
        {
            "document": "inventory",
            "key": "4401960001/T000001-007",
            "wantedBy": {"document": "order", "key": "4401960001/T000001-007"},
            "candidates": [
                {
                    "document": "inventory",
                    "key": "4401960002/T000001-001",
                    "state": "waiting",
                    "dxpId": "DXPENT0000000001",
                    "differences": [{"path": "InventoryHead.orderNo", "wanted": "T000001-007", "found": "T000001-001"}],
                    "why": {
                        "en": "orderNo: one character is another; the buyer is the same; the amount is the same",
                        "zh": "orderNo：一个字符不同；订购人相同；金额相同",
                    },
                }
            ],
        }
    ]


def test_a_paper_on_another_platform_finds_it_too(enterprise: Enterprise) -> None:
    documents = enterprise.purchase()
    documents["order"] = changed(documents["order"], ebp_code="4401960009")
    documents.pop("waybill")
    enterprise.send_all(documents)
    assert told(enterprise, ebpCode="4401960009") == [("inventory", [BOUGHT])]
    assert told(enterprise) == [("order", [BOUGHT])]


def test_an_inventory_that_does_not_wait_for_it_is_not_meant(enterprise: Enterprise) -> None:
    enterprise.send_all(enterprise.purchase())
    enterprise.send(enterprise.purchase(2)["order"])
    assert misses(enterprise, 2) == []
    assert misses(enterprise) == []


# ── numbers of which nothing is known ────────────────────────────────────────────────────────────


def test_an_unknown_number(enterprise: Enterprise) -> None:
    for n in (2, 3, 4):
        enterprise.send(enterprise.purchase(n)["order"])
    enterprise.send_all(enterprise.purchase())
    history = enterprise.history(5)
    assert (history["state"], history["documents"]) == ("unknown", [])
    (miss,) = history["nearMisses"]
    assert (miss["document"], miss["key"], miss["wantedBy"]) == ("order", "T000001-005", None)
    assert [one["key"] for one in miss["candidates"]] == [
        "4401960002/T000001-001",
        "4401960001/T000001-004",
        "4401960001/T000001-003",
    ]
    assert miss["candidates"][0] == {
        "document": "inventory",
        "key": "4401960002/T000001-001",
        "state": "released",
        "dxpId": "DXPENT0000000001",
        "differences": [{"path": "InventoryHead.orderNo", "wanted": "T000001-005", "found": "T000001-001"}],
        "why": {"en": "orderNo: one character is another", "zh": "orderNo：一个字符不同"},
    }
    assert misses(enterprise, 888) == []


def test_a_number_that_is_known_on_another_platform_only(enterprise: Enterprise) -> None:
    enterprise.send(enterprise.purchase()["order"])
    assert told(enterprise, ebpCode="4401960009") == [("order", ["ebpCode: another platform"])]


# ── other worlds ─────────────────────────────────────────────────────────────────────────────────


class Elsewhere:
    """Speaks to another world of the same simulator."""

    def __init__(self, gateway: Gateway, name: str = "sandbox") -> None:
        self._gateway, self._front = gateway, f"/w/{name}"
        assert gateway.post("/_kouan/worlds", json={"name": name}).status_code == 201

    def post(self, url: str, **options: Any) -> Any:
        return self._gateway.post(self._front + url, **options)


def test_sent_into_another_world(tmp_path: Path) -> None:
    with Gateway(tmp_path / "kouan.db") as gateway:
        enterprise = Enterprise(gateway, 1)
        documents = enterprise.purchase()
        Enterprise(Elsewhere(gateway), 1).send(documents["payment"])
        (unknown,) = misses(enterprise)
        assert (unknown["wantedBy"], [one["world"] for one in unknown["candidates"]]) == (None, ["sandbox"])
        assert unknown["candidates"][0]["why"] == {"en": "in another world: sandbox", "zh": "在另一个world：sandbox"}
        enterprise.send(documents["inventory"])
        (miss,) = misses(enterprise)
        (candidate,) = miss["candidates"]
        assert (candidate["world"], candidate["key"], candidate["differences"]) == (
            "sandbox",
            "4401960003/PT000001-001",
            [],
        )
        assert candidate["why"]["en"] == "in another world: sandbox; the buyer is the same"


def test_the_inventory_waits_in_another_world(tmp_path: Path) -> None:
    with Gateway(tmp_path / "kouan.db") as gateway:
        enterprise = Enterprise(gateway, 1)
        Enterprise(Elsewhere(gateway), 1).send(enterprise.purchase()["inventory"])
        enterprise.send(enterprise.purchase()["order"])
        (miss,) = misses(enterprise)
        assert [(one["world"], one["state"]) for one in miss["candidates"]] == [("sandbox", "waiting")]


def test_what_is_used_there_or_gone_with_its_world_is_not_offered(tmp_path: Path) -> None:
    with Gateway(tmp_path / "kouan.db") as gateway:
        enterprise = Enterprise(gateway, 1)
        documents = enterprise.purchase()
        used = Enterprise(Elsewhere(gateway, "used"), 1)
        used.send(documents["payment"])
        used.send(documents["inventory"])
        Enterprise(Elsewhere(gateway, "gone"), 1).send(documents["payment"])
        assert gateway.run(gateway.client.delete("/_kouan/worlds/gone")).status_code == 200
        enterprise.send(changed(documents["inventory"], guid="ANOTHER".ljust(36, "0")))
        assert misses(enterprise) == []

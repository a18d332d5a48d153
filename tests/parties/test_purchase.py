"""The retailer sends order and inventory; payment company and carrier declare the rest by themselves."""

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import permutations
from pathlib import Path
from shutil import copy
from typing import Any

import pytest

from gateway_client.wire.ceb import REQUESTS
from gateway_client.wire.ceb.payment import PaymentHead
from gateway_client.wire.ceb.waybill import LogisticsHead
from gateway_client.wire.decode import decode
from gateway_client.wire.parse import Parsed, parse
from gateway_client.wire.validate import Schemas
from simulator.store.packing import unpack
from tests.databases import look
from tests.enterprise import Enterprise
from tests.parties.asking import buy, declare, pay, payment_of, ship, waybill_of
from tests.purchases import changed
from tests.simulator.gateway import Gateway

SCHEMAS = Schemas()


@pytest.fixture(params=["server", "in process"])
def retailer(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Enterprise]:
    """The same tests against a running server and in this process."""
    if request.param == "server":
        yield request.getfixturevalue("enterprise")
        return
    with Gateway(tmp_path / "kouan.db") as gateway:
        yield Enterprise(gateway, 1)


def said(enterprise: Enterprise) -> list[tuple[str, str]]:
    """Return (message, status) of everything received, in its order."""
    return [(r.type[3:6], one.return_status) for r in enterprise.receipts() for one in r.returns]


def test_released_and_delivered(retailer: Enterprise) -> None:
    logistics_no = buy(retailer)
    assert said(retailer) == [
        *[("412", "2"), ("412", "120"), ("512", "2"), ("512", "120"), ("312", "2"), ("312", "120")],
        *[("622", "2"), ("622", "120"), ("622", "800"), ("514", "2"), ("514", "120")],
    ]
    delivered = [r.returns[0] for r in retailer.receipts() if r.type == "CEB514Message"]
    assert {(one.logistics_code, one.logistics_no, one.logistics_status) for one in delivered} == {
        ("4401960004", logistics_no, "S")
    }
    history = retailer.history()
    assert history["state"] == "released"
    states = {one["document"]: one["state"] for one in history["documents"]}
    assert states == dict.fromkeys(("payment", "waybill", "order", "delivery"), "entered") | {"inventory": "released"}
    assert {one["dxpId"] for one in history["documents"]} == {retailer.dxp_id}


@pytest.mark.parametrize("turn", list(permutations(["pay", "ship", "order"])), ids="-".join)
def test_in_any_order_of_events(enterprise: Enterprise, turn: tuple[str, ...]) -> None:
    documents = enterprise.purchase()
    if turn.index("ship") == 2:
        pay(enterprise, documents["order"])
    acts: dict[str, Any] = {
        "pay": lambda: pay(enterprise, documents["order"]),
        "ship": lambda: ship(enterprise, documents["order"]),
        "order": lambda: enterprise.send(documents["order"]),
    }
    for act in turn:
        acts[act]()
    logistics_no = ship(enterprise, documents["order"])  # asked again: the number of before
    enterprise.send(changed(documents["inventory"], logistics_no=logistics_no))
    assert [status for status, _ in enterprise.statuses()] == ["2", "120", "800"]
    assert [status for status, _ in enterprise.statuses("CEB514Message")] == ["2", "120"]


def test_an_inventory_waits_for_the_payment_company(enterprise: Enterprise) -> None:
    documents = enterprise.purchase()
    declare(enterprise, documents, ship(enterprise, documents["order"]))
    assert enterprise.history()["state"] == "waiting"
    assert enterprise.statuses("CEB514Message") == []
    pay(enterprise, documents["order"])
    assert enterprise.history()["state"] == "released"
    assert len(enterprise.statuses("CEB514Message")) == 2


def test_receipts_go_to_the_dxp_id_of_the_request(enterprise: Enterprise, another: Enterprise) -> None:
    documents = enterprise.purchase()
    pay(another, documents["order"])
    logistics_no = ship(another, documents["order"])
    declare(enterprise, documents, logistics_no)
    assert said(another) == [*[(kind, status) for kind in ("412", "512", "514") for status in ("2", "120")]]
    assert {kind for kind, _ in said(enterprise)} == {"312", "622"}


@pytest.mark.parametrize("amount", ["1.00", "286.34", "286.36", "10000000000000.01"])
def test_a_wrong_amount(enterprise: Enterprise, amount: str) -> None:
    documents = enterprise.purchase()
    assert documents["order"].head.actural_paid == Decimal("286.35")
    pay(enterprise, documents["order"], amount=amount)
    declare(enterprise, documents, ship(enterprise, documents["order"]))
    _, (status, info) = enterprise.statuses()
    assert status == "100"
    assert info == (
        "[Code:1332;Desc:支付单支付金额与订单支付金额不一致],"
        f"[OrderHead.acturalPaid:286.35,PaymentHead.amountPaid{amount}]"
    )
    assert enterprise.statuses("CEB514Message") == []


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"payer": {"name": "李娜", "idNumber": "440106199003071231", "telephone": "1"}}, "1327"),
        ({"payCode": "4401960099"}, "13035"),
    ],
)
def test_what_the_payment_company_was_told_wrong(enterprise: Enterprise, asked: dict[str, Any], code: str) -> None:
    documents = enterprise.purchase()
    pay(enterprise, documents["order"], **asked)
    declare(enterprise, documents, ship(enterprise, documents["order"]))
    assert enterprise.statuses()[-1][1].startswith(f"[Code:{code};")


def test_what_the_carrier_was_told_wrong(enterprise: Enterprise) -> None:
    documents = enterprise.purchase()
    pay(enterprise, documents["order"])
    consignee = {"name": "张伟", "telephone": "13800138000", "address": "别处"}
    declare(enterprise, documents, ship(enterprise, documents["order"], consignee=consignee))
    assert enterprise.statuses()[-1] == ("100", "[Code:1300;Desc:人工退单，订单与运单的收货地址不一致]")
    assert enterprise.statuses("CEB514Message") == []


def test_a_waybill_of_ones_own_is_not_delivered_by_this_carrier(enterprise: Enterprise) -> None:
    ship(enterprise, enterprise.purchase(2)["order"])
    enterprise.send_all(enterprise.purchase())
    assert enterprise.history()["state"] == "released"
    assert enterprise.statuses("CEB514Message") == []


def test_a_hundred_parcels_are_delivered_in_one_message(enterprise: Enterprise, another: Enterprise) -> None:
    purchases = [enterprise.purchase(n) for n in range(1, 101)]
    inventories = []
    for n, documents in enumerate(purchases):
        pay(enterprise, documents["order"])
        logistics_no = ship(another if n == 7 else enterprise, documents["order"])
        inventories.append(changed(documents["inventory"], logistics_no=logistics_no))
    receipts = enterprise.receipts()
    while receipts:
        enterprise.acknowledge(*[r.id for r in receipts])
        receipts = enterprise.receipts()
    enterprise.send(*[documents["order"] for documents in purchases])
    enterprise.send(*inventories)
    assert [(r.type[3:6], len(r.returns)) for r in enterprise.receipts()] == [
        *[("312", 100)] * 2,
        *[("622", 100)] * 3,
        *[("514", 99)] * 2,
    ]
    assert [len(r.returns) for r in another.receipts() if r.type == "CEB514Message"] == [1, 1]


# ── asking again ─────────────────────────────────────────────────────────────────────────────────


def test_asking_again_changes_nothing(retailer: Enterprise) -> None:
    order = retailer.purchase()["order"]
    paid, shipped = pay(retailer, order), ship(retailer, order)
    receipts = retailer.receipts()
    amount = order.head.actural_paid
    for same in (str(amount), float(amount), f"0{amount}"):
        assert pay(retailer, order, amount=same) == paid
    for same in ("1.5", 1.50, "1.50000"):
        assert ship(retailer, order, weight=same, freight=0, insuredFee="0.0", billNo=None) == shipped
    assert retailer.receipts() == receipts
    assert len(retailer.history()["documents"]) == 2


def test_numbers_are_unique_and_times_are_beijing_time(retailer: Enterprise) -> None:
    paid = [pay(retailer, retailer.purchase(n)["order"]) for n in range(20)]
    shipped = [ship(retailer, retailer.purchase(n)["order"]) for n in range(20)]
    assert len({one["payTransactionId"] for one in paid}) == 20
    assert len(set(shipped)) == 20
    assert all(re.fullmatch("20261111[0-9]{6}", one["payTime"]) for one in paid)
    assert all(re.fullmatch("[0-9]{20}", one["payTransactionId"]) for one in paid)
    assert all(re.fullmatch("KW[0-9]{13}", number) for number in shipped)


def test_the_same_order_number_on_two_platforms(enterprise: Enterprise) -> None:
    order = enterprise.purchase()["order"]
    assert pay(enterprise, order) != pay(enterprise, order, ebpCode="4401960B01")
    assert ship(enterprise, order) != ship(enterprise, order, ebpCode="4401960B01")


def test_another_payment_of_an_order_is_refused_with_both_values(retailer: Enterprise) -> None:
    order = retailer.purchase()["order"]
    paid = pay(retailer, order)
    payer = {"name": "李娜", "idNumber": order.head.buyer_id_number, "telephone": order.head.buyer_telephone}
    asked = payment_of(retailer, order, amount="286.34", payer=payer, dxpId="DXPENT9999999999")
    response = retailer.http.post("/payment/payments", json=asked)
    assert response.status_code == 409
    why = f"differs from what was asked before for this order, which got {paid['payTransactionId']}"
    assert response.json() == {
        "errors": [
            {"place": "body.dxpId", "value": "DXPENT9999999999", "known": retailer.dxp_id, "why": why},
            {"place": "body.amount", "value": "286.34", "known": "286.35", "why": why},
            {"place": "body.payer.name", "value": "李娜", "known": "张伟", "why": why},
        ]
    }
    assert pay(retailer, order) == paid


def test_another_waybill_of_an_order_is_refused_with_both_values(retailer: Enterprise) -> None:
    order = retailer.purchase()["order"]
    number = ship(retailer, order, goodsInfo="奶粉")
    asked = waybill_of(retailer, order, weight="2", freight="0.001")
    response = retailer.http.post("/carrier/waybills", json=asked)
    assert response.status_code == 409
    found = {one["place"]: (one["value"], one["known"]) for one in response.json()["errors"]}
    assert found == {
        "body.weight": ("2.00", "1.50"),
        "body.freight": ("0.001", "0.00"),
        "body.goodsInfo": (None, "奶粉"),
    }
    assert number in response.json()["errors"][0]["why"]


# ── what they declare ────────────────────────────────────────────────────────────────────────────


def declared(db: Path) -> list[Any]:
    """Return the messages that a database holds."""
    with look(db) as connection:
        kept = connection.execute("SELECT type, body FROM message ORDER BY id").fetchall()
    found = []
    for name, body in kept:
        parsed = parse(unpack(body))
        assert isinstance(parsed, Parsed)
        assert SCHEMAS.fits(parsed.root)
        found.append(decode(parsed.root, REQUESTS[name]))
    return found


def test_what_is_declared(tmp_path: Path) -> None:
    db = tmp_path / "kouan.db"
    with Gateway(db) as gateway:
        enterprise = Enterprise(gateway, 1)
        order = enterprise.purchase()["order"]
        paid = pay(enterprise, order, payCode="4401960Z99", amount=286.5)
        number = ship(enterprise, order, goodsInfo="<奶粉> & 米糊", billNo="B-1", freight=12, insuredFee="0.5")
        payment, waybill = declared(db)
    head = payment.documents[0].head
    assert head == PaymentHead(
        guid=head.guid,
        app_type="1",
        app_time="20261111120000",
        app_status="2",
        pay_code="4401960Z99",
        pay_name="企业4401960Z99（名称未登记）",
        pay_transaction_id=paid["payTransactionId"],
        order_no=enterprise.number(),
        ebp_code="4401960001",
        ebp_name="海购平台",
        payer_id_type="1",
        payer_id_number=order.head.buyer_id_number,
        payer_name="张伟",
        telephone="13800138000",
        amount_paid=Decimal("286.50"),
        currency="142",
        pay_time=paid["payTime"],
    )
    tail = payment.base_transfer
    assert (tail.cop_code, tail.cop_name) == (head.pay_code, head.pay_name)
    assert (tail.dxp_mode, tail.dxp_id) == ("DXP", enterprise.dxp_id)
    head = waybill.documents[0].head
    assert head == LogisticsHead(
        guid=head.guid,
        app_type="1",
        app_time="20261111120000",
        app_status="2",
        logistics_code="4401960004",
        logistics_name="速达物流",
        logistics_no=number,
        bill_no="B-1",
        order_no=enterprise.number(),
        freight=Decimal("12.00"),
        insured_fee=Decimal("0.50"),
        currency="142",
        weight=Decimal("1.50"),
        pack_no=1,
        goods_info="<奶粉> & 米糊",
        consignee="张伟",
        consignee_address=order.head.consignee_address,
        consignee_telephone="13800138000",
    )
    guids = [payment.guid, waybill.guid, payment.documents[0].head.guid, waybill.documents[0].head.guid]
    assert len(set(guids)) == 4
    assert all(re.fullmatch("[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}", one) for one in guids)


def test_a_world_repeats_itself(tmp_path: Path) -> None:
    def live(name: str) -> Any:
        with Gateway(tmp_path / name) as gateway:
            enterprise = Enterprise(gateway, 1)
            for n in range(3):
                buy(enterprise, n)
            return enterprise.receipts()

    assert live("one") == live("another")


def test_after_a_reset_nobody_has_paid(tmp_path: Path) -> None:
    with Gateway(tmp_path / "kouan.db") as gateway:
        enterprise = Enterprise(gateway, 1)
        first = buy(enterprise)
        gateway.post("/_kouan/reset")
        assert enterprise.receipts() == []
        assert buy(enterprise) == first
        assert enterprise.history()["state"] == "released"


def test_ones_own_schemas_hold_for_the_parties_too(tmp_path: Path) -> None:
    ours = Path(__file__).parents[2] / "xsd"
    schema = (ours / "CEB411Message.xsd").read_text(encoding="utf-8")
    assert schema.count("telephone") == 1
    own = tmp_path / "own"
    own.mkdir()
    copy(ours / "xmldsig.xsd", own)
    (own / "CEB411Message.xsd").write_text(schema.replace("telephone", "phone"), encoding="utf-8")
    with Gateway(tmp_path / "kouan.db", schemas=own) as gateway:
        enterprise = Enterprise(gateway, 1)
        pay(enterprise, enterprise.purchase()["order"])
        (receipt,) = enterprise.receipts()
        assert receipt.type == "CEB900Message"
        assert "telephone" in receipt.returns[0].return_info

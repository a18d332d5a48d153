"""What the client promises, held to a real kouan by all clients: threads or event loop, HTTP or in process."""

from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from gateway_client import BaseSubscribe, ExtendMessage, Purchase, Sender, Unanswered, Unreachable, Unsendable
from gateway_client.wire.ceb import CEB311Message
from gateway_client.wire.ceb.tail import Message
from gateway_client.wire.decode import decode
from gateway_client.wire.parse import Parsed, parse
from tests.client.seats import AT_ONCE, Seat, StillClock, Trader, losing
from tests.purchases import changed

CLEARED = [(kind, status) for kind in ("order", "payment", "waybill") for status in ("2", "120")] + [
    ("inventory", "2"),
    ("inventory", "120"),
    ("inventory", "800"),
]


def heard(outcome: Any) -> list[tuple[str, str]]:
    return [(one.document, one.status) for one in outcome.heard]


def declared(client: Any) -> Counter[tuple[str, str]]:
    """Count returns by message and status among the receipts that wait."""
    return Counter((one.message_type, said.return_status) for one in client.receipts() for said in one.returns)


def test_a_purchase_is_cleared(seat: Seat, trader: Trader) -> None:
    with seat.client(trader.sender) as client:
        outcome = client.clear(trader.purchase())
        assert outcome.state == "released"
        assert outcome.refusal is None
        assert sorted(heard(outcome)) == sorted(CLEARED)
        assert outcome.heard[-1].invt_no
        assert client.receipts() == []


def test_a_refusal_comes_with_status_and_text(seat: Seat, trader: Trader) -> None:
    purchase = trader.purchase()
    other = changed(purchase.payment, amount_paid=Decimal("1.00"))
    purchase = Purchase(order=purchase.order, payment=other, waybill=purchase.waybill, inventory=purchase.inventory)
    with seat.client(trader.sender) as client:
        outcome = client.clear(purchase)
    assert (outcome.state, outcome.released, outcome.final) == ("refused", False, True)
    refusal = outcome.refusal
    assert (refusal.document, refusal.status) == ("inventory", "100")
    assert refusal.info == (
        "[Code:1332;Desc:支付单支付金额与订单支付金额不一致],[OrderHead.acturalPaid:286.35,PaymentHead.amountPaid1.00]"
    )


def test_the_refusal_of_one_document_is_final(seat: Seat, trader: Trader) -> None:
    purchase = trader.purchase()
    unknown = changed(purchase.order, app_type="2")
    purchase = Purchase(order=unknown, payment=purchase.payment, waybill=purchase.waybill, inventory=purchase.inventory)
    with seat.client(trader.sender) as client:
        refusal = client.clear(purchase).refusal
    assert (refusal.document, refusal.status, refusal.info) == (
        "order",
        "-301009",
        "订单标识(appType)不正确,未找到操作的订单",
    )


def test_batches_are_packed_by_kind_a_hundred_to_a_message(seat: Seat, trader: Trader) -> None:
    purchases = trader.purchases(250)
    with seat.client(trader.sender) as client:
        sent = client.send(*[document for purchase in purchases for document in purchase.documents])
        assert [(one.message_type, one.count) for one in sent] == [
            (f"CEB{kind}Message", size) for kind in (311, 411, 511, 621) for size in (100, 100, 50)
        ]
        outcomes = client.follow_all(purchases)
        assert [one.order_no for one in outcomes] == [one.order_no for one in purchases]
        assert {one.state for one in outcomes} == {"released"}
        assert client.receipts() == []


def test_nothing_is_sent_when_anything_is_wrong_and_all_of_it_is_named(seat: Seat, trader: Trader) -> None:
    good, bad, worse = trader.purchase(1), trader.purchase(2), trader.purchase(3)
    assert bad.order
    assert bad.waybill
    assert worse.payment
    wrong = [
        good.order,
        changed(bad.order, order_no=None, freight=1.5, note="x" * 1001),
        changed(bad.order, actural_paid=Decimal(1)),
        changed(bad.waybill, pack_no=2, weight=Decimal("1E+999999999")),
        changed(worse.payment, payer_name="\x00", currency="840"),
        bad.inventory.changed(lines=()),
        worse.inventory.changed(lines=list(worse.inventory.lines)),
        {"orderNo": "1"},
        None,
    ]
    with seat.client(trader.sender) as client:
        with pytest.raises(Unsendable) as caught:
            client.send(*wrong)
        assert [(one.code, one.path) for one in caught.value.findings] == [
            ("VAL-01", "Order[2]/OrderHead/orderNo"),
            ("VAL-02", "Order[2]/OrderHead/freight"),
            ("VAL-04", "Order[2]/OrderHead/note"),
            ("VAL-06", "Logistics[4]/LogisticsHead/weight"),
            ("VAL-05", "Payment[5]/PaymentHead/payerName"),
            ("VAL-03", "Inventory[6]/InventoryList"),
            ("VAL-02", "Inventory[7]/InventoryList"),
            ("VAL-02", "documents[8]"),
            ("VAL-02", "documents[9]"),
        ]
        assert [(one.place, one.refusal.rule.code) for one in caught.value.objections] == [
            ("Order[3]", "ORD-01"),
            ("Payment[5]", "DOC-03"),
        ]
        with pytest.raises(Unsendable):
            client.check(*wrong)
        client.check(good.order)
        assert client.receipts() == []
        assert client.resume() == []


def test_the_sender_is_checked_like_the_documents(seat: Seat, trader: Trader) -> None:
    reader = BaseSubscribe(status="RET", dxp_mode="DXP", dxp_address="x" * 101)
    sender = Sender(dxp_id="X" * 31, cop_code="", cop_name=None, readers=(reader, "me"))  # type: ignore[arg-type]
    extend = ExtendMessage(name="x" * 31, version="1", message=Message())
    with seat.client(sender) as client:
        with pytest.raises(Unsendable) as caught:
            client.send(trader.purchase().order, extend=extend)
        assert {one.path for one in caught.value.findings} == {
            "BaseTransfer/copCode",
            "BaseTransfer/copName",
            "BaseTransfer/dxpId",
            "BaseSubscribe[1]/dxpAddress",
            "BaseSubscribe[2]",
            "ExtendMessage/name",
        }


@pytest.mark.parametrize("lost", [1, 3])
def test_a_resend_after_a_time_out_is_no_second_declaration(seat: Seat, trader: Trader, lost: int) -> None:
    purchase = trader.purchase()
    with seat.client(trader.sender, losing(lost), tries=AT_ONCE) as client:
        client.send(purchase.order)
        assert declared(client) == {("CEB312Message", "2"): 1, ("CEB312Message", "120"): 1}


def test_calling_again_after_giving_up_is_no_second_declaration(seat: Seat, trader: Trader) -> None:
    purchase = trader.purchase()
    with seat.client(trader.sender, losing(6), tries=AT_ONCE) as client:
        with pytest.raises(Unreachable):
            client.send(purchase.order, purchase.payment)
        client.send(purchase.order, purchase.payment)
        assert client.resume() == []
        assert declared(client) == {(f"CEB{kind}Message", status): 1 for kind in (312, 412) for status in ("2", "120")}


def test_what_was_given_up_is_resumed(seat: Seat, trader: Trader) -> None:
    purchases = trader.purchases(101)
    with seat.client(trader.sender, losing(6), tries=AT_ONCE) as client:
        with pytest.raises(Unreachable):
            client.send(*[one.order for one in purchases])
        assert [one.count for one in client.resume()] == [100, 1]
        assert client.resume() == []
        assert declared(client) == {("CEB312Message", "2"): 101, ("CEB312Message", "120"): 101}


def test_the_same_documents_are_the_same_messages_for_another_client_too(seat: Seat, trader: Trader) -> None:
    order = trader.purchase().order
    with seat.client(trader.sender) as one, seat.client(trader.sender) as another:
        assert one.send(order) == another.send(order)
        assert declared(one) == {("CEB312Message", "2"): 1, ("CEB312Message", "120"): 1}


def test_a_refused_resend_does_not_refuse_what_was_taken(seat: Seat, trader: Trader) -> None:
    purchase = trader.purchase()
    with seat.client(trader.sender) as client:
        client.send(purchase.order)
        client.send(purchase.order, trader.purchase(2).order)  # another message: the port calls the order old
        outcome = client.clear(purchase)
    assert ("order", "-301014") in heard(outcome)
    assert outcome.state == "released"


def test_receipts_come_again_until_they_are_acknowledged(seat: Seat, trader: Trader) -> None:
    with seat.client(trader.sender) as client:
        client.send(trader.purchase().order)
        first = client.receipts(wait=30)
        assert [one.message.returns[0].return_status for one in first] == ["2", "120"]
        assert client.receipts() == first
        assert client.receipts(most=1) == first[:1]
        client.acknowledge(first[0])
        assert client.receipts() == first[1:]
        client.acknowledge(*first)
        client.acknowledge()
        assert client.receipts() == []


@pytest.mark.parametrize("options", [{"most": 0}, {"most": 101}, {"wait": -1}, {"wait": 61}, {"wait": float("nan")}])
def test_bounds_of_receipts_are_those_of_the_port(seat: Seat, trader: Trader, options: dict[str, Any]) -> None:
    with seat.client(trader.sender) as client, pytest.raises(ValueError, match="receipts wants"):
        client.receipts(**options)


def test_following_ends_with_its_time(seat: Seat, trader: Trader) -> None:
    purchase, clock = trader.purchase(), StillClock()
    with seat.client(trader.sender, clock=clock, tries=AT_ONCE) as client:
        with pytest.raises(Unanswered, match=r"no final state within 60 s; last was nothing\. Follow again"):
            client.follow(purchase)
        assert 60 <= clock.now <= 61
        client.send(purchase.order, purchase.inventory)
        with pytest.raises(Unanswered) as caught:
            client.follow(purchase, timeout=5)
        assert caught.value.last.startswith("inventory 2:")
        assert [heard(one) for one in caught.value.outcomes] == [
            [("order", "2"), ("order", "120"), ("inventory", "2")],
        ]
        with pytest.raises(Unanswered):
            client.follow(purchase, timeout=0)
        client.send(purchase.payment, purchase.waybill)
        assert sorted(heard(client.follow(purchase))) == sorted(CLEARED)
        assert client.receipts() == []


def test_receipts_of_others_are_left_alone(seat: Seat, trader: Trader) -> None:
    ours, theirs = trader.purchase(1), trader.purchase(2)
    with seat.client(trader.sender) as client:
        client.send(theirs.order)
        assert client.clear(ours).state == "released"
        assert {said.order_no for one in client.receipts() for said in one.returns} == {theirs.order_no}


@pytest.mark.parametrize("kept", [False, True], ids=["memory", "file"])
def test_a_receipt_for_many_is_taken_when_all_have_been_followed(
    seat: Seat, trader: Trader, tmp_path: Path, kept: bool
) -> None:
    purchases = trader.purchases(5)
    journal = tmp_path / "journal" if kept else None
    with seat.client(trader.sender, journal=journal) as client:
        client.send(*[document for purchase in purchases for document in purchase.documents])
        for number, purchase in enumerate(purchases):
            assert len(client.receipts()) == 9, number
            assert sorted(heard(client.follow(purchase))) == sorted(CLEARED)
        assert client.receipts() == []


def test_a_journal_keeps_the_receipts_of_others(seat: Seat, trader: Trader, tmp_path: Path) -> None:
    ours, theirs = trader.purchase(1), trader.purchase(2)
    journal = tmp_path / "journal"
    with seat.client(trader.sender, journal=journal) as client:
        client.send(theirs.order)
        assert client.clear(ours).state == "released"
    with seat.client(trader.sender) as client:
        assert client.receipts() == []  # the port may forget them, the journal has them
    with seat.client(trader.sender, journal=journal) as client:
        found = client.receipts()
        assert [(said.order_no, said.return_status) for one in found for said in one.returns] == [
            (theirs.order_no, "2"),
            (theirs.order_no, "120"),
        ]
        client.acknowledge(*found)
        assert client.receipts() == []


@pytest.mark.parametrize("path", ["/dxp/receipts/ack", "/dxp/receipts"])
def test_receipts_are_handed_over_once_whatever_is_lost(seat: Seat, trader: Trader, tmp_path: Path, path: str) -> None:
    with seat.client(trader.sender, losing(6, path), journal=tmp_path / "journal", tries=AT_ONCE) as client:
        client.send(trader.purchase().order)
        with pytest.raises(Unreachable):
            client.receipts()
        found = client.receipts()
        client.acknowledge(*found)
        assert len(found) == 2
        assert client.receipts() == []


@pytest.mark.parametrize(
    ("status", "copied"),
    [("ALL", {"311": 1, "312": 2, "621": 1, "622": 1}), ("DATA", {"311": 1, "621": 1}), ("RET", {"312": 2, "622": 1})],
)
def test_readers_get_copies(seat: Seat, trader: Trader, status: str, copied: dict[str, int]) -> None:
    reader, purchase = Trader.new(), trader.purchase()
    subscribed = BaseSubscribe(status=status, dxp_mode="DXP", dxp_address=reader.sender.dxp_id)
    sender = Sender(dxp_id=trader.sender.dxp_id, cop_code="4401960005", cop_name="南沙报关", readers=(subscribed,))
    with seat.client(sender) as client, seat.client(reader.sender) as theirs:
        client.send(purchase.order, purchase.inventory)
        found = theirs.receipts()
        assert Counter(one.message_type[3:6] for one in found) == copied
        for one in found:
            assert one.message is not None
            if one.message_type == "CEB621Message":
                assert one.message.documents == (purchase.inventory,)
                assert one.message.signature is None
        assert len(client.receipts()) == 3


def test_an_extension_travels(seat: Seat, trader: Trader) -> None:
    extend = ExtendMessage(name="note", version="1", message=Message())
    with seat.client(trader.sender) as client:
        (sent,) = client.send(trader.purchase().order, extend=extend)
        parsed = parse(sent.body)
        assert isinstance(parsed, Parsed)
        said = decode(parsed.root, CEB311Message)
        assert (said.guid, said.extend_message) == (sent.cop_msg_id, extend)
        assert declared(client)[("CEB312Message", "2")] == 1


def test_large_documents_go_in_smaller_messages(seat: Seat, trader: Trader) -> None:
    note = "注" * 1000
    orders = [one.order for one in trader.purchases(20) if one.order]
    large = [
        order.changed(
            head=order.head.changed(
                goods_value=Decimal(198 * 99),
                actural_paid=Decimal(198 * 99) + order.head.freight + order.head.tax_total - order.head.discount,
            ),
            lines=tuple(order.lines[0].changed(gnum=n, note=note) for n in range(1, 100)),
        )
        for order in orders
    ]
    with seat.client(trader.sender) as client:
        sent = client.send(*large)
        assert sum(one.count for one in sent) == 20
        assert len(sent) > 1
        assert all(len(one.body) <= 5_000_000 for one in sent)
        assert declared(client)[("CEB312Message", "120")] == 20


def test_nothing_to_send_is_nothing_sent(seat: Seat, trader: Trader) -> None:
    with seat.client(trader.sender) as client:
        assert client.send() == []
        assert client.clear_all([]) == []

"""Documents built from what is known of a sale agree, add up, and clear."""

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from gateway_client import GatewayClient, Purchase, Sender, build
from gateway_client.envelopes import check
from simulator.app import create_app
from simulator.clock import SteppedClock
from simulator.settings import Settings
from tests.purchases import NOON

PARTIES = build.Parties(
    platform=build.Company("4401960001", "海购平台"),
    retailer=build.Company("4401960002", "海购商贸"),
    payer=build.Company("4401960003", "易付支付"),
    carrier=build.Company("4401960004", "速达物流"),
    agent=build.Company("4401960005", "南沙报关"),
)
BUYER = build.Person("张伟", "440106199003071231", "13800138000", "广东省广州市南沙区进港大道8号")


def goods(price: str, qty: str) -> build.Goods:
    return build.Goods(
        name="奶粉",
        model="600g/罐",
        hs_code="1901101000",
        price=Decimal(price),
        qty=Decimal(qty),
        unit="122",
        legal_qty=Decimal("1.2"),
        legal_unit="035",
        country="304",
    )


def built(number: str = "B1", now: datetime = NOON, **options: Decimal) -> Purchase:
    amounts = {"tax": Decimal("20.35"), "weight": Decimal("1.5"), **options}
    return build.purchase(
        number, [goods("99", "2"), goods("0.333", "5")], BUYER, PARTIES, customs="5165", now=now, **amounts
    )


def test_totals_are_computed_to_the_cent() -> None:
    purchase = built(freight=Decimal("12"), discount=Decimal("5"))
    assert purchase.order
    assert purchase.payment
    head = purchase.order.head
    assert [line.total_price for line in purchase.order.lines] == [Decimal("198.00"), Decimal("1.67")]
    assert (head.goods_value, head.actural_paid) == (Decimal("199.67"), Decimal("227.02"))
    assert purchase.payment.head.amount_paid == head.actural_paid


def test_what_is_built_is_found_right_and_clears(tmp_path: Path) -> None:
    purchases = [built(f"B{n}", freight=Decimal("12")) for n in range(3)]
    assert check([document for one in purchases for document in one.documents]) == ([], [])
    app = create_app(Settings(db=tmp_path / "kouan.db", clock=SteppedClock(NOON)))
    with GatewayClient(
        Sender(dxp_id="DXPENT0000000001", cop_code="4401960005", cop_name="南沙报关"), app=app
    ) as client:
        assert [one.state for one in client.clear_all(purchases)] == ["released"] * 3


def test_the_tariffs_unit_is_ones_own_unless_it_is_given() -> None:
    given = goods("99", "2")
    own = build.Goods(name="奶粉", model="段", hs_code="1", price=Decimal(1), qty=Decimal(3), unit="035", country="304")
    sale = build.purchase(
        "B1", [given, own], BUYER, PARTIES, customs="5165", weight=Decimal(1), tax=Decimal(0), now=NOON
    )
    assert [(line.qty1, line.unit1) for line in sale.inventory.lines] == [(Decimal("1.2"), "035"), (Decimal(3), "035")]


def test_built_twice_it_is_the_same() -> None:
    assert built() == built()
    guids = {document.head.guid for number in ("B1", "B2") for document in built(number).documents}
    assert len(guids) == 8


def test_moments_are_written_as_beijing_shows_them() -> None:
    evening = datetime(2026, 11, 10, 18, tzinfo=UTC)
    assert built(now=evening).inventory.head.app_time == "20261111020000"
    assert built(now=evening).inventory.head.decl_time == "20261111"
    assert built(now=NOON).inventory.head.app_time == "20261111120000"


def test_other_values_can_be_given() -> None:
    purchase = built()
    assert purchase.order
    assert build.payment_for(purchase.order, now=NOON, amount_paid=Decimal(1)).head.amount_paid == 1
    waybill = build.waybill_for(purchase.order, PARTIES.carrier, weight=Decimal(1), logistics_no="SF1", bill_no="B")
    assert (waybill.head.logistics_no, waybill.head.bill_no) == ("SF1", "B")
    inventory = build.inventory_for(
        purchase.order, waybill, [goods("99", "2")], PARTIES, customs="5165", trade_mode="9610", traf_mode="5"
    )
    assert (inventory.head.logistics_no, inventory.head.trade_mode, inventory.head.traf_mode) == ("SF1", "9610", "5")


def test_what_cannot_be_right_is_found_before_it_is_sent() -> None:
    wrong = build.purchase(
        "", [], BUYER, PARTIES, customs="51650", weight=Decimal("0.1234567"), tax=Decimal("NaN"), now=NOON
    )
    findings, _ = check(wrong.documents)
    assert {"orderNo", "OrderList", "taxTotal", "weight", "customsCode"} <= {
        one.path.rpartition("/")[2] for one in findings
    }

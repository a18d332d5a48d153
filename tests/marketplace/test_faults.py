"""Every fault is refused with its code and with no other, whatever sale it befalls."""

from decimal import Decimal
from itertools import islice
from random import Random

import pytest

from gateway_client.rules.money import total
from gateway_client.wire.values import check_values
from simulator.marketplace.fault import Fault
from simulator.marketplace.faults import FAULTS, spoiled
from simulator.marketplace.sales import Sales
from simulator.port.rules import Version
from tests.marketplace.judging import DAY, KINDS, at_the_port, code_of, judged

SALES = list(islice(Sales(23, day=DAY), 150))
EACH = pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)

# Written by hand: what a trader is told for each of these.
CODES = {
    "coupon_rounded_elsewhere": "1332",
    "paid_by_spouse": "1327",
    "other_payment_company": "13035",
    "gift_not_listed": "1320",
    "line_dropped": "1320",
    "one_piece_more": "1322",
    "promotion_on_the_list": "1322",
    "origin_of_the_brand": "1322",
    "counted_in_cartons": "1322",
    "advertised_name": "1322",
    "wrong_character": "13127",
    "old_telephone": "130126",
    "number_of_another": "1300",
    "other_consignee": "1300",
    "old_address": "1300",
    "labels_swapped": "1300",
    "stocking_up": "-621005",
    "tax_forgotten": "-301008",
    "prices_with_tax": "-301008",
    "paid_in_dollars": "-401009",
    "payer_number_mistyped": "-401009",
    "two_parcels": "-504011",
    "dated_yesterday": "-621001",
    "buyer_number_mistyped": "-621001",
    "order_sent_twice": "-301014",
    "order_stamped_anew": "-301010",
    "payment_stamped_anew": "-401007",
    "list_stamped_anew": "-621004",
}


def test_the_faults_and_their_codes() -> None:
    assert {name: fault.code for name, fault in FAULTS.items()} == CODES
    assert all(fault.title.endswith(".") for fault in FAULTS.values())


@EACH
def test_a_fault_is_refused_with_its_code_alone(fault: Fault) -> None:
    rng = Random(fault.name)
    for sale in SALES:
        bad = spoiled(sale, fault, rng)
        if fault.later:
            document, sent = bad[KINDS.index(fault.kind)], sale[KINDS.index(fault.kind)]
            before = Version(sent.head.app_time, refused=False, status=120)
            found = list(at_the_port(fault.kind, document, before=before))
        else:
            found = judged(bad)
        assert [(code_of(each), each.kind) for each in found] == [(fault.code, fault.kind)]


@EACH
def test_a_fault_is_no_fault_of_form(fault: Fault) -> None:
    rng = Random(fault.name)
    assert [found for sale in SALES for document in spoiled(sale, fault, rng) for found in check_values(document)] == []


@EACH
def test_a_fault_leaves_the_sale_as_it_was(fault: Fault) -> None:
    before = [repr(sale) for sale in SALES]
    for sale in SALES:
        assert spoiled(sale, fault, Random(1)) != sale
    assert [repr(sale) for sale in SALES] == before


def test_stocking_up_agrees_in_everything_but_the_limit() -> None:
    for sale in SALES:
        bad = spoiled(sale, FAULTS["stocking_up"], Random(1))
        order = bad.order.head
        assert total(line.total_price for line in bad.inventory.lines) == order.goods_value > 5000
        assert bad.payment.head.amount_paid == order.actural_paid
        assert bad.inventory.head.gross_weight == bad.waybill.head.weight > bad.inventory.head.net_weight
        assert order.tax_total > sale.order.head.tax_total
        assert all(isinstance(line.qty, Decimal) and line.qty == int(line.qty) for line in bad.inventory.lines)

"""Slips that only a program without this client makes, each with the code of a rule that no other fault is about.

Together with the marketplace's faults and with fields mistyped they are every refusal of a sale. What is left out is
no matter of a sale's own documents: envelope and subscriptions (PRT-01, PRT-08), deliveries (DLV), registers that are
not armed (PRT-09 to PRT-15, CUS-13), and an officer's mind (OFC-01).
"""

from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any, Final

from gateway_client.facts.limits import limits_on
from gateway_client.rules.kinds import Kind
from simulator.marketplace.fault import Fault, day_of, fault, headed, paid_line, relined
from simulator.marketplace.papers import Sale

BOOK: Final[dict[str, Fault]] = {}

_MOMENT: Final = "%Y%m%d%H%M%S"
_DEAR: Final = Decimal(500)
_CENT: Final = Decimal("0.01")


@fault(BOOK, "-301008", Kind.ORDER)
def only_stored(sale: Sale, rng: Random) -> Sale:
    """The order says appStatus 1: stored, not declared."""
    return sale._replace(order=headed(sale.order, app_status="1"))


@fault(BOOK, "-401009", Kind.PAYMENT)
def no_such_hour(sale: Sale, rng: Random) -> Sale:
    """The payment was declared at 25 o'clock."""
    return sale._replace(payment=headed(sale.payment, app_time=f"{sale.payment.head.app_time[:8]}250000"))


@fault(BOOK, "-621001")
def passport(sale: Sale, rng: Random) -> Sale:
    """The buyer comes with a passport instead of an identity card."""
    return sale._replace(inventory=headed(sale.inventory, buyer_id_type="2"))


@fault(BOOK, "-621001")
def wrong_product(sale: Sale, rng: Random) -> Sale:
    """A line of the inventory is not quantity times price, by a cent."""
    place = paid_line(sale, rng)
    total = sale.inventory.lines[place].total_price + _CENT
    return sale._replace(inventory=relined(sale.inventory, place, total_price=total))


@fault(BOOK, "-621027")
def numbered_twice(sale: Sale, rng: Random) -> Sale:
    """Two lines of the inventory have one number."""
    lines = sale.inventory.lines
    return sale._replace(inventory=sale.inventory.changed(lines=(*lines, lines[-1])))


@fault(BOOK, "-504011", Kind.WAYBILL)
def lighter_than_nothing(sale: Sale, rng: Random) -> Sale:
    """The carrier's scales were set to zero with a parcel on them."""
    return sale._replace(waybill=headed(sale.waybill, weight=Decimal(-1)))


@fault(BOOK, "-301008", Kind.ORDER)
def export(sale: Sale, rng: Random) -> Sale:
    """The order is declared as an export."""
    return sale._replace(order=headed(sale.order, order_type="E"))


@fault(BOOK, "-401009", Kind.PAYMENT)
def payers_passport(sale: Sale, rng: Random) -> Sale:
    """The payer has a passport instead of an identity card."""
    return sale._replace(payment=headed(sale.payment, payer_id_type="2"))


@fault(BOOK, "-401009", Kind.PAYMENT)
def paid_on_no_day(sale: Sale, rng: Random) -> Sale:
    """Paid on 30 February."""
    return sale._replace(payment=headed(sale.payment, pay_time=f"{sale.payment.head.pay_time[:4]}0230120000"))


@fault(BOOK, "-621001")
def goes_out(sale: Sale, rng: Random) -> Sale:
    """The inventory goes out instead of in."""
    return sale._replace(inventory=headed(sale.inventory, ie_flag="E"))


@fault(BOOK, "-621001")
def no_such_trade(sale: Sale, rng: Random) -> Sale:
    """The inventory has a trade mode of neither parcels nor bonded goods."""
    return sale._replace(inventory=headed(sale.inventory, trade_mode="1234"))


@fault(BOOK, "-621001")
def brings_its_number(sale: Sale, rng: Random) -> Sale:
    """The inventory brings the number that only the port gives."""
    return sale._replace(inventory=headed(sale.inventory, pre_no=f"B{sale.inventory.head.decl_time}000000001"))


@fault(BOOK, "-301009", Kind.ORDER)
def change_of_nothing(sale: Sale, rng: Random) -> Sale:
    """An order is changed that nobody has declared."""
    return sale._replace(order=headed(sale.order, app_type="2"))


@fault(BOOK, "-301012", Kind.ORDER, later=True)
def change_of_the_order(sale: Sale, rng: Random) -> Sale:
    """A change of a living order, which is not taken yet."""
    return sale._replace(order=headed(_again(sale.order, rng, seconds=60), app_type="2"))


@fault(BOOK, "-401012", Kind.PAYMENT, later=True)
def payment_sent_twice(sale: Sale, rng: Random) -> Sale:
    """The payment once more with a new guid and its old time."""
    return sale._replace(payment=_again(sale.payment, rng, seconds=0))


@fault(BOOK, "-504015", Kind.WAYBILL, later=True)
def waybill_stamped_anew(sale: Sale, rng: Random) -> Sale:
    """The waybill once more, as if it were new."""
    return sale._replace(waybill=_again(sale.waybill, rng, seconds=60))


@fault(BOOK, "-621055", later=True)
def list_sent_twice(sale: Sale, rng: Random) -> Sale:
    """The inventory once more with a new guid and its old time."""
    return sale._replace(inventory=_again(sale.inventory, rng, seconds=0))


@fault(BOOK, "1300")
def other_retailer(sale: Sale, rng: Random) -> Sale:
    """The inventory is another shop's than the order."""
    shop = {"ebc_code": "4401960099", "ebc_name": "邻家商贸", "assure_code": "4401960099"}
    return sale._replace(inventory=headed(sale.inventory, **shop))


@fault(BOOK, "1313")
def more_than_a_year(sale: Sale, rng: Random) -> Sale:
    """One indivisible piece, which the single limit lets pass, dearer than the yearly limit."""
    place = paid_line(sale, rng)
    price = (limits_on(day_of(sale)).yearly or Decimal(0)) + _DEAR
    values = {"qty": Decimal(1), "price": price, "total_price": price}
    head = sale.order.head
    paid = price + head.freight + head.tax_total - head.discount
    order = headed(_only_line(sale.order, place, values), goods_value=price, actural_paid=paid)
    listed = sale.inventory.lines[place]
    legal = {"qty1": Decimal(1)} if listed.unit == listed.unit1 else {}
    inventory = _only_line(sale.inventory, place, values | legal)
    return sale._replace(order=order, payment=headed(sale.payment, amount_paid=paid), inventory=inventory)


def _only_line(document: Any, place: int, values: dict[str, Decimal]) -> Any:
    return document.changed(lines=(document.lines[place].changed(gnum=1, **values),))


def _again(document: Any, rng: Random, *, seconds: int) -> Any:
    head = document.head
    guid = f"{head.guid[:-12]}{rng.getrandbits(48):012X}"
    time = datetime.strptime(head.app_time, _MOMENT) + timedelta(seconds=seconds)
    return headed(document, guid=guid, app_time=time.strftime(_MOMENT))

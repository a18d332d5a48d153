"""Faults that the electronic port finds: a document wrong in itself, too dear, misdated, or sent twice."""

from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any, Final

from gateway_client.rules.kinds import Kind
from simulator.marketplace.dear import over_the_limit
from simulator.marketplace.fault import Fault, day_of, fault, headed, paid_line
from simulator.marketplace.papers import Sale

BOOK: Final[dict[str, Fault]] = {}

_MOMENT: Final = "%Y%m%d%H%M%S"


def _again(document: Any, rng: Random, *, seconds: int) -> Any:
    head = document.head
    guid = f"{head.guid[:-12]}{rng.getrandbits(48):012X}"
    time = datetime.strptime(head.app_time, _MOMENT) + timedelta(seconds=seconds)
    return headed(document, guid=guid, app_time=time.strftime(_MOMENT))


def _mistyped(number: str, rng: Random) -> str:
    """Return a number with two neighbouring digits exchanged."""
    places = [place for place in range(6, 16) if number[place] != number[place + 1]]
    place = rng.choice(places or [0])
    return number[:place] + number[place + 1] + number[place] + number[place + 2 :]


@fault(BOOK, "-621005")
def stocking_up(sale: Sale, rng: Random) -> Sale:
    """The buyer stocks up on one good: everything agrees, and the sum is above the single limit."""
    return over_the_limit(sale, paid_line(sale, rng), day_of(sale))


@fault(BOOK, "-301008", Kind.ORDER)
def tax_forgotten(sale: Sale, rng: Random) -> Sale:
    """The acturalPaid of the order, and what was paid, leave out the tax."""
    paid = sale.order.head.actural_paid - sale.order.head.tax_total
    return sale._replace(order=headed(sale.order, actural_paid=paid), payment=headed(sale.payment, amount_paid=paid))


@fault(BOOK, "-301008", Kind.ORDER)
def prices_with_tax(sale: Sale, rng: Random) -> Sale:
    """The goodsValue holds the tax, as the shop window shows it; the lines do not."""
    head = sale.order.head
    values = {"goods_value": head.goods_value + head.tax_total, "tax_total": Decimal(0)}
    return sale._replace(order=headed(sale.order, **values))


@fault(BOOK, "-401009", Kind.PAYMENT)
def paid_in_dollars(sale: Sale, rng: Random) -> Sale:
    """The payment says US dollars, for a card of a foreign bank."""
    return sale._replace(payment=headed(sale.payment, currency="502"))


@fault(BOOK, "-401009", Kind.PAYMENT)
def payer_number_mistyped(sale: Sale, rng: Random) -> Sale:
    """The payment company has the right payer with two digits of the identity number exchanged."""
    number = _mistyped(sale.payment.head.payer_id_number, rng)
    return sale._replace(payment=headed(sale.payment, payer_id_number=number))


@fault(BOOK, "-504011", Kind.WAYBILL)
def two_parcels(sale: Sale, rng: Random) -> Sale:
    """The carrier packed two parcels under one waybill."""
    return sale._replace(waybill=headed(sale.waybill, pack_no=2))


@fault(BOOK, "-621001")
def dated_yesterday(sale: Sale, rng: Random) -> Sale:
    """The inventory was written before midnight and sent after."""
    day = f"{day_of(sale) - timedelta(days=1):%Y%m%d}"
    return sale._replace(inventory=headed(sale.inventory, decl_time=day))


@fault(BOOK, "-621001")
def buyer_number_mistyped(sale: Sale, rng: Random) -> Sale:
    """Two digits of the buyer's identity number are exchanged in the inventory."""
    number = _mistyped(sale.inventory.head.buyer_id_number, rng)
    return sale._replace(inventory=headed(sale.inventory, buyer_id_number=number))


@fault(BOOK, "-301014", Kind.ORDER, later=True)
def order_sent_twice(sale: Sale, rng: Random) -> Sale:
    """After a time-out the shop sends the order again: a new guid, the same appTime."""
    return sale._replace(order=_again(sale.order, rng, seconds=0))


@fault(BOOK, "-301010", Kind.ORDER, later=True)
def order_stamped_anew(sale: Sale, rng: Random) -> Sale:
    """After a time-out the shop sends the order again with a new guid and a new appTime."""
    return sale._replace(order=_again(sale.order, rng, seconds=60))


@fault(BOOK, "-401007", Kind.PAYMENT, later=True)
def payment_stamped_anew(sale: Sale, rng: Random) -> Sale:
    """The payment company pushes all payments of the hour once more."""
    return sale._replace(payment=_again(sale.payment, rng, seconds=60))


@fault(BOOK, "-621004", later=True)
def list_stamped_anew(sale: Sale, rng: Random) -> Sale:
    """Nobody saw the receipt, so the agent declares the inventory once more."""
    return sale._replace(inventory=_again(sale.inventory, rng, seconds=600))

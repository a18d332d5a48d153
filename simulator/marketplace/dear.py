"""A sale made too dear: more pieces of one good, with money, tax and weights following, above the single limit."""

from datetime import date
from decimal import Decimal
from functools import cache

from gateway_client.facts.limits import limits_on
from gateway_client.rules.money import product
from gateway_client.wire.ceb.inventory import InventoryList
from gateway_client.wire.ceb.order import OrderList
from simulator.marketplace.catalogue import Good, catalogue
from simulator.marketplace.papers import Sale
from simulator.marketplace.taxes import tax_total


@cache
def _goods() -> dict[str, Good]:
    return {good.sku: good for good in catalogue()}


def over_the_limit(sale: Sale, place: int, day: date) -> Sale:
    """Return the sale with so many pieces of the line at ``place`` that it is above the day's single limit."""
    ordered, listed = list(sale.order.lines), list(sale.inventory.lines)
    line = ordered[place]
    left = limits_on(day).single - sale.order.head.goods_value
    extra = Decimal(left // line.price + 1)
    ordered[place], listed[place] = _more_ordered(line, extra), _more_listed(listed[place], extra)
    return _reckoned(sale, tuple(ordered), tuple(listed), _goods()[str(line.item_no)], extra)


def _more_ordered(line: OrderList, extra: Decimal) -> OrderList:
    qty = line.qty + extra
    return line.changed(qty=qty, total_price=product(qty, line.price))


def _more_listed(line: InventoryList, extra: Decimal) -> InventoryList:
    qty = line.qty + extra
    share = qty / line.qty
    second = None if line.qty2 is None else _digits(line.qty2 * share)
    return line.changed(qty=qty, total_price=product(qty, line.price), qty1=_digits(line.qty1 * share), qty2=second)


def _digits(quantity: Decimal) -> Decimal:
    return quantity.quantize(Decimal("0.00001"))


def _reckoned(
    sale: Sale, ordered: tuple[OrderList, ...], listed: tuple[InventoryList, ...], more: Good, extra: Decimal
) -> Sale:
    head, goods = sale.order.head, _goods()
    value = sum([line.total_price for line in ordered], Decimal(0))
    taxed = [(line.total_price, goods[str(line.item_no)].vat, goods[str(line.item_no)].consumption) for line in ordered]
    tax = tax_total(taxed, head.freight)
    paid = value + head.freight + tax - head.discount
    gross = sale.waybill.head.weight + more.gross * extra
    net = sale.inventory.head.net_weight + more.net * extra
    return Sale(
        order=sale.order.changed(head=head.changed(goods_value=value, tax_total=tax, actural_paid=paid), lines=ordered),
        payment=sale.payment.changed(head=sale.payment.head.changed(amount_paid=paid)),
        waybill=sale.waybill.changed(head=sale.waybill.head.changed(weight=gross)),
        inventory=sale.inventory.changed(
            head=sale.inventory.head.changed(gross_weight=gross, net_weight=net), lines=listed
        ),
    )

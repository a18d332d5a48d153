"""Faults that customs finds: two documents of a sale disagree, in one point, the way they do in real life."""

from decimal import Decimal
from random import Random
from typing import Final

from gateway_client.rules.money import cents, product
from simulator.marketplace.enterprises import OTHER_PAYMENT
from simulator.marketplace.fault import Fault, fault, headed, paid_line, relined, somebody
from simulator.marketplace.papers import Sale

BOOK: Final[dict[str, Fault]] = {}

_WRITTEN_ALIKE: Final = dict(zip("伟丽静婷杰洁莉玲芳娜敏军勇磊洋超", "玮莉婧亭洁杰丽铃方那皿均泳垒扬起", strict=True))


@fault(BOOK, "1332")
def coupon_rounded_elsewhere(sale: Sale, rng: Random) -> Sale:
    """The till shared a coupon among the goods and rounded: the payment is some cents less than the order says."""
    amount = sale.payment.head.amount_paid - Decimal(rng.randint(1, 9)).scaleb(-2)
    return sale._replace(payment=headed(sale.payment, amount_paid=amount))


@fault(BOOK, "1327")
def paid_by_spouse(sale: Sale, rng: Random) -> Sale:
    """The spouse's telephone paid: payer and buyer are two people."""
    payer = somebody(sale, rng)
    values = {"payer_name": payer.name, "payer_id_number": payer.id_number, "telephone": payer.telephone}
    return sale._replace(payment=headed(sale.payment, **values))


@fault(BOOK, "13035")
def other_payment_company(sale: Sale, rng: Random) -> Sale:
    """The buyer changed to another payment company at the till, the order still names the first one."""
    return sale._replace(payment=headed(sale.payment, pay_code=OTHER_PAYMENT.code, pay_name=OTHER_PAYMENT.name))


@fault(BOOK, "1320")
def gift_not_listed(sale: Sale, rng: Random) -> Sale:
    """The warehouse added a gift to order and parcel after the inventory had been written."""
    last = sale.order.lines[-1]
    gift = last.changed(gnum=last.gnum + 1, qty=Decimal(1), price=Decimal(0), total_price=Decimal(0), note="赠品")
    return sale._replace(order=sale.order.changed(lines=(*sale.order.lines, gift)))


@fault(BOOK, "1320")
def line_dropped(sale: Sale, rng: Random) -> Sale:
    """The agent's export lost the last line of the inventory (a sale of one line: the order's was doubled)."""
    lines = sale.inventory.lines
    if len(lines) == 1:
        return gift_not_listed(sale, rng)
    return sale._replace(inventory=sale.inventory.changed(lines=lines[:-1]))


@fault(BOOK, "1322")
def one_piece_more(sale: Sale, rng: Random) -> Sale:
    """The buyer added a piece and paid for it, the inventory kept the old quantity."""
    place = paid_line(sale, rng)
    line, head = sale.order.lines[place], sale.order.head
    qty = line.qty + 1
    order = relined(sale.order, place, qty=qty, total_price=product(qty, line.price))
    paid = head.actural_paid + line.price
    order = headed(order, goods_value=head.goods_value + line.price, actural_paid=paid)
    return sale._replace(order=order, payment=headed(sale.payment, amount_paid=paid))


@fault(BOOK, "1322")
def promotion_on_the_list(sale: Sale, rng: Random) -> Sale:
    """The inventory was written with the promotion's price, the order with the price paid."""
    place = paid_line(sale, rng)
    line = sale.inventory.lines[place]
    price = cents(line.price * Decimal("0.9"))
    return sale._replace(inventory=relined(sale.inventory, place, price=price, total_price=product(line.qty, price)))


@fault(BOOK, "1322")
def origin_of_the_brand(sale: Sale, rng: Random) -> Sale:
    """The inventory has the country of the brand instead of the one where this lot was made."""
    place = rng.randrange(len(sale.inventory.lines))
    made = sale.inventory.lines[place].country
    other = rng.choice([country for country in ("116", "133", "304", "305", "502") if country != made])
    return sale._replace(inventory=relined(sale.inventory, place, country=other))


@fault(BOOK, "1322")
def counted_in_cartons(sale: Sale, rng: Random) -> Sale:
    """The warehouse counts in cartons (120) what the shop sells by the piece."""
    place = rng.randrange(len(sale.inventory.lines))
    return sale._replace(inventory=relined(sale.inventory, place, unit="120"))


@fault(BOOK, "1322")
def advertised_name(sale: Sale, rng: Random) -> Sale:
    """The order carries the shop window's name of a good, the inventory the one on record."""
    place = rng.randrange(len(sale.order.lines))
    name = f"【保税直发】{sale.order.lines[place].item_name}"
    return sale._replace(order=relined(sale.order, place, item_name=name))


@fault(BOOK, "13127")
def wrong_character(sale: Sale, rng: Random) -> Sale:
    """The agent typed the buyer's name with a character that looks or sounds alike."""
    name = sale.inventory.head.buyer_name
    last = _WRITTEN_ALIKE.get(name[-1], "亮" if name[-1] != "亮" else "靓")
    return sale._replace(inventory=headed(sale.inventory, buyer_name=name[:-1] + last))


@fault(BOOK, "130126")
def old_telephone(sale: Sale, rng: Random) -> Sale:
    """The inventory has the telephone number that the buyer gave up last year."""
    number = sale.inventory.head.buyer_telephone
    while number == sale.inventory.head.buyer_telephone:
        number = somebody(sale, rng).telephone
    return sale._replace(inventory=headed(sale.inventory, buyer_telephone=number))


@fault(BOOK, "1300")
def number_of_another(sale: Sale, rng: Random) -> Sale:
    """The inventory has the right buyer with the identity number of the customer before."""
    return sale._replace(inventory=headed(sale.inventory, buyer_id_number=somebody(sale, rng).id_number))


@fault(BOOK, "1300")
def other_consignee(sale: Sale, rng: Random) -> Sale:
    """The carrier's label names a neighbour who takes the parcel in."""
    return sale._replace(waybill=headed(sale.waybill, consignee=f"{somebody(sale, rng).name}(代收)"))


@fault(BOOK, "1300")
def old_address(sale: Sale, rng: Random) -> Sale:
    """The carrier ships to an address that it remembers from last time."""
    return sale._replace(waybill=headed(sale.waybill, consignee_address=somebody(sale, rng).address))


@fault(BOOK, "1300")
def labels_swapped(sale: Sale, rng: Random) -> Sale:
    """Two labels were exchanged: the waybill was declared for the next order."""
    number = sale.waybill.head.order_no
    return sale._replace(waybill=headed(sale.waybill, order_no=f"{int(number) + 1:0{len(number)}d}"))

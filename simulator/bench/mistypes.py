"""Fields that a program without this client fills in wrongly: codes of no table, what a trade mode wants, numbers.

Each earns the code of a rule that neither the marketplace's faults nor the slips are about.
"""

from decimal import Decimal
from random import Random
from typing import Any, Final

from gateway_client.rules.kinds import Kind
from simulator.marketplace.fault import Fault, fault, headed, relined
from simulator.marketplace.papers import Sale

BOOK: Final[dict[str, Fault]] = {}

_NOTHING: Final = Decimal(0)
_DIRECT: Final = {"traf_mode": "5", "traf_no": "B-2081", "voyage_no": "KY0308", "bill_no": "78444001176"}
_BONDED: Final = {"ems_no": "T5165W000001", "area_code": "4401960006", "area_name": "南沙仓储"}


def _listed(sale: Sale, **values: Any) -> Sale:
    return sale._replace(inventory=headed(sale.inventory, **values))


def _first_line(sale: Sale, **values: Any) -> Sale:
    return sale._replace(inventory=relined(sale.inventory, 0, **values))


def _direct(sale: Sale, **values: Any) -> Sale:
    """Return the sale flown in, with other values in its inventory's head."""
    return _listed(sale, **{"trade_mode": "9610", "country": "502", **_DIRECT, **values})


def _bonded(sale: Sale, **values: Any) -> Sale:
    """Return the sale out of the bonded warehouse, with other values in its inventory's head."""
    lines = tuple(line.changed(item_record_no=str(line.gnum)) for line in sale.inventory.lines)
    stored = sale._replace(inventory=sale.inventory.changed(lines=lines))
    return _listed(stored, **{"trade_mode": "1210", "country": "142", **_BONDED, **values})


@fault(BOOK, "-504011", Kind.WAYBILL)
def no_real_name(sale: Sale, rng: Random) -> Sale:
    """The parcel is for a Miss Zhang."""
    return sale._replace(waybill=headed(sale.waybill, consignee="Miss Zhang"))


@fault(BOOK, "-301008", Kind.ORDER)
def no_such_retailer(sale: Sale, rng: Random) -> Sale:
    """The retailer's code has a digit too few."""
    return sale._replace(order=headed(sale.order, ebc_code=sale.order.head.ebc_code[:-1]))


@fault(BOOK, "-301008", Kind.ORDER)
def no_such_unit(sale: Sale, rng: Random) -> Sale:
    """The order counts in a unit that customs does not know."""
    return sale._replace(order=relined(sale.order, 0, unit="999"))


@fault(BOOK, "-621001")
def country_in_letters(sale: Sale, rng: Random) -> Sale:
    """The inventory says DEU where customs says 304."""
    return _first_line(sale, country="DEU")


@fault(BOOK, "-301008", Kind.ORDER)
def counted_from_nothing(sale: Sale, rng: Random) -> Sale:
    """The order's lines are numbered from 0 on."""
    lines = tuple(line.changed(gnum=line.gnum - 1) for line in sale.order.lines)
    return sale._replace(order=sale.order.changed(lines=lines))


@fault(BOOK, "-504011", Kind.WAYBILL)
def not_weighed(sale: Sale, rng: Random) -> Sale:
    """Nobody weighed the parcel."""
    return sale._replace(waybill=headed(sale.waybill, weight=_NOTHING))


@fault(BOOK, "-621001")
def surety_of_a_stranger(sale: Sale, rng: Random) -> Sale:
    """Somebody stands surety who has no part in the sale."""
    return _listed(sale, assure_code="4401960098")


@fault(BOOK, "-621001")
def on_foot(sale: Sale, rng: Random) -> Sale:
    """The parcel comes a way that customs does not know."""
    return _listed(sale, traf_mode="F")


@fault(BOOK, "-621001")
def wrapped_in_nothing_known(sale: Sale, rng: Random) -> Sale:
    """The wrapping has the digit of none."""
    return _listed(sale, wrap_type="9")


@fault(BOOK, "-621001")
def office_by_name(sale: Sale, rng: Random) -> Sale:
    """The office of customs is written with a letter."""
    return _listed(sale, customs_code="516A")


@fault(BOOK, "-621001")
def bonded_from_abroad(sale: Sale, rng: Random) -> Sale:
    """Goods out of the zone come from abroad."""
    return _bonded(sale, country="304")


@fault(BOOK, "-621001")
def flown_in_from_home(sale: Sale, rng: Random) -> Sale:
    """A parcel that was flown in started in China."""
    return _direct(sale, country="142")


@fault(BOOK, "-621001")
def tariff_with_dots(sale: Sale, rng: Random) -> Sale:
    """The tariff number is written as the book prints it."""
    return _first_line(sale, gcode="1901.10100")


@fault(BOOK, "-621001")
def no_legal_quantity(sale: Sale, rng: Random) -> Sale:
    """The legal quantity was left at 0."""
    return _first_line(sale, qty1=_NOTHING)


@fault(BOOK, "-621001")
def second_quantity_without_unit(sale: Sale, rng: Random) -> Sale:
    """A second quantity has no unit."""
    return _first_line(sale, qty2=Decimal(1), unit2=None)


@fault(BOOK, "-621001")
def legally_another_quantity(sale: Sale, rng: Random) -> Sale:
    """Sold in the legal unit, and yet in two quantities."""
    line = sale.inventory.lines[0]
    return _first_line(sale, unit1=line.unit, qty1=line.qty + 1)


@fault(BOOK, "-621001")
def more_net_than_gross(sale: Sale, rng: Random) -> Sale:
    """Net and gross weight are exchanged."""
    head = sale.inventory.head
    return _listed(sale, net_weight=head.gross_weight, gross_weight=head.net_weight)


@fault(BOOK, "-621001")
def flown_without_a_bill(sale: Sale, rng: Random) -> Sale:
    """A parcel that was flown in has no bill."""
    return _direct(sale, bill_no=None)


@fault(BOOK, "-621001")
def out_of_no_book(sale: Sale, rng: Random) -> Sale:
    """Bonded goods are taken out of no account book."""
    return _bonded(sale, ems_no=None)


@fault(BOOK, "-621001")
def number_of_an_export(sale: Sale, rng: Random) -> Sale:
    """The inventory brings a number of its own, of an export."""
    return _listed(sale, invt_no="51652026E000000001")


@fault(BOOK, "-621001")
def came_on_no_day(sale: Sale, rng: Random) -> Sale:
    """The goods came in on 30 February."""
    return _listed(sale, ie_date="20260230")

"""What an inventory takes: of its buyer's yearly quota, and of the bonded account book.

It is charged at 120, and given back when the inventory is refused after that, changed, cancelled or returned.
"""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from gateway_client.rules.kinds import Kind
from gateway_client.rules.money import exact_product, total
from gateway_client.wire.ceb.inventory import Inventory
from simulator.clock import day_of
from simulator.declaration import Declaration
from simulator.docket import Docket

_BONDED: Final = "1210"


def amount_of(inventory: Inventory) -> Decimal:
    """Return what a purchase takes of the limits: the sum of its lines' totalPrice, in yuan."""
    return total(line.total_price for line in inventory.lines)


def taken(inventory: Inventory) -> dict[tuple[str, str], Decimal]:
    """Return how much a bonded inventory takes from each line of its account book, by emsNo and itemRecordNo."""
    return _of_book(inventory, ((line.gnum, line.qty) for line in inventory.lines))


def person(inventory: Declaration) -> str:
    """Return whose quota a purchase uses: an identity number ends in X, whichever way it is written."""
    number: str = inventory.head.buyer_id_number
    return number.upper()


def charge(docket: Docket, inventory: Declaration) -> None:
    """Let an inventory take what it takes."""
    docket.charge(person(inventory), amount_of(inventory.document))
    if docket.world.has_stock:
        for (ems_no, item), qty in taken(inventory.document).items():
            if docket.stock(ems_no, item):  # without the rule that asks for it a line may be in no book
                docket.speak_for(ems_no, item, qty)


def give_back(docket: Docket, inventory: Declaration) -> None:
    """Undo what was charged when the inventory was taken in."""
    _give(docket, inventory, amount_of(inventory.document), taken(inventory.document))


def give_back_lines(docket: Docket, inventory: Declaration, quantities: dict[int, Decimal]) -> None:
    """Give back what some quantities of an inventory's lines took, by gnum.

    A whole line gives its totalPrice back, a part of it quantity times price.
    """
    lines = {line.gnum: line for line in inventory.document.lines}
    amounts = (
        line.total_price if qty == line.qty else exact_product(qty, line.price)
        for line, qty in ((lines[gnum], qty) for gnum, qty in quantities.items())
    )
    _give(docket, inventory, total(amounts), _of_book(inventory.document, quantities.items()))


def returned(docket: Docket, inventory: Declaration, but: Declaration) -> dict[int, Decimal]:
    """Return how much of each line goes back with the returns of an inventory that stand, ``but`` one of them."""
    quantities: dict[int, Decimal] = defaultdict(Decimal)
    for one in returns_of(docket, inventory, but):
        for line in one.document.lines:
            quantities[line.gnum] += line.qty
    return quantities


def returns_of(docket: Docket, inventory: Declaration, but: Declaration) -> list[Declaration]:
    """Return the returns of an inventory that stand, ``but`` one of them."""
    number = but.head.invt_no
    found = docket.of_order(inventory.order_no, Kind.RETURN)
    return [one for one in found if one.declared and one.head.invt_no == number and one.key != but.key]


def _give(docket: Docket, inventory: Declaration, amount: Decimal, book: dict[tuple[str, str], Decimal]) -> None:
    """Give back; the quota is that of the year in which it was charged, which may be over."""
    year = day_of(inventory.entered or docket.time).year
    docket.give_back(person(inventory), amount, year)
    if docket.world.has_stock:
        for (ems_no, item), qty in book.items():
            if docket.stock(ems_no, item):  # it has the line, or somebody wrote in a saved world
                docket.speak_for(ems_no, item, -qty)


def _of_book(inventory: Inventory, wanted: Iterable[tuple[int, Decimal]]) -> dict[tuple[str, str], Decimal]:
    if inventory.head.trade_mode != _BONDED:
        return {}
    lines = {line.gnum: line for line in inventory.lines}
    quantities: dict[tuple[str, str], Decimal] = {}
    for gnum, qty in wanted:
        key = (inventory.head.ems_no or "", lines[gnum].item_record_no or "")
        quantities[key] = quantities.get(key, Decimal(0)) + qty
    return quantities

"""What the port looks up for an application or a change: the inventory that is meant, and what became of it so far."""

from collections import defaultdict
from decimal import Decimal
from typing import Final

from gateway_client.facts.limits import return_days_on
from gateway_client.rules.kinds import Kind
from simulator.clock import day_of
from simulator.declaration import Declaration
from simulator.docket import Docket
from simulator.life import CLEARED, CLOSED, RELEASED
from simulator.port.arrival import Listed

_DONE: Final = (CLEARED, RELEASED)


def listed(docket: Docket, application: Declaration) -> Listed | None:
    """Return the inventory that a cancellation or a return names by its invtNo."""
    inventory = docket.inventory(application.head.invt_no)
    if inventory is None:
        return None
    if application.kind is Kind.CANCEL:
        return Listed(inventory.document, inventory.status)
    returned: dict[int, Decimal] = defaultdict(Decimal)
    underway = None
    for one in docket.of_order(inventory.order_no, Kind.RETURN):
        if not one.declared or one.head.invt_no != application.head.invt_no or one.key == application.key:
            continue
        for line in one.document.lines:
            returned[line.gnum] += line.qty
        if one.finished is None:
            underway = one.head.cop_no or one.head.guid
    released = inventory.finished if inventory.status in (RELEASED, CLOSED) else None
    return Listed(inventory.document, inventory.status, day_of(released) if released else None, returned, underway)


def return_days(docket: Docket) -> int | None:
    """Return within how many days after release goods may be returned today: as the world says, or the law."""
    own = docket.world.customs.return_days
    return return_days_on(docket.day) if own is None else own


def used_by(docket: Docket, declaration: Declaration) -> int | None:
    """Return the status of the inventory that was declared with an order, payment or waybill."""
    found = (one for one in docket.of_order(declaration.order_no, Kind.INVENTORY) if one.declared)
    head = declaration.head
    match declaration.kind:
        case Kind.ORDER | Kind.PAYMENT:
            using = [one for one in found if one.head.ebp_code == head.ebp_code]
        case Kind.WAYBILL:
            parcel = (head.logistics_code, head.logistics_no)
            using = [one for one in found if (one.head.logistics_code, one.head.logistics_no) == parcel]
        case _:
            using = []
    return using[0].status if using else None

"""What the port looks up for an application or a change: the inventory that is meant, and what became of it so far."""

from gateway_client.facts.limits import return_days_on
from gateway_client.rules.kinds import Kind
from simulator.charging import returned, returns_of
from simulator.clock import day_of
from simulator.declaration import Declaration
from simulator.docket import Docket
from simulator.life import CLOSED, RELEASED
from simulator.port.arrival import Listed


def listed(docket: Docket, application: Declaration) -> Listed | None:
    """Return the inventory that a cancellation or a return names by its invtNo."""
    inventory = docket.inventory(application.head.invt_no)
    if inventory is None:
        return None
    if application.kind is Kind.CANCEL:
        return Listed(inventory.document, inventory.status)
    underway = next((one for one in returns_of(docket, inventory, application) if one.finished is None), None)
    released = inventory.finished if inventory.status in (RELEASED, CLOSED) else None
    return Listed(
        inventory.document,
        inventory.status,
        released=day_of(released) if released else None,
        returned=returned(docket, inventory, application),
        underway=(underway.head.cop_no or underway.head.guid) if underway else None,
    )


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

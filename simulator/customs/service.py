"""What customs does: takes documents in, judges inventories whose papers are complete, releases, holds, moves on.

Which status may follow which, and what its receipt says, is in ``simulator.life``.
"""

from decimal import Decimal
from typing import Final

from gateway_client.rules.kinds import Kind, key
from gateway_client.wire.ceb.inventory import Inventory
from simulator.charging import charge, person, taken
from simulator.clock import day_of
from simulator.course import following, is_usual
from simulator.customs import applications, carried
from simulator.customs.outcome import let_go, put, refuse, take_in
from simulator.customs.rules import Case, refusals
from simulator.declaration import Declaration
from simulator.docket import Docket
from simulator.life import AWAITED, BEFORE_ENTRY, ENTERED, REFUSED, RELEASED
from simulator.life import move as possible
from simulator.steps import Event

_DIRECT: Final = "9610"


def enter(docket: Docket, declarations: list[Declaration]) -> None:
    """Take documents in (120), or refuse them (100), or let an inventory wait for what is missing."""
    entered = []
    for declaration in declarations:
        if declaration.status not in BEFORE_ENTRY or not (declaration.current or declaration.deletes):
            continue  # something came first
        if declaration.kind is Kind.INVENTORY and not declaration.deletes:
            if _judge(docket, declaration):
                entered.append(declaration)
        elif declaration.kind in applications.KINDS and not declaration.deletes:
            applications.enter(docket, declaration)
        else:
            take_in(docket, declaration)
            if declaration.deletes or declaration.kind is Kind.DELIVERY:
                continue  # nobody waits for it; that its waybill must be known is said nowhere (assumed: it need not)
            for inventory in docket.awaiting(declaration.kind, _awaited_as(declaration)):
                docket.plan(Event.ENTER, [inventory])
    if is_usual(docket.world):
        docket.plan(Event.RELEASE, entered)
    else:
        for inventory in entered:
            _go_on(docket, inventory)


def release(docket: Docket, declarations: list[Declaration]) -> None:
    """Let parcels go (800); whoever carries them may take them at that moment."""
    released = []
    for declaration in declarations:
        if declaration.status == ENTERED:  # an officer may have come first
            put(docket, declaration, RELEASED)
            released.append(declaration)
    let_go(docket, released)


def move(docket: Docket, declarations: list[Declaration]) -> None:
    """Let inventories get the next status of their course, if they can from where they are by now."""
    for inventory in declarations:
        to = following(docket.world, inventory) if inventory.current else None
        if to is None or possible(inventory.kind, inventory.status, to) is None:
            continue  # something came first
        if to == REFUSED:
            refuse(docket, inventory, carried.refusals(docket.world, inventory))
            continue
        put(docket, inventory, to)
        if to == RELEASED:
            let_go(docket, [inventory])
        _go_on(docket, inventory)


def _go_on(docket: Docket, inventory: Declaration) -> None:
    """Plan what comes next for an inventory; one whose goods have not arrived waits for their arrival list."""
    head = inventory.head
    if docket.world.customs.arrivals and head.trade_mode == _DIRECT and inventory.status == ENTERED:
        parcel = (head.logistics_code, head.logistics_no)
        if not docket.has_arrived(*parcel):
            put(docket, inventory, AWAITED)
            docket.let_wait(inventory, Kind.ARRIVAL, key(*parcel))
            return
    to = following(docket.world, inventory)
    if to is not None:
        before = to not in BEFORE_ENTRY and inventory.status in BEFORE_ENTRY
        docket.plan(Event.ENTER if before else Event.MOVE, [inventory])


def _judge(docket: Docket, inventory: Declaration) -> bool:
    """Judge an inventory if its papers are complete; tell whether it was taken in."""
    head = inventory.head
    order_key = key(head.ebp_code, head.order_no)
    waybill_key = key(head.logistics_code, head.logistics_no)
    order = docket.find(Kind.ORDER, order_key)
    payment = docket.payment_for(head.ebp_code, head.order_no)
    waybill = docket.find(Kind.WAYBILL, waybill_key)
    if not _is_in(order):
        docket.let_wait(inventory, Kind.ORDER, order_key)
    if not _is_in(payment):
        docket.let_wait(inventory, Kind.PAYMENT, order_key)
    if not _is_in(waybill):
        docket.let_wait(inventory, Kind.WAYBILL, waybill_key)
    if order is None or payment is None or waybill is None:
        return False
    if not (_is_in(order) and _is_in(payment) and _is_in(waybill)):
        return False
    case = Case(
        inventory=inventory.document,
        order=order.document,
        payment=payment.document,
        waybill=waybill.document,
        day=day_of(inventory.accepted or docket.time),  # the rules of the day of acceptance
        used=docket.used(person(inventory)),
        surplus=_surplus(docket, inventory.document) if docket.world.has_stock else None,
        rates=docket.world.tax.table if docket.world.tax.check else None,
    )
    found = refusals(case, only_sourced=docket.only_sourced)
    if not found and not is_usual(docket.world):
        found = carried.at_entry(docket.world, inventory)
    if found:
        refuse(docket, inventory, found)
        return False
    charge(docket, inventory)
    take_in(docket, inventory)
    return True


def _surplus(docket: Docket, inventory: Inventory) -> dict[tuple[str, str], Decimal | None]:
    found = {key: docket.stock(*key) for key in taken(inventory)}
    return {key: line.surplus if line else None for key, line in found.items()}


def _is_in(declaration: Declaration | None) -> bool:
    return declaration is not None and declaration.status == ENTERED


def _awaited_as(declaration: Declaration) -> str:
    """Return the key by which an inventory waits for this document."""
    if declaration.kind is Kind.PAYMENT:
        return key(declaration.head.ebp_code, declaration.order_no)
    return declaration.key

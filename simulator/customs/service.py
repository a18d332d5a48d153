"""What customs does: takes documents in, judges inventories whose papers are complete, releases."""

from decimal import Decimal
from typing import Final

from gateway_client.rules.kinds import Kind, key
from gateway_client.rules.rule import Confidence, Refusal
from gateway_client.wire.ceb.inventory import Inventory
from simulator.clock import day_of
from simulator.customs.rules import Case, amount_of, refusals, taken
from simulator.declaration import DECLARING, ENTERED, REFUSED, RELEASED, Declaration
from simulator.docket import Docket
from simulator.steps import Event
from simulator.store.ids import sequence
from simulator.texts import ALL_RECEIPTS, TextBook

TEXTS: Final = TextBook()
_ENTERED: Final = TEXTS.text(
    ALL_RECEIPTS,
    "120",
    "[Code:1800;Desc:逻辑校验通过]",
    source="a real CEB622; CEB312 and CEB512 from test data, CEB412 and CEB514 by analogy",
    confidence=Confidence.TWO_SOURCES,
)
_RELEASED: Final = TEXTS.text(
    "CEB622", "800", "[Code:2600;Desc:放行]", source="a real CEB622", confidence=Confidence.PRACTICE
)


def enter(docket: Docket, declarations: list[Declaration]) -> None:
    """Take documents in (120), or refuse an inventory (100), or let it wait for what is missing."""
    entered = []
    for declaration in declarations:
        if declaration.status != DECLARING or not declaration.current:
            continue  # something came first
        if declaration.kind is Kind.INVENTORY:
            if _judge(docket, declaration):
                entered.append(declaration)
        else:
            _take_in(docket, declaration)
            if declaration.kind is Kind.DELIVERY:
                continue  # nobody waits for it; that its waybill must be known is said nowhere (assumed: it need not)
            for inventory in docket.awaiting(declaration.kind, _awaited_as(declaration)):
                docket.plan(Event.ENTER, [inventory])
    docket.plan(Event.RELEASE, entered)


def release(docket: Docket, declarations: list[Declaration]) -> None:
    """Let parcels go (800); whoever carries them may take them at that moment."""
    released = []
    for declaration in declarations:
        if declaration.status == ENTERED:  # an officer may have come first
            _finish(docket, declaration, RELEASED)
            _answer(docket, declaration, _RELEASED)
            released.append(declaration)
    docket.plan(Event.COLLECT, released)


def refuse(docket: Docket, inventory: Declaration, found: list[Refusal]) -> None:
    """Refuse an inventory (100); the first that objects words the receipt. What it took is given back."""
    if inventory.status == ENTERED:
        _give_back(docket, inventory)
    _finish(docket, inventory, REFUSED)
    docket.verdict(inventory, [refusal.as_json() for refusal in found])
    _answer(docket, inventory, found[0].info)


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
        used=docket.used(_person(inventory)),
        surplus=_surplus(docket, inventory.document) if docket.world.has_stock else None,
    )
    found = refusals(case, only_sourced=docket.only_sourced)
    if found:
        refuse(docket, inventory, found)
        return False
    _charge(docket, inventory)
    _take_in(docket, inventory)
    return True


def _charge(docket: Docket, inventory: Declaration) -> None:
    """Let an inventory take of its buyer's quota and of the account book what it takes."""
    docket.charge(_person(inventory), amount_of(inventory.document))
    if docket.world.has_stock:
        for (ems_no, item), qty in taken(inventory.document).items():
            if docket.stock(ems_no, item):  # without the rule that asks for it a line may be in no book
                docket.speak_for(ems_no, item, qty)


def _give_back(docket: Docket, inventory: Declaration) -> None:
    """Undo what was charged when the inventory was taken in; the quota is that year's, which may be over."""
    year = day_of(inventory.entered or docket.time).year
    docket.give_back(_person(inventory), amount_of(inventory.document), year)
    if docket.world.has_stock:
        for (ems_no, item), qty in taken(inventory.document).items():
            if docket.stock(ems_no, item):  # it has the line, or somebody wrote in a saved world
                docket.speak_for(ems_no, item, -qty)


def _surplus(docket: Docket, inventory: Inventory) -> dict[tuple[str, str], Decimal | None]:
    found = {key: docket.stock(*key) for key in taken(inventory)}
    return {key: line.surplus if line else None for key, line in found.items()}


def _person(inventory: Declaration) -> str:
    """Return whose quota a purchase uses: an identity number ends in X, whichever way it is written."""
    number: str = inventory.head.buyer_id_number
    return number.upper()


def _is_in(declaration: Declaration | None) -> bool:
    return declaration is not None and declaration.status == ENTERED


def _awaited_as(declaration: Declaration) -> str:
    """Return the key by which an inventory waits for this document."""
    if declaration.kind is Kind.PAYMENT:
        return key(declaration.head.ebp_code, declaration.order_no)
    return declaration.key


def _take_in(docket: Docket, declaration: Declaration) -> None:
    declaration.status = ENTERED
    declaration.entered = docket.time
    if declaration.kind is not Kind.INVENTORY:
        declaration.finished = docket.time
    docket.change(declaration)
    _answer(docket, declaration, _ENTERED)


def _finish(docket: Docket, declaration: Declaration, status: int) -> None:
    declaration.status = status
    declaration.finished = docket.time
    docket.change(declaration)


def _answer(docket: Docket, declaration: Declaration, info: str) -> None:
    guid = docket.world.guid("customs", sequence(declaration.id))
    docket.answer(declaration, declaration.status, info, guid)

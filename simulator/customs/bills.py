"""Tax bills: made of what was released (CEB816), summed in the month after it, or voided (CEB818).

Only in worlds whose file says ``bills = true``. When each of them comes is assumed, and so is the number of the
payment, which all bills of a month share that one enterprise answers for at one office.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Final, NamedTuple

from gateway_client.rules.money import cents
from gateway_client.rules.tax import Assessment, tax_of
from gateway_client.wire.ceb import RECEIPTS
from gateway_client.wire.ceb.tax import Tax, TaxHeadRd, TaxHeadStatus, TaxListRd, TaxState
from gateway_client.wire.encode import encode
from simulator.clock import day_of, moment, stamp
from simulator.declaration import Declaration
from simulator.docket import Docket
from simulator.known import listed
from simulator.life import CLOSED, RELEASED
from simulator.receipts import invt_no, tax_no
from simulator.steps import Event
from simulator.store import statements
from simulator.store.ids import sequence

GENERATED: Final = 1
SUMMED: Final = 2
VOID: Final = 3

_BILL: Final = "CEB816Message"
_STATE: Final = "CEB818Message"
_DECEMBER: Final = 12
_RUNNING: Final = 8


class Bill(NamedTuple):
    """A tax bill as it is kept; amounts in fen, times are stamps."""

    id: int
    status: int
    customs_tax: int
    value_added_tax: int
    consumption_tax: int
    billed: int
    changed: int
    ent_duty_no: str | None


def bill(docket: Docket, inventories: list[Declaration]) -> None:
    """Send the tax bills of what was released, one message for the inventories of a message.

    Who owes nothing gets none (assumed). The tax is that of the day on which the port accepted the inventory.
    """
    rates = docket.world.tax.table
    billed, taxes = [], []
    for inventory in inventories:
        if inventory.status not in (RELEASED, CLOSED):
            continue  # something came first
        found = tax_of(inventory.document, day_of(inventory.accepted or docket.time), rates)
        if found.total:
            _keep(docket, inventory, found)
            billed.append(inventory)
            taxes.append(_bill(docket, inventory, found))
    if taxes:
        _send(docket, billed[0], _BILL, taxes)
        docket.plan(Event.SUM, billed, due=stamp(_first_of_next_month(moment(docket.time))))


def sum_up(docket: Docket, inventories: list[Declaration]) -> None:
    """Sum the bills of a message with the month's others: each now names the payment in which it is paid."""
    summed = []
    kept = _bills(docket, inventories)
    for inventory in inventories:
        known = kept.get(inventory.id)
        if known is not None and known.status == GENERATED:
            summed.append(_change(docket, inventory, SUMMED, _ent_duty_no(docket, inventory, known)))
    if summed:
        _send(docket, inventories[0], _STATE, summed)


def void(docket: Docket, inventory: Declaration) -> bool:
    """Void the bill of an inventory whose goods were all returned, and say so (CEB818, 3); tell whether there was one.

    Nothing happens, and nothing is sent, where there is no bill: the world sends none, nothing was owed, it is
    still to come (then it does not come, if the inventory is no longer released), or it is void already. One that
    is summed stays as it is: it is paid, and what was paid is given back outside of these messages (assumed).
    """
    known = _bills(docket, [inventory]).get(inventory.id) if docket.world.tax.bills else None
    if known is None or known.status != GENERATED:
        return False
    _send(docket, inventory, _STATE, [_change(docket, inventory, VOID, None)])
    return True


def _bills(docket: Docket, inventories: Iterable[Declaration]) -> dict[int, Bill]:
    rows = docket.book(statements.BILLS_OF, listed(one.id for one in inventories))
    return {row[0]: Bill(*row) for row in rows}


def _keep(docket: Docket, inventory: Declaration, found: Assessment) -> None:
    fen = [int(amount.scaleb(2)) for amount in found.owed]
    docket.book(statements.INSERT_BILL, inventory.id, GENERATED, *fen, docket.time, docket.time)


def _bill(docket: Docket, inventory: Declaration, found: Assessment) -> Tax:
    head, owed = inventory.head, found.owed
    return Tax(
        head=TaxHeadRd(
            guid=_guid(docket, inventory),
            return_time=str(docket.time),
            invt_no=invt_no(inventory) or "",
            tax_no=tax_no(inventory),
            customs_tax=owed.customs,
            value_added_tax=owed.vat,
            consumption_tax=owed.consumption,
            status=str(GENERATED),
            ent_duty_no="",  # empty elements, as received
            note="",
            assure_code=head.assure_code,
            ebc_code=head.ebc_code,
            logistics_code=head.logistics_code,
            agent_code=head.agent_code,
            customs_code=head.customs_code,
        ),
        lines=tuple(
            TaxListRd(
                gnum=line.gnum,
                gcode=line.gcode,
                tax_price=cents(line.tax_price),
                customs_tax=line.owed.customs,
                value_added_tax=line.owed.vat,
                consumption_tax=line.owed.consumption,
            )
            for line in found.lines
        ),
    )


def _change(docket: Docket, inventory: Declaration, status: int, ent_duty_no: str | None) -> TaxState:
    docket.book(statements.CHANGE_BILL, status, docket.time, ent_duty_no, inventory.id)
    return TaxState(
        head=TaxHeadStatus(
            guid=_guid(docket, inventory),
            return_time=str(docket.time),
            invt_no=invt_no(inventory) or "",
            tax_no=tax_no(inventory),
            status=str(status),
            ent_duty_no=ent_duty_no or "",
            assure_code=inventory.head.assure_code,
        )
    )


def _send(docket: Docket, inventory: Declaration, message_type: str, said: list[Tax] | list[TaxState]) -> None:
    guid = docket.world.guid("message", docket.world.counted["entry"] + 1)
    body = encode(RECEIPTS[message_type](guid=guid, version="1.0", returns=tuple(said)))
    docket.send(inventory.origin, message_type, body)


def _guid(docket: Docket, inventory: Declaration) -> str:
    return docket.world.guid("tax bill", sequence(inventory.id)).upper()


def _ent_duty_no(docket: Docket, inventory: Declaration, known: Bill) -> str:
    """Return the number of the month's payment: office, month, eight digits (assumed)."""
    office, month = inventory.head.customs_code, str(known.billed)[:6]
    running = docket.world.digits(f"payment of {inventory.head.assure_code} at {office} in {month}", _RUNNING)
    return f"{office}{month}{running}"


def _first_of_next_month(now: datetime) -> datetime:
    if now.month == _DECEMBER:
        return datetime(now.year + 1, 1, 1)
    return datetime(now.year, now.month + 1, 1)

"""What customs makes of a declaration: the next status with its receipt, or a refusal with its reasons."""

from typing import Final

from gateway_client.rules.kinds import Kind, key
from gateway_client.rules.rule import Refusal
from simulator.charging import give_back
from simulator.declaration import Declaration
from simulator.docket import Docket
from simulator.life import AWAITED, CANCELLED, CLOSED, ENTERED, OPEN, REFUSED, RELEASED, SENT_BACK, move
from simulator.steps import Event
from simulator.store.ids import sequence

_FINAL: Final = (REFUSED, CANCELLED, SENT_BACK, RELEASED, CLOSED)
_USUAL_REASON: Final = "地址不详"
"""Of who is suspended: the one that was seen in practice."""


def take_in(docket: Docket, declaration: Declaration) -> None:
    """Take a document in (120); orders, payments and waybills are done with that."""
    declaration.entered = docket.time
    if declaration.kind in (Kind.ORDER, Kind.PAYMENT, Kind.WAYBILL, Kind.DELIVERY) or declaration.deletes:
        declaration.finished = docket.time
    put(docket, declaration, ENTERED)


def put(docket: Docket, declaration: Declaration, to: int, *, reason: str | None = None) -> None:
    """Give a declaration a status that is no refusal, and say so; what a list took that goes no further is given back.

    ``reason`` is for the texts that have room for one.
    """
    made = move(declaration.kind, declaration.status, to)
    assert made is not None, f"{declaration.kind.label} {declaration.status} → {to}"
    if to in (CANCELLED, SENT_BACK) and declaration.status in OPEN:
        give_back(docket, declaration)
    _wait_no_more(docket, declaration)
    if to in _FINAL:
        declaration.finished = declaration.finished or docket.time
    declaration.status = to
    docket.change(declaration)
    info = made.info
    if "{" in info:
        info = info.format(reason=reason or _USUAL_REASON, invt_no=declaration.head.invt_no)
    answer(docket, declaration, info)


def let_go(docket: Docket, released: list[Declaration]) -> None:
    """Plan what follows a release: the carrier takes the parcels, and customs sends their tax bills."""
    docket.plan(Event.COLLECT, released)
    if docket.world.tax.bills:
        docket.plan(Event.BILL, released)


def refuse(docket: Docket, declaration: Declaration, found: list[Refusal]) -> None:
    """Refuse a declaration (100); the first that objects words the receipt. What a list took is given back."""
    if declaration.kind is Kind.INVENTORY and declaration.status in OPEN:
        give_back(docket, declaration)
        _wait_no_more(docket, declaration)
    declaration.status = REFUSED
    declaration.finished = docket.time
    docket.change(declaration)
    docket.verdict(declaration, [refusal.as_json() for refusal in found])
    answer(docket, declaration, found[0].info)


def _wait_no_more(docket: Docket, declaration: Declaration) -> None:
    if declaration.kind is Kind.INVENTORY and declaration.status == AWAITED:
        parcel = key(declaration.head.logistics_code, declaration.head.logistics_no)
        docket.wait_no_more(declaration, Kind.ARRIVAL, parcel)


def answer(docket: Docket, declaration: Declaration, info: str) -> None:
    """Let customs say something of a declaration: its status, and a text."""
    guid = docket.world.guid("customs", sequence(declaration.id))
    docket.answer(declaration, declaration.status, info, guid)

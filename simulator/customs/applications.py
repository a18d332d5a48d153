"""What customs does with cancellations (CEB623), returns (CEB625) and arrival lists (CEB711).

Each is taken in (120) and done with (399). What it brings about happens with that, judged on the facts of that
moment: a list that was released meanwhile cannot be cancelled any more.
"""

from typing import Final

from gateway_client.rules.kinds import Kind, key, names_of
from gateway_client.rules.rule import Confidence, Conflict, Refusal, RuleBook, all_conflicts, conflict
from simulator.charging import give_back_lines, returned
from simulator.customs.bills import void
from simulator.customs.outcome import put, refuse, take_in
from simulator.declaration import Declaration
from simulator.docket import Docket
from simulator.life import AWAITED, CANCELLED, CLEARED, CLOSED, RELEASED, move
from simulator.steps import Event

BOOK: Final = RuleBook()
KINDS: Final = (Kind.CANCEL, Kind.RETURN, Kind.ARRIVAL)
_AFTER_RELEASE: Final = (RELEASED, CLOSED)


def enter(docket: Docket, application: Declaration) -> None:
    """Take an application in (120), or refuse it (100)."""
    if _refused(docket, application):
        return
    take_in(docket, application)
    docket.plan(Event.CLEAR, [application])


def clear(docket: Docket, applications: list[Declaration]) -> None:
    """Do what applications ask for, and say so (399); returns go the way that the world sets."""
    for one in applications:
        if not one.current or one.finished is not None or _refused(docket, one):
            continue
        match one.kind:
            case Kind.CANCEL:
                _cancel(docket, one)
            case Kind.RETURN:
                _return(docket, one)
            case _:
                _arrive(docket, one)


def _cancel(docket: Docket, cancellation: Declaration) -> None:
    _finish(docket, cancellation, CLEARED)
    inventory = docket.inventory(cancellation.head.invt_no)
    assert inventory is not None
    put(docket, inventory, CANCELLED)


def _return(docket: Docket, goods: Declaration) -> None:
    course = docket.world.customs.returns
    place = course.index(goods.status) + 1 if goods.status in course else 0
    to, last = course[place], place == len(course) - 1
    if to == CLEARED:
        inventory = docket.inventory(goods.head.invt_no)
        assert inventory is not None
        going = {line.gnum: line.qty for line in goods.document.lines}
        give_back_lines(docket, inventory, going)
        gone = returned(docket, inventory, goods)
        if all(gone.get(line.gnum, 0) + going.get(line.gnum, 0) >= line.qty for line in inventory.document.lines):
            void(docket, inventory)
    if last:
        _finish(docket, goods, to)
    else:
        put(docket, goods, to)
        docket.plan(Event.CLEAR, [goods])


def _arrive(docket: Docket, arrival: Declaration) -> None:
    """Let the lists of the parcels that have arrived go on, those of one message's parcels together."""
    _finish(docket, arrival, CLEARED)
    code = arrival.head.logistics_code
    for line in arrival.document.lines:
        docket.arrive(code, line.logistics_no)
        waiting = docket.awaiting(Kind.ARRIVAL, key(code, line.logistics_no))
        docket.plan(Event.MOVE, [one for one in waiting if one.current and one.status == AWAITED])


def _finish(docket: Docket, application: Declaration, to: int) -> None:
    application.finished = docket.time
    put(docket, application, to)


class Asked:
    """An application at the moment at which customs looks at it, and the status of its inventory."""

    def __init__(self, application: Declaration, status: int | None) -> None:
        self.kind, self.head, self.status = application.kind, application.head, status


@BOOK.rule(
    "APP-20",
    official="1300",
    answers={
        Kind.CANCEL: ("100", "[Code:1300;Desc:人工退单，清单[{invt_no}]的状态不符合撤单要求]"),
        Kind.RETURN: ("100", "[Code:1300;Desc:人工退单，清单[{invt_no}]的状态不符合退货要求]"),
    },
    source="before release only, after release only: procedure of a service platform; code and text assumed",
    confidence=Confidence.ASSUMED,
)
def still_in_state(asked: Asked) -> Conflict | None:
    """When customs looks at an application, its inventory must still be in a state for it."""
    if asked.kind is Kind.CANCEL:
        fits = asked.status is not None and move(Kind.INVENTORY, asked.status, CANCELLED) is not None
    else:
        fits = asked.status in _AFTER_RELEASE
    return None if fits else conflict(("invtNo", asked.head.invt_no), ("status of the inventory", asked.status))


def _refused(docket: Docket, application: Declaration) -> bool:
    if application.kind is Kind.ARRIVAL or application.status == CLEARED:
        return False
    inventory = docket.inventory(application.head.invt_no)
    found = all_conflicts(
        BOOK.for_kind(application.kind, only_sourced=docket.only_sourced),
        Asked(application, inventory.status if inventory else None),
    )
    names = names_of(application.kind, application.head)
    objections: list[Refusal] = [rule.refuse(application.kind, each, names) for rule, each in found]
    if objections:
        refuse(docket, application, objections)
    return bool(objections)

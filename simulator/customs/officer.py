"""What an officer of customs does: decides of an inventory that was taken in, before the machine lets it go.

Each decision is an act in the world's journal, noted before what it brings about.
"""

import re
from typing import Final, NamedTuple

from gateway_client.rules.kinds import Kind, names_of
from gateway_client.rules.rule import all_conflicts
from simulator.clock import moment, written
from simulator.customs import service
from simulator.customs.decision import BOOK, Decision
from simulator.declaration import ENTERED, REFUSED, RELEASED, Declaration
from simulator.docket import Docket
from simulator.receipts import invt_no as number_of
from simulator.store import statements
from simulator.store.ids import sequence

ACT: Final = "officer"

_NUMBER: Final = re.compile(r"(?:[0-9]{8}I|B[0-9]{8})([0-9]{9,12})")
"""An inventory number or a pre-entry number: both end in the number of the document."""
_STATES: Final = {RELEASED: "released", REFUSED: "refused"}


class Decided(NamedTuple):
    """What came of a decision; ``time`` is a stamp."""

    invt_no: str
    order_no: str
    status: int
    time: int


class Unknown(NamedTuple):
    """There is no inventory of this number; ``near`` may be the one that was meant."""

    near: Declaration | None

    def why(self) -> str:
        """Say so, and how to find the number."""
        why = "customs gave no such number in this world"
        if self.near is None:
            return f"{why}: GET /_kouan/documents/{{orderNo}} tells the invtNo of an order"
        if number := number_of(self.near):
            return f"{why}: is {number} of the order {self.near.order_no} meant?"
        return f"{why}, and none yet to the order {self.near.order_no}: its status is {self.near.status}, not {ENTERED}"


class Finished(NamedTuple):
    """The inventory was decided before, by the machine or an officer."""

    status: int
    time: int

    def why(self) -> str:
        """Say how, and what could be decided."""
        since = written(moment(self.time))
        return (
            f"is decided already: {_STATES[self.status]} ({self.status}) at {since};"
            f" only what customs has taken in ({ENTERED}) and not finished can be decided"
        )


def decide(docket: Docket, invt_no: str, asked: Decision) -> Decided | Unknown | Finished:
    """Release or refuse an inventory now; what was planned for it finds it finished."""
    inventory = _meant(docket, invt_no)
    if inventory is None or number_of(inventory) != invt_no:
        return Unknown(inventory or _of_order(docket, invt_no))
    if inventory.status != ENTERED:
        return Finished(inventory.status, inventory.finished or docket.time)
    docket.act(ACT, {"invtNo": invt_no, "orderNo": inventory.order_no, **asked.model_dump(by_alias=True)})
    match asked.decision:
        case "release":
            service.release(docket, [inventory])
        case "refuse":
            names = names_of(Kind.INVENTORY, inventory.head)
            found = all_conflicts(BOOK.for_kind(Kind.INVENTORY, only_sourced=docket.only_sourced), asked)
            service.refuse(docket, inventory, [rule.refuse(Kind.INVENTORY, each, names) for rule, each in found])
    return Decided(invt_no, inventory.order_no, inventory.status, docket.time)


def _meant(docket: Docket, number: str) -> Declaration | None:
    """Return the inventory whose number or pre-entry number ends like this one."""
    read = _NUMBER.fullmatch(number.strip().upper())
    found = docket.numbered(int(read[1])) if read else None
    return found if found and found.kind is Kind.INVENTORY else None


def _of_order(docket: Docket, number: str) -> Declaration | None:
    """Return the inventory of an order whose number was given instead."""
    rows = docket.book(statements.INVENTORY_OF, docket.world.number, number, Kind.INVENTORY)
    return docket.numbered(sequence(rows[0][0])) if rows else None

"""What an officer of customs does: decides of an inventory that was taken in and is not finished.

Each decision is an act in the world's journal, noted before what it brings about. ``queue`` has what waits for one.
"""

import re
from datetime import datetime
from typing import Any, Final, NamedTuple

from gateway_client.facts.workdays import next_open
from gateway_client.rules.kinds import Kind, names_of
from gateway_client.rules.rule import all_conflicts
from simulator.charging import amount_of
from simulator.clock import moment, written
from simulator.course import course_of, hold_of
from simulator.customs.decision import BOOK, STATUSES, Decision
from simulator.customs.outcome import let_go, put, refuse
from simulator.declaration import Declaration, from_row
from simulator.docket import Docket
from simulator.life import ENTERED, OPEN, REFUSED, RELEASED, move, possible
from simulator.life import STATUSES as MEANINGS
from simulator.receipts import invt_no as number_of
from simulator.store import statements
from simulator.store.database import Connection
from simulator.store.ids import row_id, sequence
from simulator.world import World

ACT: Final = "officer"
MOST: Final = 100
"""Inventories of one look at the queue."""

_NUMBER: Final = re.compile(r"(?:[0-9]{8}I|B[0-9]{8})([0-9]{9,12})")
"""An inventory number or a pre-entry number: both end in the number of the document."""


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
    """The inventory was decided before, by the machine or an officer, or does not go where it is sent."""

    status: int
    time: int
    wanted: int

    def why(self) -> str:
        """Say how, and what could be decided."""
        meant = f"{MEANINGS[self.status].words.en} ({self.status})"
        if self.status not in OPEN:
            since = written(moment(self.time))
            return (
                f"is decided already: {meant} at {since}; only what customs has taken in ({ENTERED}) and not finished"
                " can be decided"
            )
        words = [name for name, status in STATUSES.items() if status in possible(Kind.INVENTORY, self.status)]
        return f"is {meant}, and from there none gets to {self.wanted}: possible are {', '.join(words)}"


class Closed(NamedTuple):
    """The office is closed; it opens at ``opens``."""

    opens: datetime

    def why(self) -> str:
        """Say until when."""
        return f"the office is closed until {written(self.opens)}: move the clock there (officeHours of the world)"


def decide(docket: Docket, invt_no: str, asked: Decision) -> Decided | Unknown | Finished | Closed:
    """Decide of an inventory now; what was planned for it finds it where it is by then."""
    inventory = _meant(docket, invt_no)
    if inventory is None or number_of(inventory) != invt_no:
        return Unknown(inventory or _of_order(docket, invt_no))
    if inventory.status not in OPEN or move(Kind.INVENTORY, inventory.status, asked.status) is None:
        return Finished(inventory.status, inventory.finished or docket.time, asked.status)
    now = moment(docket.time)
    if docket.world.customs.office_hours and (opens := next_open(now)) != now:
        return Closed(opens)
    said = {name: value for name, value in asked.model_dump(by_alias=True).items() if name != "to" or value}
    docket.act(ACT, {"invtNo": invt_no, "orderNo": inventory.order_no, **said})
    if asked.status == REFUSED:
        names = names_of(Kind.INVENTORY, inventory.head)
        found = all_conflicts(BOOK.for_kind(Kind.INVENTORY, only_sourced=docket.only_sourced), asked)
        refuse(docket, inventory, [rule.refuse(Kind.INVENTORY, each, names) for rule, each in found])
    else:
        put(docket, inventory, asked.status, reason=asked.reason)
    if asked.status == RELEASED:
        let_go(docket, [inventory])
    return Decided(invt_no, inventory.order_no, inventory.status, docket.time)


def queue(connection: Connection, world: World, after: int = 0) -> dict[str, Any]:
    """Return what is held and waits for an officer, or for its goods, the oldest first; ``next`` is where to go on."""
    rows = connection.execute(statements.HELD, (world.number, row_id(world.number, after), MOST)).fetchall()
    held = [one for one in map(from_row, rows) if one.kind is Kind.INVENTORY and one.current]
    last = sequence(rows[-1][0]) if len(rows) == MOST else None
    return {"held": [_held(world, one) for one in held], "next": last}


def _held(world: World, one: Declaration) -> dict[str, Any]:
    meaning = MEANINGS[one.status].words
    hold = hold_of(world, one)
    return {
        "invtNo": number_of(one),
        "orderNo": one.order_no,
        "ebcCode": one.head.ebc_code,
        "agentCode": one.head.agent_code,
        "dxpId": one.origin.sender,
        "amount": f"{amount_of(one.document):f}",
        "status": str(one.status),
        "meaning": {"en": meaning.en, "zh": meaning.zh},
        "entered": str(one.entered),
        "hold": hold.name if hold else None,
        "course": "~".join(map(str, course_of(world, one))),
        "possible": [name for name, to in STATUSES.items() if to in possible(Kind.INVENTORY, one.status)],
    }


def _meant(docket: Docket, number: str) -> Declaration | None:
    """Return the inventory whose number or pre-entry number ends like this one."""
    known = docket.inventory(number)
    if known is not None:
        return known
    read = _NUMBER.fullmatch(number.strip().upper())
    found = docket.numbered(int(read[1])) if read else None
    return found if found and found.kind is Kind.INVENTORY else None


def _of_order(docket: Docket, number: str) -> Declaration | None:
    """Return the inventory of an order whose number was given instead."""
    rows = docket.book(statements.INVENTORY_OF, docket.world.number, number, Kind.INVENTORY)
    return docket.numbered(sequence(rows[0][0])) if rows else None

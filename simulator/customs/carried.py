"""Refusals that nobody's data deserves: the course says so, by the order number or a hold of the world."""

from typing import Final, NamedTuple

from gateway_client.rules.kinds import Kind, names_of
from gateway_client.rules.rule import Confidence, Conflict, Refusal, RuleBook, all_conflicts, conflict
from simulator.course import following, hold_of, outcome
from simulator.declaration import Declaration
from simulator.life import REFUSED
from simulator.world import World

BOOK: Final = RuleBook()


class Wanted(NamedTuple):
    """A refusal that was asked for: by what, and in which words."""

    place: str
    said: str
    reason: str


@BOOK.rule(
    "CRS-01",
    official="1300",
    answers={Kind.INVENTORY: ("100", "[Code:1300;Desc:人工退单，{reason}]")},
    source="this simulator's: outcomes and holds are settings of a world; the text is that of an officer's refusal",
    confidence=Confidence.ASSUMED,
)
def course_refuses(wanted: Wanted) -> Conflict | None:
    """The course that the order number carries, or that a hold of the world sets, must not end in a refusal."""
    return conflict((wanted.place, wanted.said), reason=wanted.reason)


def refusals(world: World, inventory: Declaration) -> list[Refusal]:
    """Return the refusal that the course of an inventory asks for."""
    hold = None if world.customs.outcomes and outcome(inventory.order_no) else hold_of(world, inventory)
    if hold:
        wanted = Wanted(f"holds.{hold.name}", "~".join(map(str, hold.course)), hold.name)
    else:
        wanted = Wanted("InventoryHead.orderNo", inventory.order_no, "模拟退单")
    names = names_of(Kind.INVENTORY, inventory.head)
    return [rule.refuse(Kind.INVENTORY, found, names) for rule, found in all_conflicts(BOOK.rules.values(), wanted)]


def at_entry(world: World, inventory: Declaration) -> list[Refusal]:
    """Return the refusal by which a course begins, instead of 120."""
    return refusals(world, inventory) if following(world, inventory) == REFUSED else []

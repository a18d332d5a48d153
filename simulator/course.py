"""The course of an inventory: which statuses it gets behind the port's 2, if it is not simply released.

An order number can carry it (``A1~500~800``), where the world wants that; a hold of the world can set it for the
lists that it names. It depends on the world's settings and the document alone, so it is never stored.
"""

import re
from typing import Final

from simulator.beginning.customs import MARK, Course, Hold
from simulator.declaration import Declaration
from simulator.life import AWAITED, BEFORE_ENTRY, ENTERED, RELEASED
from simulator.store.ids import sequence
from simulator.world import World

_OUTCOME: Final = re.compile(f"{MARK}([0-9]{{1,3}})(?={MARK}|$)")
_USUAL: Final[Course] = (RELEASED,)


def outcome(order_no: str) -> Course:
    """Return the outcome that an order number carries at its end; an empty one if it carries none."""
    _, mark, rest = order_no.partition(MARK)
    written = mark + rest
    found = _OUTCOME.findall(written)
    return tuple(map(int, found)) if mark and "".join(MARK + each for each in found) == written else ()


def course_of(world: World, inventory: Declaration) -> Course:
    """Return the course of an inventory in its world."""
    if world.customs.outcomes and (carried := outcome(inventory.order_no)):
        return carried
    hold = hold_of(world, inventory)
    return hold.course if hold else _USUAL


def hold_of(world: World, inventory: Declaration) -> Hold | None:
    """Return the first of a world's holds that means an inventory."""
    return next((hold for hold in world.holds if _means(hold, world, inventory)), None)


def following(world: World, inventory: Declaration) -> int | None:
    """Return the status that an inventory gets next by its course; ``None`` where it stays as it is."""
    course = course_of(world, inventory)
    if inventory.status in course:
        return next(iter(course[course.index(inventory.status) + 1 :]), None)
    if inventory.status in (ENTERED, AWAITED):
        return next((each for each in course if each not in BEFORE_ENTRY), None)
    return course[0] if inventory.status in BEFORE_ENTRY else None


def is_usual(world: World) -> bool:
    """Is every inventory of a world simply released?"""
    return not world.holds and not world.customs.outcomes and not world.customs.arrivals


def _means(hold: Hold, world: World, inventory: Declaration) -> bool:
    head, lines = inventory.head, inventory.document.lines
    if hold.ebc_code is not None and head.ebc_code != hold.ebc_code:
        return False
    if hold.gcode is not None and not any(line.gcode.startswith(hold.gcode) for line in lines):
        return False
    if hold.country is not None and not any(line.country == hold.country for line in lines):
        return False
    if hold.above is not None and sum(line.total_price for line in lines) <= hold.above:
        return False
    return hold.rate == 1 or world.draw(f"hold {hold.name}", sequence(inventory.id)) < hold.rate

"""How customs works in a world: who is held, what order numbers bring about, how returns go, what waits for arrival."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

MARK: Final = "~"
"""Between the statuses of a course, and between an order number and the outcome that it carries."""

Course = tuple[int, ...]
"""The statuses that a declaration gets one after the other behind the port's 2; 120 comes by itself."""


@dataclass(frozen=True, slots=True)
class Hold:
    """A named rule by which lists take another course than being released: all that it names must hold.

    ``gcode`` is how a line's gcode begins, ``above`` an amount in yuan that the list exceeds; ``rate`` is the share
    of those lists that are meant, drawn from the world's seed.
    """

    name: str
    course: Course
    rate: Decimal = Decimal(1)
    gcode: str | None = None
    country: str | None = None
    ebc_code: str | None = None
    above: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Customs:
    """The table ``[customs]`` of a world file.

    ``outcomes``: an order number such as ``A1~500~800`` gets that course. ``arrivals``: lists of direct imports
    (9610) wait for their arrival list. ``office_hours``: officers decide while their office is open only.
    ``return_days``: within how many days after release goods may be returned; ``None``: as the law says.
    ``returns``: the course of a return behind its 120.
    """

    outcomes: bool = False
    arrivals: bool = False
    office_hours: bool = False
    return_days: int | None = None
    returns: Course = (399,)


USUAL: Final = Customs()
"""Where a world says nothing of it."""

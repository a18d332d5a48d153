"""Steps: what is to happen to a declaration, and when. Nothing is judged before its time.

A step is judged when it is due, on the facts of that moment, so that a cancel, an officer or the
year's end can come first. At instant pace every step is due at once and never touches the database.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from heapq import heappop, heappush

from simulator.declaration import Declaration


class Event(StrEnum):
    """What a step does."""

    ACCEPT = "accept"  # the port answers
    ENTER = "enter"  # customs takes it in, or refuses
    RELEASE = "release"  # customs lets the parcel go


@dataclass(order=True, slots=True)
class Step:
    """One declaration's next event. Order: when due, then as planned."""

    due: int
    id: int
    event: Event = field(compare=False)
    declaration: Declaration = field(compare=False)
    stored: bool = field(compare=False, default=False)


class Agenda:
    """The steps of a world that a transaction knows of, the earliest first."""

    def __init__(self) -> None:
        self.steps: list[Step] = []

    def plan(self, step: Step) -> None:
        """Add a step."""
        heappush(self.steps, step)

    def due(self, until: int) -> Iterator[list[Step]]:
        """Take the due steps in their order: neighbours of one message, event and moment together.

        Steps that are planned while the caller works on one group come in their turn.
        """
        while self.steps and self.steps[0].due <= until:
            first = heappop(self.steps)
            group = [first]
            while self.steps and _together(first, self.steps[0]):
                group.append(heappop(self.steps))
            yield group


def _together(one: Step, other: Step) -> bool:
    return (
        one.due == other.due
        and one.event is other.event
        and one.declaration.origin.message == other.declaration.origin.message
    )

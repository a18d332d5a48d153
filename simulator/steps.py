"""Steps: what is to happen to a declaration, and when. Nothing is judged before its time.

A step is judged when it is due, on the facts of that moment, so that a cancel, an officer or the
year's end can come first. At instant pace every step is due at once and never touches the database.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from heapq import heappop, heappush
from operator import itemgetter
from typing import Final

from simulator.declaration import Declaration


class Event(StrEnum):
    """What a step does."""

    ACCEPT = "accept"  # the port answers
    ENTER = "enter"  # customs takes it in, or refuses
    RELEASE = "release"  # customs lets the parcel go
    MOVE = "move"  # customs does something else with an inventory: what its course says
    CLEAR = "clear"  # customs has done with a cancellation, a return or an arrival list
    COLLECT = "collect"  # the carrier takes what customs has let go
    DELIVER = "deliver"  # the carrier hands the parcel over
    BILL = "bill"  # customs sends the tax bill of what it has let go
    SUM = "sum"  # customs sums the tax bills of the month before


TIMED_AS: Final = {Event.MOVE: Event.RELEASE, Event.CLEAR: Event.RELEASE}
"""Steps that take the time of another: the same officers do them."""


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """What happens next to declarations of one message, all at one moment.

    ``id`` is that of its row, which it has from the moment on at which it is planned: among steps that are
    due at once the one that was planned first comes first, whether it was stored meanwhile or not.
    """

    id: int
    due: int
    event: Event
    declarations: list[Declaration]


class Agenda:
    """The steps of a world that a transaction knows of, the earliest first, then as planned."""

    def __init__(self) -> None:
        self._heap: list[tuple[int, int, Step]] = []

    def plan(self, step: Step) -> None:
        """Add a step."""
        heappush(self._heap, (step.due, step.id, step))

    def due(self, until: int) -> Iterator[Step]:
        """Take the due steps in their order; what is planned meanwhile comes in its turn."""
        while self._heap and self._heap[0][0] <= until:
            yield heappop(self._heap)[2]

    def latest(self) -> int:
        """Return when the last planned step is due, 0 when none is planned."""
        return max((due for due, _, _ in self._heap), default=0)

    def left(self) -> Iterator[Step]:
        """Yield the steps that are left for later, in their order."""
        for _, _, step in sorted(self._heap, key=itemgetter(0, 1)):
            yield step

"""One purchase from beginning to end: what went out for it, what came back, and how it ended."""

import re
from dataclasses import dataclass, field
from typing import Final

from gateway_client.outcome import RELEASED
from gateway_client.rules.rule import Refusal
from simulator.cli.evening.plan import Purchase
from simulator.stories.returns import Return

_CODED: Final = re.compile(r"\[Code:([0-9]+);")
_TAKEN_IN: Final = "120"


@dataclass(frozen=True, slots=True)
class Went:
    """Something sent: ``time`` on the simulator's clock, the message, and what there is to know of it."""

    time: str
    what: str
    detail: str


@dataclass(frozen=True, slots=True)
class Came:
    """What a receipt says of one document of the purchase."""

    message_type: str
    said: Return

    @property
    def refuses(self) -> bool:
        """Is a document refused, by the port (below 0) or by customs (100)?"""
        return self.said.status.startswith("-") or self.said.status == "100"

    @property
    def code(self) -> str:
        """The official code as developers know it: the status, or what stands inside ``[Code:…]``."""
        coded = _CODED.match(self.said.info)
        return coded[1] if coded and self.said.status == "100" else self.said.status


@dataclass(slots=True)
class Tale:
    """A purchase's story. ``stopped`` is what the client objected to: then nothing was sent."""

    purchase: Purchase
    stopped: Refusal | None = None
    went: list[Went] = field(default_factory=list)
    came: list[Came] = field(default_factory=list)

    @property
    def released(self) -> bool:
        """Did customs let the parcel go?"""
        return self.time_of("inventory", *RELEASED) is not None

    @property
    def refusals(self) -> list[Came]:
        """What was refused, in its order."""
        return [one for one in self.came if one.refuses]

    @property
    def ended(self) -> bool:
        """Is nothing more to be waited for?"""
        delivered = self.time_of("delivery", _TAKEN_IN) is not None
        if self.stopped or (self.refusals and not self.purchase.again):
            return True
        return self.released and (delivered or not self.purchase.by_parties)

    @property
    def as_planned(self) -> bool:
        """Did it end as its fault, or having none, says?"""
        fault = self.purchase.fault
        codes = [(one.code, one.said.document) for one in self.refusals]
        if fault is None:
            return self.released and not codes and not self.stopped
        if self.stopped:
            return self.stopped.rule.official[fault.kind] == fault.code and not self.went
        return codes == [(fault.code, fault.kind.label)] and self.released == fault.later

    def time_of(self, document: str, *statuses: str) -> str | None:
        """Return when a document got one of these statuses for the first time."""
        times = (one.said.time for one in self.came if one.said.document == document and one.said.status in statuses)
        return next(times, None)

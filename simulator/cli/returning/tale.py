"""What is told of the parcels that come back or are held: chapters of lines, as values."""

from dataclasses import dataclass, field
from decimal import Decimal

from gateway_client.wire.findings import Words


@dataclass(frozen=True, slots=True)
class Line:
    """Something that went (→), came (←) or was done (·) at a moment; ``used`` is the buyer's quota if it changed."""

    time: str
    way: str
    message: str
    status: str
    said: Words
    used: Decimal | None = None


@dataclass(slots=True)
class Chapter:
    """What happens to one parcel. ``planned`` are the messages and statuses that must come, in their order."""

    name: str
    title: Words
    planned: tuple[str, ...]
    lines: list[Line] = field(default_factory=list)

    @property
    def came(self) -> tuple[str, ...]:
        """The receipts that came."""
        return tuple(f"{one.message} {one.status}" for one in self.lines if one.way == "←")

    @property
    def as_planned(self) -> bool:
        """Did just those come?"""
        return self.came == self.planned

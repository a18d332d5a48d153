"""The beginning of a world as a value, and as the JSON in which a database keeps it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Final

import orjson


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockSetting:
    """How the clock is set: running, stepped or instant, from ``at`` on (Beijing time), ``rate`` times real time."""

    kind: str = "running"
    at: datetime | None = None
    rate: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Enterprise:
    """An enterprise that customs knows, and what it is registered as (platform, retailer, payment, …)."""

    code: str
    name: str
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A buyer, and how many yuan of the quota of which years are used already."""

    id_number: str
    used: Mapping[int, Decimal]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stock:
    """A line of a bonded account book. Its surplus is what came in less what went out or is about to."""

    ems_no: str
    item_record_no: str
    actl_inc_qty: Decimal
    actl_redc_qty: Decimal = Decimal(0)
    prevd_redc_qty: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Beginning:
    """How a world begins. ``pace`` is the name of one in the box, or steps with their durations."""

    title: str | None = None
    seed: str | None = None
    clock: ClockSetting = field(default_factory=ClockSetting)
    pace: str | Mapping[str, str] | None = None
    claims: tuple[str, ...] = ()
    enterprises: tuple[Enterprise, ...] = ()
    people: tuple[Person, ...] = ()
    stock: tuple[Stock, ...] = ()

    def to_json(self) -> bytes:
        """Return it as the database keeps it; the same beginning is the same bytes."""
        return orjson.dumps(
            {
                "title": self.title,
                "seed": self.seed,
                "clock": [self.clock.kind, self.clock.at, str(self.clock.rate)],
                "pace": self.pace if self.pace is None or isinstance(self.pace, str) else dict(self.pace),
                "claims": self.claims,
                "enterprises": [[one.code, one.name, one.kinds] for one in self.enterprises],
                "people": [
                    [one.id_number, {str(year): str(used) for year, used in one.used.items()}] for one in self.people
                ],
                "stock": [
                    [one.ems_no, one.item_record_no]
                    + [str(qty) for qty in (one.actl_inc_qty, one.actl_redc_qty, one.prevd_redc_qty)]
                    for one in self.stock
                ],
            }
        )


EMPTY: Final = Beginning()


def from_json(kept: bytes) -> Beginning:
    """Return the beginning behind ``to_json``."""
    said: dict[str, Any] = orjson.loads(kept)
    kind, at, rate = said["clock"]
    return Beginning(
        title=said["title"],
        seed=said["seed"],
        clock=ClockSetting(kind=kind, at=datetime.fromisoformat(at) if at else None, rate=Decimal(rate)),
        pace=said["pace"],
        claims=tuple(said["claims"]),
        enterprises=tuple(
            Enterprise(code=code, name=name, kinds=tuple(kinds)) for code, name, kinds in said["enterprises"]
        ),
        people=tuple(
            Person(
                id_number=number, used=MappingProxyType({int(year): Decimal(amount) for year, amount in used.items()})
            )
            for number, used in said["people"]
        ),
        stock=tuple(
            Stock(
                ems_no=ems_no,
                item_record_no=item,
                actl_inc_qty=Decimal(inc),
                actl_redc_qty=Decimal(redc),
                prevd_redc_qty=Decimal(prevd),
            )
            for ems_no, item, inc, redc, prevd in said["stock"]
        ),
    )

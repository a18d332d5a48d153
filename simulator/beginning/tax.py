"""What a world does about tax: whether customs sends bills, whether taxTotal is checked, and rates of its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from gateway_client.facts.rates import RateTable, Row, rate_table


@dataclass(frozen=True, slots=True)
class OwnRate:
    """What goods whose code begins with ``gcode`` are taxed at from a day on; ``None`` leaves it as it is."""

    gcode: str
    since: date
    vat: Decimal | None = None
    consumption: Decimal | None = None
    duty: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Taxation:
    """The table ``[tax]`` of a world file; without one nobody is billed and no taxTotal is looked at."""

    bills: bool = False
    check: bool = False
    rates: tuple[OwnRate, ...] = ()

    @property
    def table(self) -> RateTable:
        """The rates of the house, with these before them."""
        return rate_table(
            tuple(
                Row(gcode=one.gcode, since=one.since, vat=one.vat, consumption=one.consumption, duty=one.duty)
                for one in self.rates
            )
        )


UNTAXED: Final = Taxation()
"""A world that does nothing about tax."""


def taxation(said: Mapping[str, Any]) -> Taxation:
    """Return what was kept as JSON."""
    return Taxation(bool(said["bills"]), bool(said["check"]), tuple(map(_own, said["rates"])))


def _own(said: Mapping[str, Any]) -> OwnRate:
    shares: Sequence[Decimal | None] = [
        None if said[name] is None else Decimal(said[name]) for name in ("vat", "consumption", "duty")
    ]
    return OwnRate(str(said["gcode"]), date.fromisoformat(said["since"]), *shares)

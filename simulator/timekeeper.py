"""The hand at a world's clock: moves it on, lets time run until nothing is planned any more, sets how it goes.

Each of these is an act in the world's journal, noted before what it brings about.
"""

from datetime import datetime, timedelta
from decimal import Decimal

from simulator.clock import LATEST, Setting, clock_of, setting_of, stamp, written
from simulator.docket import Docket

ACT = "clock"


class TooFar(ValueError):
    """A clock was to be moved beyond the last year that it knows."""

    def __init__(self, to: datetime | None) -> None:
        where = written(to) if to else "there"
        super().__init__(f"{where} is too far: clocks go up to {written(LATEST)}")


def advance(docket: Docket, by: timedelta) -> int:
    """Move the clock on by a duration and live through what is due by then; return how many steps there were."""
    try:
        to = docket.world.clock.now() + by
    except OverflowError:
        raise TooFar(None) from None
    return move_to(docket, to)


def move_to(docket: Docket, to: datetime) -> int:
    """Move the clock to a moment. Raises ``Backwards`` and ``TooFar``."""
    if to > LATEST:
        raise TooFar(to)
    docket.act(ACT, {"to": str(stamp(to))})
    return docket.advance(to)


def run_until_quiet(docket: Docket) -> int:
    """Move the clock from step to step until nothing is planned any more."""
    docket.act(ACT, {"until": "quiet"})
    return docket.run_until_quiet()


def set_kind(docket: Docket, kind: str, rate: Decimal) -> int:
    """Let the clock run (``rate`` times real time), stand still (stepped), or leap (instant) from now on."""
    docket.act(ACT, {"kind": kind, "rate": str(rate)})
    return docket.set_clock(clock_of(Setting(kind, docket.world.clock.now(), rate)))


def told(docket: Docket) -> dict[str, str | None]:
    """Return what the clock shows, how it goes, and when the next step is due."""
    world = docket.world
    kept = setting_of(world.clock)
    return {
        "time": str(stamp(kept.at)),
        "kind": "running" if kept.kind == "machine" else kept.kind,
        "rate": str(kept.rate),
        "nextDue": str(world.next_due) if world.next_due else None,
    }

"""A client's clock that is its world's: a pause moves the world on, to the next thing that happens there."""

import asyncio
from datetime import datetime, timedelta

from simulator.sandbox.doors import Doors

_START = datetime(2000, 1, 1)


def moment(stamp: str) -> datetime:
    """Return the moment of a stamp, YYYYMMDDhhmmssSSS."""
    return datetime.strptime(stamp + "000", "%Y%m%d%H%M%S%f")


class WorldClock:
    """Measures time-outs in the world's time. Pausing goes to what is due next, and at least as far as was asked."""

    def __init__(self, doors: Doors) -> None:
        self._doors = doors

    def monotonic(self) -> float:
        """Return seconds of the world."""
        return (moment(self._doors.get("/_kouan/clock")["time"]) - _START).total_seconds()

    def sleep(self, seconds: float) -> None:
        """Move the world on."""
        said = self._doors.get("/_kouan/clock")
        to = moment(said["time"]) + timedelta(seconds=seconds)
        if said["nextDue"]:
            to = max(to, moment(said["nextDue"]))
        self._doors.post("/_kouan/clock", {"to": to.isoformat()})

    async def asleep(self, seconds: float) -> None:
        """Move the world on, without holding up the loop."""
        await asyncio.to_thread(self.sleep, seconds)

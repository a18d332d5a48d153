"""``python -m load.worlds``: what worlds promise, measured: reset, drop and fork with much inside, leaps of time.

In process, so that nothing but the simulator is measured; the machine's other work is in the figures.
"""

import asyncio
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from datetime import time as time_of_day
from functools import partial
from pathlib import Path
from typing import Any, Final

from gateway_client.envelopes import pack
from simulator import timekeeper
from simulator.beginning.reading import read_beginning
from simulator.bench.sales import DAY, SENDER, batches, prepared
from simulator.clock import SteppedClock
from simulator.house import House
from simulator.settings import Settings
from simulator.world import World

_START: Final = datetime.combine(DAY, time_of_day(12))
_STEPPED: Final = '[clock]\nkind = "stepped"\nat = 2026-11-11T12:00:00\n'


async def _timed(work: Awaitable[Any]) -> float:
    """Return the milliseconds that something takes."""
    begun = time.perf_counter()
    await work
    return round((time.perf_counter() - begun) * 1000, 1)


async def _filled(house: House, world: World, bodies: list[bytes]) -> None:
    for body in bodies:
        await house.intake.submit(body, lambda _: world)


async def much_inside(house: House, declarations: int) -> dict[str, Any]:
    """Measure what is done to a world of so many declarations, and how long others wait meanwhile."""
    bodies = [one.body for batch in batches(prepared(declarations // 4, seed=1)) for one in batch.messages()]
    world = await house.begin("full", read_beginning(_STEPPED, "full"))
    await _filled(house, world, bodies)
    forked = await _timed(house.fork(world, "copy"))
    copy = house.worlds.named("copy")
    reset = await _timed(house.reset(world))
    dropped = await _timed(house.drop(copy))
    waits = [await _timed(house.change(house.worlds.default, lambda _: None)) for _ in range(500)]
    return {
        "declarations inside": declarations,
        "reset ms": reset,
        "drop ms": dropped,
        "fork ms": forked,
        "change of another world while it is purged, ms p50/max": [round(statistics.median(waits), 2), max(waits)],
    }


async def much_planned(house: House, waiting: int, documents: int) -> dict[str, Any]:
    """Measure a leap of a year over so many waiting steps, of so many documents each."""
    file = f'pace = {{ accept = "1d", enter = "30d" }}\n{_STEPPED}'
    world = await house.begin("waiting", read_beginning(file, "waiting"))
    sales = list(prepared(waiting * documents // 2, seed=2))
    for first in range(0, len(sales), documents):
        payments = [one.sale.payment for one in sales[first : first + documents]]
        await _filled(house, world, [one.body for one in pack(payments, SENDER)])
    run = partial(timekeeper.advance, by=timedelta(days=365))
    said: list[int] = []
    took = await _timed(house.change(world, lambda docket: said.append(run(docket))))
    return {"steps": said[0], "documents": len(sales), "advance of a year ms": took}


async def _in_house(work: Callable[[House], Awaitable[dict[str, Any]]]) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        house = House(Settings(db=Path(folder) / "worlds.db", clock=SteppedClock(_START)))
        await house.open()
        try:
            return await work(house)
        finally:
            await house.close()


def main() -> int:
    """Print the figures as JSON."""
    figures = {
        "much inside": asyncio.run(_in_house(partial(much_inside, declarations=100_000))),
        "10,000 documents wait, 100 a message": asyncio.run(
            _in_house(partial(much_planned, waiting=200, documents=100))
        ),
        "10,000 steps wait, of a document each": asyncio.run(
            _in_house(partial(much_planned, waiting=10_000, documents=1))
        ),
    }
    print(json.dumps(figures, indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())

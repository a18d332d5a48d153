"""The long bench: a house that has cleared hundreds of thousands: is it as fast, does it hold more memory?"""

import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from simulator.bench.filling import fill
from simulator.bench.ground import ground
from simulator.bench.measuring import Shows, rate

STORED: Final = 500_000
"""Clearances that are stored before the rate is measured once more."""
_WARM_UP: Final = 10
"""One clearance in so many of those stored comes before memory is looked at first, six follow until the second look."""
_GROWING: Final = 6
_MEGABYTE: Final = 1_000_000
_FILLING_SEED: Final = 500_000
"""Far from the seeds of what is measured: histories of different seeds share no number of a document."""


def measure_long(count: int, seed: int, rounds: int, stored: int, shows: Shows) -> dict[str, list[float]]:
    """Return, by figure: rate with so many stored ÷ with none in each round, and the growth of memory meanwhile."""
    with tempfile.TemporaryDirectory(prefix="kouan-bench-", ignore_cleanup_errors=True) as folder:
        database = Path(folder) / "filled.db"
        values = {}
        growth = _fill(database, stored, seed, shows)
        if growth is not None:
            values["memoryGrowth"] = [growth / _MEGABYTE]
        ratios = []
        for number in range(rounds):  # each pair one after the other: a machine's pace changes with the hours
            none = rate(count, seed, None, shows)
            some = rate(count, (seed + number + 1) % 10**6, database, shows)
            ratios.append(some / none)
        return values | {"storedToNone": ratios}


def _fill(database: Path, stored: int, seed: int, shows: Shows) -> int | None:
    """Fill a database; return by how many bytes the simulator's memory grew between two looks."""
    warm, growing = stored // _WARM_UP, stored // _WARM_UP * _GROWING
    filled = 0
    looks: list[int | None] = []
    parts = [part for part in (warm, growing, stored - warm - growing) if part]
    done = shows("filling", stored)
    with ground(database) as at:
        for number, part in enumerate(parts):
            fill(at, part, (seed + _FILLING_SEED + number) % 10**6, partial(_further, done, filled))
            filled += part
            looks.append(at.memory())
    first, second, *_ = [*looks, None, None]
    return None if first is None or second is None else second - first


def _further(done: Callable[[int], None], before: int, made: int) -> None:
    done(before + made)

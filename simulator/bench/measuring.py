"""One round of the bench: every figure once, on simulators that are started for it and thrown away."""

import gc
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from gateway_client.wire.ceb import NAMESPACE
from gateway_client.wire.validate import Schemas
from simulator.bench.clearing import Cleared, Moment, clear
from simulator.bench.ground import Ground, ground
from simulator.bench.posting import post
from simulator.bench.reading_back import read_back
from simulator.bench.sales import Batch, Prepared, batches, prepared

CONNECTIONS: Final = 4
"""Over which the server alone gets its messages of a hundred."""
SINGLE_CONNECTIONS: Final = 16
_SINGLES: Final = 5
"""One sale in so many goes document by document."""
_STARTS: Final = 2
"""Simulators that are started for nothing else than to see how long it takes."""
_FLOOR: Final = Path(__file__).with_name("floor.py")


Shows = Callable[[str, int], Callable[[int], None]]
"""Begins to show a part of the bench, of so many; what it returns is to be told how much of it is done."""


@dataclass(slots=True)
class Round:
    """What a round found: a value for each figure, how the sales ended, and how the clearing went over time."""

    values: dict[str, float]
    ended: Counter[str]
    timeline: list[dict[str, float]] = field(default_factory=list)


def measure(count: int, seed: int, shows: Shows) -> Round:
    """Measure once over ``count`` sales. Raises ``Failed`` if the run does not count, ``OSError`` without a server."""
    sales = made(count, seed, shows)
    whole = list(batches(sales))
    bodies = [one.body for batch in whole for one in batch.messages()]
    with frozen():  # what the bench itself holds is not the client's to walk through
        starts = _starts(shows)
        values = _alone(whole, sales, starts, shows)
        values["singles"] = _singles(sales[::_SINGLES], starts, shows)
        with ground() as at:
            starts.append(at.ready)
            before = at.cpu()
            run = clear(at, sales, shows("clearing", sum(each.returns for each in sales)))
            used = at.cpu() - before
            size = at.size()
            ended = read_back(at.database, sales)
        least = _floor(bodies)
    p50, p99 = quantiles(run.answers)
    values |= {
        "startUp": statistics.median(starts),
        "clearances": count / run.seconds,
        "simulatorCpu": used / count * 1e6,
        "clientCpu": run.client_cpu / count * 1e6,
        "floorCpu": least / count * 1e6,
        "simulatorToFloor": used / least,
        "clientToSimulator": run.client_cpu / used,
        "bytes": size / count,
        "messageP50": p50,
        "messageP99": p99,
    }
    return Round(values, ended, timeline(run))


def values_of(rounds: Sequence[Round]) -> dict[str, list[float]]:
    """Return the values of all rounds by figure."""
    return {name: [one.values[name] for one in rounds] for name in rounds[0].values}


def rate(count: int, seed: int, database: Path | None, shows: Shows) -> float:
    """Return how many sales a second client and simulator clear on a database."""
    sales = made(count, seed, shows)
    with frozen(), ground(database) as at:
        run = clear(at, sales, shows("clearing", sum(each.returns for each in sales)))
        read_back(at.database, sales)
    return count / run.seconds


def quantiles(answers: Iterable[Moment]) -> tuple[float, float]:
    """Return the milliseconds within which half of the answers came, and 99 in a hundred."""
    ordered = sorted(took for _, took in answers)
    if not ordered:
        return 0.0, 0.0
    return 1000 * statistics.median(ordered), 1000 * ordered[min(len(ordered) - 1, len(ordered) * 99 // 100)]


def timeline(run: Cleared) -> list[dict[str, float]]:
    """Return for each second of a run how many sales were released in it, and how long answers took."""
    seconds: list[dict[str, float]] = []
    last = max(1, int(run.seconds)) - 1  # what is left of a second belongs to the last whole one
    for second in range(last + 1):
        begin = run.begun + second
        length = 1.0 if second < last else run.seconds - second
        end = begin + 1 if second < last else float("inf")
        answers = [one for one in run.answers if begin <= one[0] < end]
        released = sum(count for when, count in run.released if begin <= when < end)
        p50, p99 = quantiles(answers)
        seconds.append(
            {"second": second, "length": length, "released": released, "messages": len(answers), "p50": p50, "p99": p99}
        )
    return seconds


def made(count: int, seed: int, shows: Shows) -> list[Prepared]:
    """Return so many sales."""
    done = shows("preparing", count)
    sales = []
    for number, sale in enumerate(prepared(count, seed=seed), 1):
        sales.append(sale)
        done(number)
    return sales


def _starts(shows: Shows) -> list[float]:
    """Return the seconds to the ready line, on fresh databases; those that are measured on join them."""
    done = shows("starting", _STARTS)
    seconds = []
    for number in range(_STARTS):
        with ground() as at:
            seconds.append(at.ready)
        done(number + 1)
    return seconds


def _alone(whole: Sequence[Batch], sales: Sequence[Prepared], starts: list[float], shows: Shows) -> dict[str, float]:
    """Hand ready-made messages of a hundred documents in: the server alone."""
    streams = [
        [one.body for batch in whole[part::CONNECTIONS] for one in batch.messages()] for part in range(CONNECTIONS)
    ]
    documents = sum(one.count for batch in whole for one in batch.messages())
    with ground() as at:
        starts.append(at.ready)
        took, answers = _posted(at, streams, "server alone", shows)
        read_back(at.database, sales)
    p50, p99 = quantiles(answers)
    return {"documents": documents / took, "aloneP50": p50, "aloneP99": p99}


def _singles(sales: Sequence[Prepared], starts: list[float], shows: Shows) -> float:
    """Hand sales in document by document, each in a message of its own; return how many documents a second."""
    streams = [
        [one.body for each in sales[part::SINGLE_CONNECTIONS] for batch in batches([each]) for one in batch.messages()]
        for part in range(SINGLE_CONNECTIONS)
    ]
    with ground() as at:
        starts.append(at.ready)
        took, answers = _posted(at, streams, "one by one", shows)
        read_back(at.database, sales)
    return len(answers) / took


def _posted(at: Ground, streams: Sequence[Sequence[bytes]], what: str, shows: Shows) -> tuple[float, list[Moment]]:
    done = shows(what, sum(map(len, streams)))
    begun, count = time.perf_counter(), 0

    def one_more() -> None:
        nonlocal count
        count += 1
        done(count)

    answers = post(at.url, [stream for stream in streams if stream], one_more)
    return time.perf_counter() - begun, answers


def _floor(bodies: Sequence[bytes]) -> float:
    """Return the CPU seconds of the floor for the same bytes."""
    with tempfile.TemporaryDirectory() as folder:
        for number, body in enumerate(bodies):
            (Path(folder) / f"{number:06d}.xml").write_bytes(body)
        schemas = Schemas().source(f"{{{NAMESPACE}}}CEB311Message").parent
        command = [sys.executable, "-P", str(_FLOOR), folder, str(schemas)]
        said = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603  # our own script
        return float(said.stdout)


@contextmanager
def frozen() -> Iterator[None]:
    """Let the garbage collector walk through nothing of what is there already."""
    gc.collect()
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()

"""The bench on PostgreSQL: the same sales on one worker, then on two, in one world, then divided over two.

A world is one history, and whoever writes it holds its row: two workers write two worlds at once, one world in turn.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

import psycopg

from simulator.bench import processes
from simulator.bench.clearing import clear
from simulator.bench.figures import ONE_WORLD, TWO_WORLDS
from simulator.bench.ground import Ground, ground
from simulator.bench.measuring import Round, Shows, frozen, made
from simulator.bench.postgresql import PostgresServer, database, drop
from simulator.bench.reading_back import read_back
from simulator.bench.sales import BATCH, Prepared
from simulator.bench.waits import Waits
from simulator.sandbox.sandbox import Sandbox
from simulator.world import DEFAULT

WORKERS: Final = (1, 2)
_WORLDS: Final = {ONE_WORLD: (DEFAULT,), TWO_WORLDS: ("east", "west")}
_NAME: Final = "kouan_bench"


@dataclass(frozen=True, slots=True)
class Server:
    """A PostgreSQL server: its address, what it says of itself, its first process if it is on this machine."""

    address: str
    version: str
    durability: str
    head: int | None

    def cpu(self) -> float | None:
        """Return the CPU seconds that it has used so far, ``None`` if nobody here can tell."""
        return None if self.head is None else processes.cpu(self.head)


@contextmanager
def served(address: str | None) -> Iterator[Server]:
    """Use the server of an address, or else the one that comes as a wheel, with the settings that it has by itself.

    Raises ``ModuleNotFoundError`` when there is none, ``psycopg.Error`` when it cannot be used.
    """
    if address is None:
        with PostgresServer(durable=True) as server, served(server.address) as found:
            yield found
        return
    with psycopg.connect(address, autocommit=True) as connection:
        said = [connection.execute(f"SHOW {name}").fetchone() for name in ("server_version", "synchronous_commit")]
        version, durability = (str(row[0]) if row else "" for row in said)
        head = _head(connection)
    yield Server(address, version.split()[0], f"synchronous_commit {durability}", head)


def _head(connection: "psycopg.Connection[tuple[object, ...]]") -> int | None:
    """Return the first process of a server on this machine; one in a container has numbers of its own."""
    backend = connection.info.backend_pid
    return processes.parent(backend) if processes.name(backend).startswith("postgres") else None


def measure_shared(count: int, seed: int, server: Server, shows: Shows) -> Round:
    """Measure once over ``count`` sales. Raises ``Failed`` if the run does not count, ``OSError`` without simulator."""
    sales = made(count, seed, shows)
    values: dict[str, float] = {}
    ended: Counter[str] = Counter()
    with frozen():
        for kind, worlds in _WORLDS.items():
            for workers in WORKERS:
                found, ended = _run(server, sales, workers, worlds, shows)
                values |= {f"{kind}{workers}{name}": value for name, value in found.items()}
            values[f"{kind}Ratio"] = values[f"{kind}{WORKERS[-1]}"] / values[f"{kind}{WORKERS[0]}"]
    return Round(values, ended)


def _run(
    server: Server, sales: Sequence[Prepared], workers: int, worlds: Sequence[str], shows: Shows
) -> tuple[dict[str, float], Counter[str]]:
    """Clear the sales on a simulator of its own; return what was measured, and how they ended."""
    drop(server.address, _NAME)
    address = database(server.address, _NAME)
    try:
        with ground(address, "--workers", str(workers)) as at:
            for world in set(worlds) - {DEFAULT}:
                Sandbox.begin(at.wire, world)
            shares = _shares(sales, worlds)
            done = shows("clearing", sum(each.returns for each in sales))
            used, theirs, mine = at.cpu_of_all(), server.cpu(), time.process_time()
            with Waits(address) as waits:
                seconds = _cleared(at, shares, done)
            spent = {"Cpu": (used, at.cpu_of_all()), "DatabaseCpu": (theirs, server.cpu())}
            spent["ClientCpu"] = (mine, time.process_time())
            ended = sum((read_back(address, share, world) for world, share in shares.items()), Counter[str]())
    finally:
        drop(server.address, _NAME)
    values = {"": len(sales) / seconds}
    for name, (before, after) in spent.items():
        if before is not None and after is not None:
            values[name] = (after - before) / len(sales) * 1e6
    if workers > 1:
        values |= {"Waits": waits.count / len(sales) * 1000, "Waited": waits.seconds / seconds / workers * 100}
    return values, ended


def _shares(sales: Sequence[Prepared], worlds: Sequence[str]) -> dict[str, list[Prepared]]:
    """Divide sales over worlds, a batch at a time."""
    shares: dict[str, list[Prepared]] = {world: [] for world in worlds}
    for number, sale in enumerate(sales):
        shares[worlds[number // BATCH % len(worlds)]].append(sale)
    return shares


def _cleared(at: Ground, shares: dict[str, list[Prepared]], done: Callable[[int], None]) -> float:
    """Clear all shares at once, each in its world; return the seconds until the last receipt was acknowledged."""
    come = dict.fromkeys(shares, 0)

    def clear_one(world: str) -> None:
        def heard(returns: int) -> None:
            come[world] = returns
            done(sum(come.values()))

        clear(at, shares[world], heard, world)

    begun = time.perf_counter()
    with ThreadPoolExecutor(len(shares), "world") as pool:
        for one in [pool.submit(clear_one, world) for world in shares]:
            one.result()
    return time.perf_counter() - begun

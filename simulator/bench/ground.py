"""A simulator under measurement: started as a user starts it, on a database that is thrown away."""

import json
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gateway_client.asking import Ask, Reply, Wire
from simulator import grounds
from simulator.bench import processes
from simulator.bench.sales import OPENING


class NoAnswer(OSError):
    """The simulator that is measured says nothing sensible any more."""


@dataclass(frozen=True, slots=True)
class Ground:
    """A running ``kouan up``. ``ready`` is how many seconds it took to its ready line."""

    wire: Wire
    url: str
    database: Path | str
    ready: float

    def cpu(self) -> float:
        """Return the CPU seconds that it has used so far."""
        used: float = self._health()["cpuSeconds"]
        return used

    def cpu_of_all(self) -> float | None:
        """Return the CPU seconds that all its processes have used so far, ``None`` where the system does not tell."""
        ours = processes.family(os.getpid())
        head = next((one for one in ours[1:] if "simulator.cli up" in processes.command(one)), 0)
        return processes.cpu(head)

    def memory(self) -> int | None:
        """Return the bytes of memory that it holds, ``None`` where the system does not tell."""
        held: int | None = self._health()["memoryBytes"]
        return held

    def size(self) -> int:
        """Return the bytes that its database, which is a file, takes on the disk."""
        assert isinstance(self.database, Path)
        return sum(path.stat().st_size for path in self.database.parent.glob(f"{self.database.name}*"))

    def _health(self) -> dict[str, Any]:
        heard = self.wire.ask(Ask("GET", "/_kouan/health"))
        if not isinstance(heard, Reply) or heard.status != 200:
            raise NoAnswer(f"the simulator under measurement does not answer: {heard}")
        said: dict[str, Any] = json.loads(heard.body)
        return said


@contextmanager
def ground(database: Path | str | None = None, *options: str) -> Iterator[Ground]:
    """Start it with the settings that hold when nothing else is said. Raises ``OSError`` when it does not start."""
    with tempfile.TemporaryDirectory(prefix="kouan-bench-", ignore_cleanup_errors=True) as folder:
        database = database or Path(folder) / "bench.db"
        begun = time.perf_counter()
        with grounds.server("--at", OPENING, *options, db=database) as (wire, url):
            yield Ground(wire, url, database, time.perf_counter() - begun)

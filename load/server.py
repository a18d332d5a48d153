"""A simulator under measurement: started as a user starts it, on a database that is thrown away."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Server:
    """A running ``kouan up``. ``ready`` is how many seconds it took to its ready line."""

    port: int
    ready: float
    database: Path

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    def cpu(self) -> float:
        """Return the CPU seconds that it has used so far."""
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=60)) as connection:
            connection.request("GET", "/_kouan/health")
            used: float = json.loads(connection.getresponse().read())["cpuSeconds"]
            return used


@contextmanager
def server(folder: Path) -> Iterator[Server]:
    """Start it with the settings that hold when nothing is said."""
    database = folder / "bench.db"
    command = [str(Path(sys.executable).with_name("kouan")), "up", "--port", "0", "--db", str(database)]
    begun = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        line = process.stdout.readline() if process.stdout else ""
        took = time.perf_counter() - begun
        try:
            yield Server(int(line.rpartition(":")[2]), took, database)
        finally:
            process.terminate()

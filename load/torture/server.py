"""A simulator under measurement: started as a user starts it, on a database that is thrown away."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from signal import SIGKILL

from simulator.bench.processes import command, family


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


def begun(*options: str) -> "subprocess.Popen[str]":
    """Start ``kouan up`` on a free port, as the head of a group; it is not ready before ``port_of`` has returned."""
    words = [str(Path(sys.executable).with_name("kouan")), "up", "--port", "0", *options]
    return subprocess.Popen(words, stdout=subprocess.PIPE, text=True, start_new_session=True)


def kill_all(process: "subprocess.Popen[str]") -> None:
    """Let a server die with all its workers, at once."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, SIGKILL)


def workers_of(process: "subprocess.Popen[str]") -> list[int]:
    """Return the processes that share the work of a server; none if it does it all itself."""
    return [one for one in family(process.pid)[1:] if "spawn_main" in command(one)]


def port_of(process: "subprocess.Popen[str]") -> int:
    """Wait for the ready line and return the port in it, 0 if the process ended without one."""
    line = process.stdout.readline() if process.stdout else ""
    return int(line.rpartition(":")[2]) if line.startswith("ready ") else 0


@contextmanager
def server(folder: Path) -> Iterator[Server]:
    """Start it with the settings that hold when nothing is said."""
    database = folder / "bench.db"
    started = time.perf_counter()
    with begun("--db", str(database)) as process:
        port = port_of(process)
        took = time.perf_counter() - started
        try:
            yield Server(port, took, database)
        finally:
            process.terminate()

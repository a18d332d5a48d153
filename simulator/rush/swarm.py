"""Locust as a process of its own, with workers if there are to be several: started, listened to, ended."""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

from simulator.rush.reading import folder
from simulator.rush.verdict import Rehearsal

_MOST_SPAWNED: Final = 100
_PATIENCE: Final = 5.0


@dataclass(frozen=True, slots=True)
class Swarm:
    """A running locust: what it tells of the rush line by line, and what it said when it had ended."""

    process: "subprocess.Popen[bytes]"
    _lines: IO[bytes]
    _said: IO[str]

    def lines(self) -> Iterator[dict[str, Any]]:
        """Yield how the rush stands, some times a second, to its end."""
        for line in self._lines:
            if line.endswith(b"\n"):
                yield (said := json.loads(line))
                if said["over"]:
                    return

    def said(self) -> str:
        """Return what locust itself said: warnings and errors."""
        self._said.seek(0)
        return self._said.read().strip()


@contextmanager
def swarm(asked: Rehearsal, arrivals: str, patience: float, allow: list[str]) -> Iterator[Swarm]:
    """Run locust on a rehearsal; ``arrivals`` is the profile's name or file. Raises ``OSError``."""
    own = {name: value for name, value in os.environ.items() if not name.startswith(("LOCUST_", "KOUAN_LOAD_"))}
    reading, writing = os.pipe()
    with (
        tempfile.TemporaryDirectory(prefix="kouan-load-", ignore_cleanup_errors=True) as elsewhere,
        (Path(elsewhere) / "said.txt").open("w+", encoding="utf-8", errors="replace") as said,
        os.fdopen(reading, "rb") as lines,
    ):
        try:
            process = subprocess.Popen(  # noqa: S603  # our own interpreter, our own words
                [*_command(asked, arrivals, patience), *_each("--allow", allow), "--tell", str(writing)],
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                pass_fds=[writing],
                start_new_session=True,
                cwd=elsewhere,  # its own configuration files are none of ours
                env=own,
            )
        finally:
            os.close(writing)
        try:
            yield Swarm(process, lines, said)
            with suppress(subprocess.TimeoutExpired):
                process.wait(_PATIENCE)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)  # it has nothing to save, nor have its workers
            process.wait()


def _command(asked: Rehearsal, arrivals: str, patience: float) -> list[str]:
    many = ["--processes", str(asked.workers)] if asked.workers > 1 else []
    port = str(_free_port())
    master = ["--master-bind-host", "127.0.0.1", "--master-bind-port", port, "--master-port", port] if many else []
    given = {
        "--locustfile": folder() / "locustfile.py",
        "--host": asked.target.rstrip("/"),
        "--users": asked.users,
        "--spawn-rate": min(asked.users, _MOST_SPAWNED),
        "--loglevel": "WARNING",
        "--arrivals": arrivals,
        "--rate": asked.rate,
        "--lasting": asked.seconds,
        "--batch": asked.batch,
        "--seed": asked.seed,
        "--patience": patience,
    }
    options = [text for name, value in given.items() for text in (name, str(value))]
    return [sys.executable, "-P", "-m", "locust", "--headless", "--only-summary", *options, *many, *master]


def _each(option: str, values: list[str]) -> list[str]:
    return [text for value in values for text in (option, value)]


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port

"""A simulator for the length of a demo: ``kouan up`` on a free port with a database that is thrown away."""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def simulator(at: str, *options: str) -> Iterator[str]:
    """Start it at a moment of Beijing time; yields its address. Raises ``OSError`` when it does not start."""
    with tempfile.TemporaryDirectory(prefix="kouan-") as folder:
        command = [sys.executable, "-P", "-m", "simulator.cli", "up", "--port", "0", "--at", at, *options]
        with subprocess.Popen(  # noqa: S603  # our own interpreter, our own words
            [*command, "--db", str(Path(folder) / "demo.db")], stdout=subprocess.PIPE, text=True
        ) as process:
            try:
                ready, _, url = (process.stdout.readline() if process.stdout else "").strip().partition(" ")
                if ready != "ready":
                    raise OSError(f"the simulator did not start: exit status {process.wait()}")
                yield url
            finally:
                process.terminate()

"""What the pytest plugin costs who does not use it: ``python -m load.plugin`` runs one empty test with and without it.

Every other run is without, so that a machine that warms up or slows down does so to both.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

_ROUNDS = 20


def seconds(folder: str, *options: str) -> float:
    """Return how long one run takes."""
    command = [sys.executable, "-P", "-m", "pytest", "-q", "-p", "no:cacheprovider", *options, folder]
    begun = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env={**os.environ, "PYTHONHASHSEED": "0"})
    return time.perf_counter() - begun


def main() -> None:
    """Measure and print; the plugins of others stay out of it."""
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "test_nothing.py").write_text("def test_nothing(): ...\n")
        runs = [(seconds(folder), seconds(folder, "-p", "simulator.pytest_plugin")) for _ in range(_ROUNDS + 1)][
            1:
        ]  # the first writes what Python compiled
    without, plugged = (median(one) for one in zip(*runs, strict=True))
    print(f"one empty test: {without * 1000:.0f} ms without the plugin, {plugged * 1000:.0f} ms with it")
    print(f"the plugin costs {(plugged - without) * 1000:.1f} ms (median of {_ROUNDS} runs each)")


if __name__ == "__main__":
    main()

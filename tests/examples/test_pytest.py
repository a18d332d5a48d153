"""The example for pytest runs as it stands."""

import subprocess
import sys

from tests.cli.running import ROOT


def test_it_passes() -> None:
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-c", "/dev/null", "--rootdir", "."]
    done = subprocess.run(
        [*command, "test_clears.py"],
        cwd=ROOT / "scenarios/examples/pytest",
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "2 passed" in done.stdout

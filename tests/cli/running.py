"""Runs commands as a user does, and holds what they print against files that were read by a person once.

``GOLDEN=write make test`` writes those files anew; read the difference before committing it.
"""

import io
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from simulator.cli import main

ROOT = Path(__file__).parents[2]
PURCHASES = Path("scenarios/purchases")
_GOLDEN = Path(__file__).parent / "golden"


@dataclass(frozen=True)
class Ran:
    status: int
    out: str
    err: str

    @property
    def last(self) -> str:
        return self.out.splitlines()[-1]


def run(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *arguments: str, stdin: bytes = b""
) -> Ran:
    """Run ``kouan`` in this process, in the folder of the checkout unless a test went elsewhere."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
    status = main(arguments)
    captured = capsys.readouterr()
    return Ran(status, captured.out, captured.err)


def spawn(*arguments: str, **environment: str) -> Ran:
    """Run ``python -m simulator.cli`` as a process of its own."""
    command = [sys.executable, "-P", "-m", "simulator.cli", *arguments]
    env = {**os.environ, "PYTHONIOENCODING": "utf-8", **environment}
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env=env, cwd=ROOT, check=False)
    return Ran(done.returncode, done.stdout, done.stderr)


def same_as_golden(name: str, text: str) -> None:
    """Hold a text against the golden file of this name."""
    path = _GOLDEN / name
    if os.environ.get("GOLDEN") == "write":
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")

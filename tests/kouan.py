"""A real ``kouan up`` for tests: started on a free port, ready when its line says so."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from tests.databases import where

KOUAN = str(Path(sys.executable).with_name("kouan"))


@dataclass
class Server:
    process: "subprocess.Popen[str]"
    url: str

    def client(self) -> httpx.Client:
        """Return a client of its own; whoever asks for it closes it."""
        return httpx.Client(base_url=self.url, timeout=60, trust_env=False, verify=False)


@contextmanager
def up(db: Path | str, *options: str, at: str | None = "2026-11-11T12:00:00", **popen: Any) -> Iterator[Server]:
    """Run ``kouan up`` until the block ends; ``db`` is what a test calls its database, or the address of one."""
    command = [
        KOUAN,
        "up",
        "--port",
        "0",
        "--db",
        str(where(db) if isinstance(db, Path) else db),
        *(["--at", at] if at else []),
        *options,
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, **popen) as process:
        try:
            assert process.stdout
            ready, _, url = process.stdout.readline().strip().partition(" ")
            assert ready == "ready"
            yield Server(process, url)
        finally:
            process.kill()

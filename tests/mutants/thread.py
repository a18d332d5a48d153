"""``kouan up`` as a thread of this process, in the place of the one that tests start."""

import logging
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import uvicorn

from simulator.app import create_app
from simulator.cli.workers import config
from simulator.clock import WallClock
from simulator.settings import Settings
from tests.kouan import Server


@contextmanager
def up(db: Path, *options: str, at: str | None = "2026-11-11T12:00:00", **popen: Any) -> Iterator[Server]:
    """Serve until the block ends. Who wants options wants a process of its own."""
    assert not options
    assert not popen
    logging.getLogger("uvicorn").setLevel(logging.CRITICAL)  # what mutants break is no news
    clock = WallClock(datetime.fromisoformat(at) if at else None)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = uvicorn.Server(config(create_app(Settings(db=db, clock=clock))))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        try:
            yield Server(None, f"http://127.0.0.1:{listener.getsockname()[1]}")  # type: ignore[arg-type]
        finally:
            server.should_exit = True
            thread.join()

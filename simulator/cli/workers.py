"""Several processes behind one port: each a whole simulator, on a database that they share.

Uvicorn starts them, looks after them and starts another when one dies.
"""

import gc
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable
from functools import partial
from multiprocessing import connection, parent_process
from typing import TYPE_CHECKING, Any, Final

import uvicorn
from uvicorn.supervisors import Multiprocess

from simulator.cli.connection import Connection
from simulator.store.database import Unusable

if TYPE_CHECKING:
    from fastapi import FastAPI

_LOOK_FOR_CYCLES: Final = 100_000, 20, 100
"""New objects between looks of the garbage collector. Documents hold no cycles, and there are a great many of them:
at Python's 700 the collector takes a tenth of the time, and finds nothing."""

_TURN: Final = 0.002
"""Seconds a thread keeps the interpreter. A body arrives in pieces: at Python's 5 ms each piece would wait that long
for parsers and writer, and a tenth fewer parcels cleared; in a shorter turn than this each thread that waits asks for
its own so often that a twentieth of the time goes into that."""

_LONGEST_START: Final = 60.0
_PATIENCE: Final = 30
"""Seconds until a process that does not answer is taken for dead: where much else goes on, one takes long to start, and
would be ended for that again and again."""


def ease() -> None:
    """Let the interpreter do as a simulator needs; nothing of what is imported by now will ever be garbage."""
    sys.setswitchinterval(_TURN)
    gc.freeze()
    gc.set_threshold(*_LOOK_FOR_CYCLES)
    gc.enable()


def config(app: Any, **options: Any) -> uvicorn.Config:
    """Return how a simulator is served."""
    return uvicorn.Config(
        app,
        http=Connection,
        log_level="warning",
        access_log=False,
        proxy_headers=False,  # nobody looks at who asks
        server_header=False,
        lifespan="on",
        timeout_graceful_shutdown=5,
        **options,
    )


def serve(make: "Callable[[], FastAPI]", count: int, listener: socket.socket, ready: Callable[[], None]) -> int:
    """Serve with so many processes until stopped; ``ready`` is called once all of them answer. Returns an exit status.

    Each process makes its application; the database must have been prepared.
    """
    workers = _Workers(
        config(partial(_worker, make), factory=True, workers=count, timeout_worker_healthcheck=_PATIENCE), [listener]
    )
    workers.ready = ready
    workers.run()
    return 3 if workers.failed else 0


class _Workers(Multiprocess):
    ready: Callable[[], None]
    failed = False

    def init_processes(self) -> None:
        super().init_processes()
        for process in self.processes:
            if not process.wait_until_ready(_LONGEST_START, self.should_exit):
                self.failed = not self.signal_queue
                self.should_exit.set()
                return
        self.ready()


def _worker(make: "Callable[[], FastAPI]") -> "FastAPI":
    """Return the application of one process, which ends when the one that started it does, however that ends."""
    threading.Thread(target=_end_with_parent, name="parent", daemon=True).start()
    try:
        app = make()
    except Unusable as wrong:
        print(f"kouan up: {wrong}", file=sys.stderr)
        sys.exit(3)
    ease()
    return app


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os.kill(os.getpid(), signal.SIGTERM)

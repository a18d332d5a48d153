"""Who waits for whom in a PostgreSQL database, looked at now and then while others work there."""

import threading
import time
from types import TracebackType
from typing import Final, Self

import psycopg

_PAUSE: Final = 0.01
"""Seconds between looks: what is shorter is seen now and then, so that the time waited is right on the whole."""
_LOOK: Final = (
    "SELECT pid, query_start::text FROM pg_stat_activity"
    " WHERE datname = current_database() AND wait_event_type = 'Lock'"
)


class Waits:
    """Looks for waits for locks, until the end of the block.

    ``count`` are those that were seen, ``seconds`` the time that was spent in waits, seen or not.
    """

    def __init__(self, address: str) -> None:
        self._connection = psycopg.connect(address, autocommit=True)
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, name="waits", daemon=True)
        self._seen: set[tuple[int, str]] = set()
        self.seconds = 0.0

    @property
    def count(self) -> int:
        """How many different waits were seen."""
        return len(self._seen)

    def _look(self) -> None:
        before = time.perf_counter()
        while not self._over.wait(_PAUSE):
            waiting = self._connection.execute(_LOOK).fetchall()
            now = time.perf_counter()
            self.seconds += len(waiting) * (now - before)
            self._seen.update(waiting)
            before = now

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, wrong: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()
        self._connection.close()

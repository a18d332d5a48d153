"""What the client must not forget: messages until the port has them, receipts until somebody took them.

In a file it survives a crash of the client; without one it lasts as long as the client does.
"""

import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path
from threading import Lock
from typing import Any, Final

from gateway_client.envelopes import Packed
from gateway_client.errors import JournalUnusable
from gateway_client.flows import Receipt, read

_TABLES: Final = """
CREATE TABLE IF NOT EXISTS outgoing (
    place INTEGER PRIMARY KEY, cop_msg_id TEXT UNIQUE NOT NULL, type TEXT NOT NULL, count INTEGER NOT NULL,
    body BLOB NOT NULL
);
CREATE TABLE IF NOT EXISTS inbox (
    place INTEGER PRIMARY KEY, id TEXT NOT NULL, type TEXT NOT NULL, cop_msg_id TEXT NOT NULL,
    return_time TEXT NOT NULL, body TEXT NOT NULL, UNIQUE (id, cop_msg_id, return_time)
);
"""
_OUTGOING: Final = "SELECT cop_msg_id, type, count, body FROM outgoing ORDER BY place"


class Journal:
    """A journal in ``path``, or in memory without one. Safe among threads; one client at a time has the file."""

    def __init__(self, path: Path | None = None) -> None:
        self.durable = path is not None
        self._lock = Lock()
        try:
            self._database = sqlite3.connect(
                path or ":memory:", isolation_level=None, check_same_thread=False, timeout=1
            )
            self._database.execute("PRAGMA locking_mode = EXCLUSIVE")
            self._database.execute("PRAGMA synchronous = FULL")
            self._database.executescript(_TABLES)
        except sqlite3.Error as wrong:
            raise JournalUnusable(f"{path} cannot be used as a journal: {wrong}; give another path") from None

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    def going(self, messages: Iterable[Packed]) -> None:
        """Remember messages before they go out."""
        rows = [(one.cop_msg_id, one.message_type, one.count, one.body) for one in messages]
        self._many("INSERT INTO outgoing (cop_msg_id, type, count, body) VALUES (?, ?, ?, ?)", rows)

    def gone(self, message: Packed) -> None:
        """Forget a message that the port has, or has refused for good."""
        self._many("DELETE FROM outgoing WHERE cop_msg_id = ?", [(message.cop_msg_id,)])

    def left(self) -> list[Packed]:
        """Return the messages of which it is not known that the port has them, in their order."""
        with self._lock:
            rows = self._database.execute(_OUTGOING).fetchall()
        return [Packed(*row) for row in rows]

    def arrived(self, receipts: Iterable[Receipt]) -> None:
        """Keep receipts for whoever will ask for them; one that was kept before is kept once."""
        rows = [(one.id, one.message_type, one.cop_msg_id, one.return_time, one.body) for one in receipts]
        self._many("INSERT OR IGNORE INTO inbox (id, type, cop_msg_id, return_time, body) VALUES (?, ?, ?, ?, ?)", rows)

    def waiting(self, most: int = -1) -> list[Receipt]:
        """Return the receipts that nobody has taken yet, the oldest first."""
        statement = "SELECT id, type, cop_msg_id, return_time, body FROM inbox ORDER BY place LIMIT ?"
        with self._lock:
            rows: list[Any] = self._database.execute(statement, (most,)).fetchall()
        return [Receipt(one, kind, about, time, body, read(body)) for one, kind, about, time, body in rows]

    def taken(self, receipts: Iterable[Receipt]) -> None:
        """Forget receipts that somebody has taken."""
        rows = [(one.id, one.cop_msg_id, one.return_time) for one in receipts]
        self._many("DELETE FROM inbox WHERE id = ? AND cop_msg_id = ? AND return_time = ?", rows)

    def _many(self, statement: str, rows: Sequence[tuple[object, ...]]) -> None:
        with self._lock:
            self._database.execute("BEGIN")
            self._database.executemany(statement, rows)
            self._database.execute("COMMIT")

"""What the client must not forget: messages until the port has them, receipts until somebody took them.

In a file it survives a crash of the client. Without one it is there all the same, for the messages that
``resume`` sends and for receipts that the port's pages had no room for, as long as the client lives.

A receipt goes through: arrived (kept here), told (the port knows that we have it), taken (somebody
worked with it). Taken ones leave a trace for a while, so that a fetch that was under way brings none back.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Any, Final

from gateway_client.envelopes import Packed
from gateway_client.errors import JournalUnusable
from gateway_client.flows import Receipt

_MARK: Final = 0x4B6F7561  # "Koua", SQLite's application_id
_TRACES: Final = 1000
_TABLES: Final = """
CREATE TABLE owner (dxp_id TEXT NOT NULL);
CREATE TABLE outgoing (
    place INTEGER PRIMARY KEY, cop_msg_id TEXT UNIQUE NOT NULL, type TEXT NOT NULL, count INTEGER NOT NULL,
    body BLOB NOT NULL
);
CREATE TABLE inbox (
    place INTEGER PRIMARY KEY, id TEXT NOT NULL, type TEXT NOT NULL, cop_msg_id TEXT NOT NULL,
    return_time TEXT NOT NULL, body TEXT NOT NULL, told INTEGER NOT NULL DEFAULT 0, taken INTEGER NOT NULL DEFAULT 0,
    UNIQUE (id, cop_msg_id, return_time)
);
CREATE TABLE noted (
    id TEXT NOT NULL, cop_msg_id TEXT NOT NULL, return_time TEXT NOT NULL, number INTEGER NOT NULL,
    PRIMARY KEY (id, cop_msg_id, return_time, number)
) WITHOUT ROWID;
"""
_TOLD: Final = "UPDATE inbox SET told = 1 WHERE id = ? AND cop_msg_id = ? AND return_time = ?"
_IS_TOLD: Final = "SELECT 1 FROM inbox WHERE told = 1 AND id = ? AND cop_msg_id = ? AND return_time = ?"
_COUNT_NOTED: Final = "SELECT count(*) FROM noted WHERE id = ? AND cop_msg_id = ? AND return_time = ?"
_TAKEN: Final = """
INSERT INTO inbox (id, type, cop_msg_id, return_time, body, told, taken) VALUES (?, '', ?, ?, '', 1, 1)
ON CONFLICT (id, cop_msg_id, return_time) DO UPDATE SET told = 1, taken = 1, body = ''
"""
_FORGET_NOTED: Final = "DELETE FROM noted WHERE id = ? AND cop_msg_id = ? AND return_time = ?"


class Journal:
    """A journal in ``path``, or in memory without one. Safe among threads; one client at a time has the file.

    Raises ``JournalUnusable`` when the file cannot be opened, holds something else, is in use, or
    belongs to another dxpId; later, when it cannot be written. Nothing is sent that is not written before.
    """

    def __init__(self, path: Path | str | None, dxp_id: str) -> None:
        self.durable = path is not None
        self._path = ":memory:" if path is None else str(Path(path).absolute())
        self._lock = Lock()
        self._database: sqlite3.Connection | None = None
        try:
            self._database = sqlite3.connect(self._path, isolation_level=None, check_same_thread=False, timeout=0.5)
            self._open(dxp_id)
        except (sqlite3.Error, JournalUnusable) as wrong:
            self.close()
            raise self._unusable(wrong) from None

    def close(self) -> None:
        """Let go of the file."""
        if self._database is not None:
            self._database.close()

    def going(self, messages: Iterable[Packed]) -> None:
        """Remember messages before they go out."""
        rows = [(one.cop_msg_id, one.message_type, one.count, one.body) for one in messages]
        self._change("INSERT OR IGNORE INTO outgoing (cop_msg_id, type, count, body) VALUES (?, ?, ?, ?)", rows)

    def gone(self, message: Packed) -> None:
        """Forget a message that the port has, or has refused for good."""
        self._change("DELETE FROM outgoing WHERE cop_msg_id = ?", [(message.cop_msg_id,)])

    def left(self) -> list[Packed]:
        """Return the messages of which it is not known that the port has them, in their order."""
        return [Packed(*row) for row in self._ask("SELECT cop_msg_id, type, count, body FROM outgoing ORDER BY place")]

    def arrived(self, receipts: Iterable[Receipt]) -> None:
        """Keep receipts for whoever will ask for them; one that was kept before is kept once."""
        rows = [(one.id, one.message_type, one.cop_msg_id, one.return_time, one.body) for one in receipts]
        self._change(
            "INSERT OR IGNORE INTO inbox (id, type, cop_msg_id, return_time, body) VALUES (?, ?, ?, ?, ?)", rows
        )

    def told(self, receipts: Iterable[Receipt]) -> None:
        """The port has been told that these receipts arrived."""
        self._change(_TOLD, [one.key for one in receipts])

    def untold(self, receipts: Iterable[Receipt]) -> list[Receipt]:
        """Return those of which the port does not know yet that they arrived."""
        return [one for one in receipts if not self._ask(_IS_TOLD, one.key)]

    def waiting(self, most: int = -1, behind: int = 0) -> list[tuple[int, Receipt]]:
        """Return the receipts that nobody has taken yet with their places, the oldest first."""
        rows = self._ask(
            "SELECT place, id, type, cop_msg_id, return_time, body FROM inbox WHERE taken = 0 AND place > ? "
            "ORDER BY place LIMIT ?",
            (behind, most),
        )
        return [(place, Receipt(one, kind, about, time, body)) for place, one, kind, about, time, body in rows]

    def noted(self, receipt: Receipt, numbers: Iterable[int]) -> bool:
        """Note that these returns of a receipt were taken; are all of it?"""
        self._change("INSERT OR IGNORE INTO noted VALUES (?, ?, ?, ?)", [(*receipt.key, one) for one in numbers])
        return bool(self._ask(_COUNT_NOTED, receipt.key)[0][0] >= len(receipt.returns))

    def taken(self, receipts: Iterable[Receipt]) -> None:
        """Forget receipts that somebody has taken and that the port was told of, kept here before or not.

        They leave a trace either way: another thread may be about to keep what this one has just taken.
        """
        keys = [one.key for one in receipts]
        with self._transaction() as database:
            database.executemany(_TAKEN, keys)
            database.executemany(_FORGET_NOTED, keys)
            database.execute(
                "DELETE FROM inbox WHERE taken = 1 AND told = 1 AND place < (SELECT max(place) FROM inbox) - ?",
                (_TRACES,),
            )

    def _open(self, dxp_id: str) -> None:
        assert self._database is not None
        self._database.execute("PRAGMA locking_mode = EXCLUSIVE").fetchall()
        mark = self._database.execute("PRAGMA application_id").fetchone()[0]
        blank = not mark and self._database.execute("SELECT 1 FROM sqlite_master").fetchone() is None
        if mark != _MARK and not blank:
            raise JournalUnusable("it holds something else")
        for pragma in ("journal_mode = WAL", "synchronous = FULL"):
            self._database.execute(f"PRAGMA {pragma}").fetchall()
        self._database.execute("BEGIN EXCLUSIVE")  # the lock stays until the file is closed
        if blank:
            for statement in _TABLES.split(";")[:-1]:
                self._database.execute(statement)
            self._database.execute("INSERT INTO owner VALUES (?)", (dxp_id,))
            self._database.execute(f"PRAGMA application_id = {_MARK}")
        owner = self._database.execute("SELECT dxp_id FROM owner").fetchone()[0]
        if owner != dxp_id:
            raise JournalUnusable(f"it belongs to {owner}")
        self._database.execute("COMMIT")

    def _ask(self, statement: str, values: Sequence[object] = ()) -> list[Any]:
        assert self._database is not None
        try:
            with self._lock:
                return self._database.execute(statement, values).fetchall()
        except sqlite3.Error as wrong:
            raise self._unusable(wrong) from None

    def _change(self, statement: str, rows: Iterable[Sequence[object]]) -> None:
        with self._transaction() as database:
            database.executemany(statement, rows)

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        assert self._database is not None
        try:
            with self._lock:
                self._database.execute("BEGIN")
                try:
                    yield self._database
                    self._database.execute("COMMIT")
                finally:
                    if self._database.in_transaction:
                        self._database.execute("ROLLBACK")
        except sqlite3.Error as wrong:
            raise self._unusable(wrong) from None

    def _unusable(self, wrong: Exception) -> JournalUnusable:
        why = "another client has it" if "locked" in str(wrong) else str(wrong)
        return JournalUnusable(f"{self._path} cannot be used as a journal: {why}; give another path")

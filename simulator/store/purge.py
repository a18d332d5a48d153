"""Takes away the rows of worlds that were reset or dropped: a bounded slice at a time, between other work."""

import sqlite3
from typing import Final

from simulator.store.ids import span

_SLICE: Final = 500
_BY_RANGE: Final = ("step", "verdict", "outbox", "document", "message", "payment", "waybill")
_BY_COLUMN: Final = ("waiting", "quota")


def purge_slice(connection: sqlite3.Connection) -> bool:
    """Delete up to 500 rows of a world that lives no more; tell whether there was anything to do."""
    gone = connection.execute("SELECT number FROM world WHERE live = 0 LIMIT 1").fetchone()
    if gone is None:
        return False
    number = gone[0]
    low, high = span(number)
    connection.execute("BEGIN IMMEDIATE")
    for table in _BY_RANGE:
        deleted = connection.execute(
            f"DELETE FROM {table} WHERE id IN (SELECT id FROM {table} WHERE id BETWEEN ? AND ? LIMIT ?)",
            (low, high, _SLICE),
        ).rowcount
        if deleted:
            break
    else:
        for table in _BY_COLUMN:
            connection.execute(f"DELETE FROM {table} WHERE world = ?", (number,))
        connection.execute("DELETE FROM world WHERE number = ?", (number,))
    connection.execute("COMMIT")
    return True

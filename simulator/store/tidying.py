"""Throws away what nobody needs any more, a bounded slice at a time, between other work.

The rows of worlds that were reset or dropped, and the oldest bodies of a journal that is over its budget.
"""

from typing import Final

from simulator.store.database import Connection
from simulator.store.ids import sequence, span

_SLICE: Final = 500
_BY_RANGE: Final = ("step", "verdict", "outbox", "document", "message", "payment", "waybill", "act", "attempt", "bill")
_BY_KEY: Final = {
    "waiting": "kind, key, document",
    "quota": "year, person",
    "enterprise": "code",
    "stock": "ems_no, item_record_no",
    "arrival": "logistics_code, logistics_no",
}
_BODIES: Final = """
SELECT 'message' AS place, id, length(body) FROM message WHERE id > :low AND id <= :high AND length(body) > 0
UNION ALL
SELECT 'outbox', id, length(body) FROM outbox WHERE id > :low AND id <= :high AND length(body) > 0 AND acknowledged = 1
ORDER BY id LIMIT :most
"""


def purge_slice(connection: Connection) -> bool:
    """Delete up to 500 rows of a world that lives no more; tell whether there was anything to do."""
    gone = connection.execute(f"SELECT number FROM world WHERE state = 0 LIMIT 1{connection.claiming}").fetchone()
    if gone is None:
        return False
    number = gone[0]
    low, high = span(number)
    for table in _BY_RANGE:
        some = f"SELECT id FROM {table} WHERE id BETWEEN ? AND ? LIMIT ?"
        if connection.execute(f"DELETE FROM {table} WHERE id IN ({some})", (low, high, _SLICE)).rowcount:
            return True
    for table, key in _BY_KEY.items():
        some = f"SELECT {key} FROM {table} WHERE world = ? LIMIT ?"
        statement = f"DELETE FROM {table} WHERE world = ? AND ({key}) IN ({some})"
        if connection.execute(statement, (number, number, _SLICE)).rowcount:
            return True
    connection.execute("UPDATE world SET state = 3 WHERE number = ?", (number,))
    connection.execute("DELETE FROM world WHERE state = 3 AND number < (SELECT max(number) FROM world)")
    return True  # the last one stays, so that nobody ever takes a new world for an old one by its number


def cut_slice(connection: Connection, number: int, cut: int, surplus: int) -> tuple[int, int]:
    """Take the bodies of the oldest entries behind ``cut`` away until ``surplus`` bytes are free, at most 500.

    Returns the last entry that was looked at and the bytes that are free now. Receipts that are not
    acknowledged keep theirs. Nothing to cut: ``cut`` itself and 0.
    """
    base, high = span(number)
    rows = connection.execute(_BODIES, {"low": base + cut, "high": high, "most": _SLICE}).fetchall()
    last, freed = cut, 0
    for table, row, size in rows:
        if freed >= surplus:
            break
        connection.execute(f"UPDATE {table} SET body = ? WHERE id = ?", (b"", row))
        last, freed = sequence(row), freed + size
    return last, freed

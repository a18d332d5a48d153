"""The statements of the clearance path, written out once: the driver keeps them compiled.

A list of keys travels as one JSON array, so that the text of a statement never changes.
"""

from typing import Final


def _insert(table: str, columns: str) -> str:
    places = ", ".join("?" * len(columns.split()))
    return f"INSERT INTO {table} ({columns.replace(' ', ', ')}) VALUES ({places})"


INSERT_MESSAGE: Final = _insert("message", "id digest sender dxp_id cop_msg_id type received subscriptions body")
INSERT_DOCUMENT: Final = _insert(
    "document",
    "id world kind key order_no app_time status current message place accepted entered finished facts",
)
INSERT_STEP: Final = _insert("step", "id world due event document")
INSERT_OUTBOX: Final = _insert("outbox", "id dxp_id type cop_msg_id due message acknowledged body")
INSERT_VERDICT: Final = _insert("verdict", "id document time said")
INSERT_WAITING: Final = _insert("waiting", "world kind key document")
CHARGE_QUOTA: Final = (
    _insert("quota", "world year person used") + " ON CONFLICT (world, year, person) DO UPDATE SET used = excluded.used"
)

INSERT_PAYMENT: Final = _insert("payment", "id world ebp_code order_no asked pay_transaction_id pay_time")
INSERT_WAYBILL: Final = _insert("waybill", "id world ebp_code order_no asked logistics_no")

CHANGE_DOCUMENT: Final = (
    "UPDATE document SET status = ?, current = ?, accepted = ?, entered = ?, finished = ? WHERE id = ?"
)
DELETE_STEP: Final = "DELETE FROM step WHERE id = ?"
DELETE_WAITING: Final = "DELETE FROM waiting WHERE world = ? AND kind = ? AND key = ? AND document = ?"
ACKNOWLEDGE: Final = (
    "UPDATE outbox SET acknowledged = 1 WHERE +dxp_id = ? AND acknowledged = 0"
    " AND id IN (SELECT value FROM json_each(?))"
)

COLUMNS: Final = (
    "d.id, d.kind, d.key, d.order_no, d.app_time, d.status, d.current, d.place, d.accepted, d.entered,"
    " d.finished, d.facts, m.id, m.sender, m.dxp_id, m.cop_msg_id, m.subscriptions"
)
"""Of a document and its message, in the order in which a declaration is made from them."""

_DOCUMENTS: Final = f"SELECT {COLUMNS} FROM document d JOIN message m ON m.id = d.message WHERE"
_LISTED: Final = "IN (SELECT value FROM json_each(?))"

CURRENT_BY_KEYS: Final = f"{_DOCUMENTS} d.world = ? AND d.kind = ? AND d.current = 1 AND d.key {_LISTED}"
CURRENT_BY_ORDER_NOS: Final = (
    f"{_DOCUMENTS} d.world = ? AND d.order_no {_LISTED} AND +d.kind = ? AND d.current = 1 ORDER BY d.id"
)
"""The plus keeps SQLite from going through all documents of the kind."""
BY_IDS: Final = f"{_DOCUMENTS} d.id {_LISTED} ORDER BY d.id"
OF_ORDER: Final = f"{_DOCUMENTS} d.world = ? AND d.order_no = ? ORDER BY d.id"
KNOWN_DIGESTS: Final = f"SELECT digest FROM message WHERE digest {_LISTED}"
WAITING_FOR: Final = f"SELECT key, document FROM waiting WHERE world = ? AND kind = ? AND key {_LISTED}"
QUOTAS: Final = f"SELECT person, used FROM quota WHERE world = ? AND year = ? AND person {_LISTED}"
DUE_STEPS: Final = "SELECT id, due, event, document FROM step WHERE world = ? AND due <= ? ORDER BY due, id"
NEXT_DUE: Final = "SELECT min(due) FROM step WHERE world = ?"
UNACKNOWLEDGED: Final = (
    "SELECT id, type, cop_msg_id, due, body FROM outbox"
    " WHERE dxp_id = ? AND acknowledged = 0 AND id BETWEEN ? AND ? ORDER BY due, id LIMIT ?"
)
OF_MESSAGES: Final = (
    "SELECT id, dxp_id, type, cop_msg_id, acknowledged, body, message FROM outbox"
    f" WHERE message {_LISTED} ORDER BY due, id"
)
VERDICTS: Final = f"SELECT document, time, said FROM verdict WHERE document {_LISTED} ORDER BY id"
PAYMENT_OF: Final = (
    "SELECT asked, pay_transaction_id, pay_time FROM payment WHERE world = ? AND ebp_code = ? AND order_no = ?"
)
WAYBILL_OF: Final = "SELECT asked, logistics_no FROM waybill WHERE world = ? AND ebp_code = ? AND order_no = ?"
UNDELIVERED: Final = (
    f"SELECT id, logistics_no, asked FROM waybill WHERE world = ? AND logistics_no {_LISTED} AND delivered IS NULL"
)
DELIVERED: Final = f"UPDATE waybill SET delivered = ? WHERE world = ? AND logistics_no {_LISTED}"
MISSING: Final = f"SELECT document, kind, key FROM waiting WHERE world = ? AND document {_LISTED}"

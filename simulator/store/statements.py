"""The statements of the clearance path, written out once: the driver keeps them compiled.

A list of keys travels as one JSON array, so that the text of a statement never changes. They are SQLite's;
``tongue.py`` says the same to PostgreSQL.
"""

from typing import Final


def _insert(table: str, columns: str) -> str:
    places = ", ".join("?" * len(columns.split()))
    return f"INSERT INTO {table} ({columns.replace(' ', ', ')}) VALUES ({places})"


INSERT_MESSAGE: Final = _insert(
    "message", "id world digest sender dxp_id cop_msg_id type entrance received subscriptions body"
)
INSERT_DOCUMENT: Final = _insert(
    "document",
    "id world kind key order_no app_time status current message place accepted entered finished facts",
)
INSERT_STEP: Final = _insert("step", "id world due event documents")
INSERT_OUTBOX: Final = _insert("outbox", "id dxp_id type cop_msg_id due message acknowledged body")
INSERT_ACT: Final = _insert("act", "id time what said")
INSERT_ATTEMPT: Final = _insert("attempt", "id time dxp_id what receipts")
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
DELETE_DUE: Final = "DELETE FROM step WHERE world = ? AND due <= ?"
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
KNOWN_DIGESTS: Final = f"SELECT digest FROM message WHERE world = ? AND digest {_LISTED}"
WAITING_FOR: Final = f"SELECT key, document FROM waiting WHERE world = ? AND kind = ? AND key {_LISTED}"
QUOTAS: Final = f"SELECT person, used FROM quota WHERE world = ? AND year = ? AND person {_LISTED}"
DUE_STEPS: Final = "SELECT id, due, event, documents FROM step WHERE world = ? AND due <= ? ORDER BY due, id LIMIT ?"
DUE_AT: Final = "SELECT id, due, event, documents FROM step WHERE world = ? AND due = ? AND id > ? ORDER BY id"
LAST_DUE: Final = "SELECT max(due) FROM step WHERE world = ?"
NEXT_DUE: Final = "SELECT min(due) FROM step WHERE world = ?"
UNACKNOWLEDGED: Final = (
    "SELECT id, type, cop_msg_id, due, body FROM outbox"
    " WHERE dxp_id = ? AND acknowledged = 0 AND id BETWEEN ? AND ? ORDER BY due, id LIMIT ?"
)
NEXT_RECEIVER: Final = "SELECT min(dxp_id) FROM outbox WHERE acknowledged = 0 AND dxp_id > ?"
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
INVENTORY_OF: Final = (
    "SELECT id FROM document WHERE world = ? AND order_no = ? AND +kind = ?"
    " ORDER BY current DESC, entered IS NULL, id DESC LIMIT 1"
)
"""The one that counts, or the latest that customs has taken in."""
MISSING: Final = f"SELECT document, kind, key FROM waiting WHERE world = ? AND document {_LISTED}"

WORLD_ALIVE: Final = "SELECT number, life, kept, cut, turn, clock, seen FROM world WHERE name = ? AND state = 1"
WORLDS_ALIVE: Final = "SELECT number, name, beginning, clock, life, turn FROM world WHERE state = 1 ORDER BY number"
WORLD_TURNS: Final = "SELECT name, turn FROM world WHERE state = 1"
WORLD_BEGAN: Final = "UPDATE world SET beginning = ? WHERE name = ? AND state = 1"
WORLD_GOES_ON: Final = "UPDATE world SET kept = ?, cut = ?, clock = ?, seen = ?, turn = turn + 1 WHERE number = ?"
NEXT_WORLD: Final = "SELECT coalesce(max(number), 0) + 1 FROM world"
INSERT_WORLD: Final = _insert("world", "number name state beginning clock kept life cut seen")
WORLD_ENDS: Final = "UPDATE world SET state = 0 WHERE number = ?"
WORLD_LIVES: Final = "UPDATE world SET state = 1 WHERE number = ? AND state = 2"
UNFINISHED_WORLDS: Final = "UPDATE world SET state = 0 WHERE state = 2"
CLAIMS: Final = "SELECT dxp_id FROM claim WHERE name = ?"
ALL_CLAIMS: Final = "SELECT dxp_id, name FROM claim"
REGISTRY_TURN: Final = "SELECT turn FROM registry"
NEXT_REGISTRY_TURN: Final = "UPDATE registry SET turn = turn + 1"
CLAIM: Final = _insert("claim", "dxp_id name")
UNCLAIM: Final = "DELETE FROM claim WHERE name = ?"

INSERT_ENTERPRISE: Final = _insert("enterprise", "world code name kinds")
INSERT_STOCK: Final = _insert("stock", "world ems_no item_record_no actl_inc_qty actl_redc_qty prevd_redc_qty")
ENTERPRISES: Final = "SELECT code, kinds FROM enterprise WHERE world = ?"
ANY_STOCK: Final = "SELECT 1 FROM stock WHERE world = ? LIMIT 1"
_QUANTITIES: Final = "actl_inc_qty, actl_redc_qty, prevd_redc_qty"
STOCK_OF: Final = f"SELECT {_QUANTITIES} FROM stock WHERE world = ? AND ems_no = ? AND item_record_no = ?"
SPEAK_FOR: Final = "UPDATE stock SET prevd_redc_qty = ? WHERE world = ? AND ems_no = ? AND item_record_no = ?"
JOURNAL: Final = (
    " UNION ALL ".join(
        f"SELECT '{table}' AS place, id FROM {table} WHERE id > :low AND id <= :high"
        for table in ("message", "verdict", "outbox", "act")
    )
    + " ORDER BY id LIMIT :most"
)
"""The tables that make up the business journal, in the order of their common numbers."""
JOURNAL_MESSAGE: Final = "SELECT sender, cop_msg_id, type, entrance, received, body FROM message WHERE id = ?"
JOURNAL_RECEIPT: Final = "SELECT dxp_id, type, cop_msg_id, due, message, body FROM outbox WHERE id = ?"
JOURNAL_VERDICT: Final = (
    "SELECT v.time, v.said, d.kind, d.key, d.order_no"
    " FROM verdict v JOIN document d ON d.id = v.document WHERE v.id = ?"
)
JOURNAL_ACT: Final = "SELECT time, what, said FROM act WHERE id = ?"
VERDICT_IDS: Final = f"SELECT id FROM verdict WHERE document {_LISTED}"
ACTS_FOR: Final = "SELECT id FROM act WHERE id BETWEEN ? AND ? AND json_extract(CAST(said AS TEXT), '$.orderNo') = ?"
ATTEMPTS: Final = (
    "SELECT id, time, dxp_id, what, receipts FROM attempt"
    " WHERE id > ? AND id <= ? AND time BETWEEN ? AND ? ORDER BY id LIMIT ?"
)

LIFE: Final = "SELECT life FROM world WHERE number = ?"
BEGINNING: Final = "SELECT beginning FROM world WHERE number = ?"

"""The tables, declared once; ``sqlite.sql`` and ``postgresql.sql`` are derived from here by ``make derived``.

Ids hold their world in the high bits (``ids.py``), so a world's rows are ranges of ids. Times are
Beijing time as the receipts write it, ``YYYYMMDDhhmmssSSS``, kept as a number. Statuses are the
official ones (2, 120, 800, 100, -301008); a document that nobody judged yet has 0.
"""

from typing import Final

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    SmallInteger,
    String,
    Table,
    text,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Dialect
from sqlalchemy.schema import CreateIndex, CreateTable

from simulator.life import HELD

METADATA: Final = MetaData()

_ID: Final = BigInteger().with_variant(Integer, "sqlite")  # in SQLite only INTEGER is the row id itself

WORLD: Final = Table(
    "world",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("name", String, nullable=False),
    Column("state", SmallInteger, nullable=False),  # 0: gone, its rows wait for purging; 1: alive; 2: still being made
    Column("beginning", LargeBinary, nullable=False),  # JSON: what it began with and begins with again after a reset
    Column("clock", String, nullable=False),  # as ``clock.Setting`` writes it
    Column("kept", BigInteger, nullable=False),  # bytes of the bodies in its journal
    Column("life", Integer, nullable=False),  # 1, and one more after each reset
    Column("cut", BigInteger, nullable=False),  # number of the last entry of its journal whose body may be cut
    Column("seen", BigInteger, nullable=False, server_default="0"),  # when its clock was written: microseconds of 1970
    Column("turn", BigInteger, nullable=False, server_default="0"),  # how many transactions have changed it
    Index("world_name", "name", unique=True, sqlite_where=text("state = 1"), postgresql_where=text("state = 1")),
)

REGISTRY: Final = Table(
    "registry",  # of the worlds, one row: whoever changes which there are, or who has claimed what, holds it meanwhile
    METADATA,
    Column("turn", BigInteger, primary_key=True, autoincrement=False),  # how many changes there were
)

CLAIM: Final = Table(
    "claim",
    METADATA,
    Column("dxp_id", String, primary_key=True),
    Column("name", String, nullable=False),  # of the world, whatever its number is after a reset
)

MESSAGE: Final = Table(
    "message",
    METADATA,
    Column("id", _ID, primary_key=True, autoincrement=False),
    Column("world", Integer, nullable=False),
    Column("digest", String, nullable=False),  # of sender, CopMsgId and bytes
    Column("sender", String, nullable=False),
    Column("dxp_id", String, nullable=False),
    Column("cop_msg_id", String, nullable=False),
    Column("type", String, nullable=False),
    Column("entrance", String, nullable=False),  # bare, dxp and the MsgType in the envelope, or the party that made it
    Column("received", BigInteger, nullable=False),
    Column("subscriptions", LargeBinary),  # JSON; nearly always none
    Column("body", LargeBinary, nullable=False),  # empty once it was cut
    Index("message_digest", "world", "digest", unique=True),
)

DOCUMENT: Final = Table(
    "document",
    METADATA,
    Column("id", _ID, primary_key=True, autoincrement=False),
    Column("world", Integer, nullable=False),
    Column("kind", SmallInteger, nullable=False),  # 311, 411, 511, 621
    Column("key", String, nullable=False),
    Column("order_no", String, nullable=False),
    Column("app_time", String, nullable=False),
    Column("status", Integer, nullable=False),
    Column("current", SmallInteger, nullable=False),  # 1: the version of its key that counts
    Column("message", BigInteger, nullable=False),
    Column("place", SmallInteger, nullable=False),  # its place in the message, from 0
    Column("accepted", BigInteger),
    Column("entered", BigInteger),
    Column("finished", BigInteger),
    Column("facts", LargeBinary, nullable=False),
    Index(
        "document_key",
        "world",
        "kind",
        "key",
        unique=True,
        sqlite_where=text("current = 1"),
        postgresql_where=text("current = 1"),
    ),
    Index("document_order_no", "world", "order_no"),
    Index(
        "document_held",
        "world",
        "id",
        sqlite_where=text(f"status IN {HELD}"),
        postgresql_where=text(f"status IN {HELD}"),
    ),
)

ARRIVAL: Final = Table(
    "arrival",  # parcels that an arrival list of a supervised site has named
    METADATA,
    Column("world", Integer, nullable=False),
    Column("logistics_code", String, nullable=False),
    Column("logistics_no", String, nullable=False),
    PrimaryKeyConstraint("world", "logistics_code", "logistics_no"),
    sqlite_with_rowid=False,
)

STEP: Final = Table(
    "step",
    METADATA,
    Column("id", _ID, primary_key=True, autoincrement=False),  # in the order in which steps were planned
    Column("world", Integer, nullable=False),
    Column("due", BigInteger, nullable=False),
    Column("event", String, nullable=False),
    Column("documents", LargeBinary, nullable=False),  # JSON: the numbers of one message's documents in their world
    Index("step_due", "world", "due", "id"),
)

WAITING: Final = Table(
    "waiting",
    METADATA,
    Column("world", Integer, nullable=False),
    Column("kind", SmallInteger, nullable=False),  # what is missing
    Column("key", String, nullable=False),
    Column("document", BigInteger, nullable=False),  # the inventory that waits for it
    PrimaryKeyConstraint("world", "kind", "key", "document"),
    sqlite_with_rowid=False,
)

OUTBOX: Final = Table(
    "outbox",
    METADATA,
    Column("id", _ID, primary_key=True, autoincrement=False),
    Column("dxp_id", String, nullable=False),
    Column("type", String, nullable=False),
    Column("cop_msg_id", String, nullable=False),
    Column("due", BigInteger, nullable=False),
    Column("message", BigInteger, nullable=False),
    Column("acknowledged", SmallInteger, nullable=False),
    Column("body", LargeBinary, nullable=False),  # empty once it was cut, which only acknowledged ones are
    Index(
        "outbox_open",
        "dxp_id",
        "due",
        "id",
        sqlite_where=text("acknowledged = 0"),
        postgresql_where=text("acknowledged = 0"),
    ),
    Index("outbox_message", "message"),
)

VERDICT: Final = Table(
    "verdict",
    METADATA,
    Column("id", _ID, primary_key=True, autoincrement=False),
    Column("document", BigInteger, nullable=False),
    Column("time", BigInteger, nullable=False),
    Column("said", LargeBinary, nullable=False),  # JSON
    Index("verdict_document", "document"),
)

QUOTA: Final = Table(
    "quota",
    METADATA,
    Column("world", Integer, nullable=False),
    Column("year", SmallInteger, nullable=False),
    Column("person", String, nullable=False),  # number of the identity card
    Column("used", BigInteger, nullable=False),  # in fen
    PrimaryKeyConstraint("world", "year", "person"),
    sqlite_with_rowid=False,
)

PAYMENT: Final = Table(
    "payment",  # the payment company's book
    METADATA,
    Column("id", _ID, primary_key=True, autoincrement=False),
    Column("world", Integer, nullable=False),
    Column("ebp_code", String, nullable=False),
    Column("order_no", String, nullable=False),
    Column("asked", LargeBinary, nullable=False),  # JSON, by place
    Column("pay_transaction_id", String, nullable=False),
    Column("pay_time", String, nullable=False),
    Index("payment_order", "world", "ebp_code", "order_no", unique=True),
)

WAYBILL: Final = Table(
    "waybill",  # the carrier's book
    METADATA,
    Column("id", _ID, primary_key=True, autoincrement=False),
    Column("world", Integer, nullable=False),
    Column("ebp_code", String, nullable=False),  # empty when nobody said it
    Column("order_no", String, nullable=False),
    Column("asked", LargeBinary, nullable=False),  # JSON, by place
    Column("logistics_no", String, nullable=False),
    Column("delivered", BigInteger),
    Index("waybill_order", "world", "ebp_code", "order_no", unique=True),
    Index("waybill_number", "world", "logistics_no", unique=True),
)


ACT: Final = Table(
    "act",  # what else changed the course of a world: its clock was moved, a party was asked, an officer decided
    METADATA,
    Column("id", _ID, primary_key=True, autoincrement=False),
    Column("time", BigInteger, nullable=False),
    Column("what", String, nullable=False),
    Column("said", LargeBinary, nullable=False),  # JSON
)

ATTEMPT: Final = Table(
    "attempt",  # of delivery: what was handed over to whom, and what was acknowledged
    METADATA,
    Column("id", _ID, primary_key=True, autoincrement=False),
    Column("time", BigInteger, nullable=False),
    Column("dxp_id", String, nullable=False),
    Column("what", String, nullable=False),  # fetched, acknowledged
    Column("receipts", LargeBinary, nullable=False),  # JSON: their ids
)

ENTERPRISE: Final = Table(
    "enterprise",  # customs' register of enterprises
    METADATA,
    Column("world", Integer, nullable=False),
    Column("code", String, nullable=False),
    Column("name", String, nullable=False),
    Column("kinds", String, nullable=False),  # with a blank between them
    PrimaryKeyConstraint("world", "code"),
    sqlite_with_rowid=False,
)

STOCK: Final = Table(
    "stock",  # the lines of bonded account books; quantities as texts of decimals
    METADATA,
    Column("world", Integer, nullable=False),
    Column("ems_no", String, nullable=False),
    Column("item_record_no", String, nullable=False),
    Column("actl_inc_qty", String, nullable=False),
    Column("actl_redc_qty", String, nullable=False),
    Column("prevd_redc_qty", String, nullable=False),
    PrimaryKeyConstraint("world", "ems_no", "item_record_no"),
    sqlite_with_rowid=False,
)

BILL: Final = Table(
    "bill",  # electronic tax bills, one of an inventory that was released; amounts in fen
    METADATA,
    Column("id", _ID, primary_key=True, autoincrement=False),  # the inventory's
    Column("status", SmallInteger, nullable=False),  # 1: generated, 2: summed, 3: void
    Column("customs_tax", BigInteger, nullable=False),
    Column("value_added_tax", BigInteger, nullable=False),
    Column("consumption_tax", BigInteger, nullable=False),
    Column("billed", BigInteger, nullable=False),
    Column("changed", BigInteger, nullable=False),  # when it got its status
    Column("ent_duty_no", String),  # of the payment for the month, once it is summed
)


DIALECTS: Final[dict[str, Dialect]] = {
    "sqlite": sqlite.dialect(),
    "postgresql": postgresql.dialect(),  # type: ignore[no-untyped-call]
}


def ddl(dialect: str) -> str:
    """Return the statements that make the tables in SQLite or PostgreSQL."""
    spoken = DIALECTS[dialect]
    made: list[str] = []
    for table in METADATA.sorted_tables:
        made.append(str(CreateTable(table).compile(dialect=spoken)).strip())
        made += sorted(str(CreateIndex(index).compile(dialect=spoken)).strip() for index in table.indexes)
    made.append("INSERT INTO registry (turn) VALUES (0)")
    return "".join(f"{statement};\n\n" for statement in made)

"""The tables, declared once; ``sqlite.sql`` is derived from here by ``make derived``.

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
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

METADATA: Final = MetaData()

_ID: Final = BigInteger().with_variant(Integer, "sqlite")  # in SQLite only INTEGER is the row id itself

WORLD: Final = Table(
    "world",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("name", String, nullable=False),
    Column("seed", String, nullable=False),
    Column("live", SmallInteger, nullable=False),  # 0: reset or dropped, its rows wait for purging
)

MESSAGE: Final = Table(
    "message",
    METADATA,
    Column("id", _ID, primary_key=True, autoincrement=False),
    Column("digest", String, nullable=False),  # of world, sender, CopMsgId and bytes
    Column("sender", String, nullable=False),
    Column("dxp_id", String, nullable=False),
    Column("cop_msg_id", String, nullable=False),
    Column("type", String, nullable=False),
    Column("received", BigInteger, nullable=False),
    Column("subscriptions", LargeBinary),  # JSON; nearly always none
    Column("body", LargeBinary, nullable=False),
    Index("message_digest", "digest", unique=True),
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
)

STEP: Final = Table(
    "step",
    METADATA,
    Column("id", _ID, primary_key=True, autoincrement=False),
    Column("world", Integer, nullable=False),
    Column("due", BigInteger, nullable=False),
    Column("event", String, nullable=False),
    Column("document", BigInteger, nullable=False),
    Index("step_due", "world", "due"),
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
    Column("body", LargeBinary, nullable=False),
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


def ddl() -> str:
    """Return the statements that make the tables in SQLite: what ``sqlite.sql`` holds."""
    dialect = sqlite.dialect()
    made: list[str] = []
    for table in METADATA.sorted_tables:
        made.append(str(CreateTable(table).compile(dialect=dialect)).strip())
        made += sorted(str(CreateIndex(index).compile(dialect=dialect)).strip() for index in table.indexes)
    return "".join(f"{statement};\n\n" for statement in made)

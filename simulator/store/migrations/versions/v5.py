"""Version 5: officers look for what is held, parcels arrive with lists of their own, customs sends tax bills."""

import sqlalchemy as sa
from alembic import op

revision = "5"
down_revision = "4"

_HELD = "status IN (300, 400, 500, 501, 502, 503, 599, 600)"


def upgrade() -> None:
    """Find held inventories quickly, know which parcels have arrived, and keep the tax bills of inventories."""
    where = sa.text(_HELD)
    op.create_index("document_held", "document", ["world", "id"], sqlite_where=where, postgresql_where=where)
    arrival = ("logistics_code", "logistics_no")
    op.create_table(
        "arrival",
        sa.Column("world", sa.Integer, nullable=False),
        *(sa.Column(name, sa.String, nullable=False) for name in arrival),
        sa.PrimaryKeyConstraint("world", *arrival),
        sqlite_with_rowid=False,
    )
    numbers = ("customs_tax", "value_added_tax", "consumption_tax", "billed", "changed")
    op.create_table(
        "bill",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=False),
        sa.Column("status", sa.SmallInteger, nullable=False),
        *(sa.Column(name, sa.BigInteger, nullable=False) for name in numbers),
        sa.Column("ent_duty_no", sa.String),
    )

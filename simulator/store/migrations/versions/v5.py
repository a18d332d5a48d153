"""Version 5: customs sends tax bills, and keeps them."""

import sqlalchemy as sa
from alembic import op

revision = "5"
down_revision = "4"


def upgrade() -> None:
    """Keep the tax bills of inventories."""
    numbers = ("customs_tax", "value_added_tax", "consumption_tax", "billed", "changed")
    op.create_table(
        "bill",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=False),
        sa.Column("status", sa.SmallInteger, nullable=False),
        *(sa.Column(name, sa.BigInteger, nullable=False) for name in numbers),
        sa.Column("ent_duty_no", sa.String),
    )

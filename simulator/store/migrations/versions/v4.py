"""Version 4: several processes share the worlds; each world and the registry count their changes."""

import sqlalchemy as sa
from alembic import op

revision = "4"
down_revision = "3"


def upgrade() -> None:
    """Let worlds say when their clock was written and how many transactions have changed them."""
    for name in ("seen", "turn"):
        op.add_column("world", sa.Column(name, sa.BigInteger, nullable=False, server_default="0"))
    op.create_table("registry", sa.Column("turn", sa.BigInteger, primary_key=True, autoincrement=False))
    op.execute("INSERT INTO registry (turn) VALUES (0)")

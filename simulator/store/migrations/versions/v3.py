"""Version 3: the oldest from which there is a way; only SQLite had it."""

revision = "3"
down_revision = None


def upgrade() -> None:
    """Do nothing: this is where ways begin."""

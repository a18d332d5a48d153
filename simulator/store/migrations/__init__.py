"""How databases with older tables are brought up, a version at a time, in SQLite as in PostgreSQL; run by Alembic.

Knows how tables were; knows nothing of what is kept in them.
"""

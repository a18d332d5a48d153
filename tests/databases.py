"""The databases of the tests: SQLite files, or, with KOUAN_TEST_DATABASE=postgresql, databases of a PostgreSQL server.

A test names a file in a folder of its own; on PostgreSQL the same name means one database. The server comes as a wheel,
is started once for all workers and thrown away with all it holds; an address instead of ``postgresql`` means another.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from hashlib import blake2b
from pathlib import Path

import psycopg
import pytest

from simulator.bench.postgresql import database
from simulator.store.database import Connection, Where
from simulator.store.postgres import PostgresConnection
from simulator.store.sqlite import SqliteConnection

KIND = "KOUAN_TEST_DATABASE"
SERVER = "KOUAN_TEST_SERVER"
ON_POSTGRES = os.environ.get(KIND, "sqlite") != "sqlite"
sqlite_only = pytest.mark.skipif(ON_POSTGRES, reason="it is about SQLite's file")


def address_of(db: Path) -> str:
    """Return the address of the PostgreSQL database that a test calls by this file name."""
    name = blake2b(str(db.resolve()).encode(), digest_size=12).hexdigest()
    return database(os.environ[SERVER], f"kouan_{name}")


def where(db: Path) -> Where:
    """Return the database that a test calls by this file name."""
    return address_of(db) if ON_POSTGRES else db


@contextmanager
def look(db: Path) -> Iterator[Connection]:
    """Look into a database, while a simulator uses it or not."""
    if ON_POSTGRES:
        with psycopg.connect(address_of(db), autocommit=True) as raw:
            yield PostgresConnection(raw)
    else:
        with closing(sqlite3.connect(db, isolation_level=None, factory=SqliteConnection)) as connection:
            yield connection

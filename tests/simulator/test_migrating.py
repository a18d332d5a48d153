"""Databases of older versions are brought up with all that is in them, or left as they are."""

import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest

from simulator.beginning.start import Beginning
from simulator.store.database import VERSION
from tests.databases import ON_POSTGRES, address_of, sqlite_only
from tests.enterprise import Enterprise
from tests.kouan import KOUAN, up

_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
_BEGAN = "INSERT INTO world VALUES (1, 'default', 1, ?, 'stepped 20261111120000000 1', 0, 1, 0)"


def migrate(db: Path | str, **options: Any) -> "subprocess.CompletedProcess[str]":
    return subprocess.run([KOUAN, "migrate", "--db", str(db)], capture_output=True, text=True, **options)


def shape(db: Path) -> Any:
    """Return what tables and indexes a file has, whatever the order of columns."""
    with closing(sqlite3.connect(db)) as connection:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        names = [row[0] for row in connection.execute(_TABLES)]
        columns = {name: sorted(row[1:] for row in connection.execute(f"PRAGMA table_info({name})")) for name in names}
        indexes = sorted(connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'index'").fetchall())
    return version, columns, indexes


def version_3(db: Path) -> None:
    ddl = Path(__file__).with_name("version-3.sql").read_text()
    with closing(sqlite3.connect(db)) as connection:
        connection.executescript(f"{ddl} PRAGMA user_version = 3;")
        with connection:
            connection.execute(_BEGAN, (Beginning(seed="old", pace="instant").to_json(),))


@sqlite_only
def test_a_file_of_version_3_is_brought_up_and_goes_on(tmp_path: Path) -> None:
    old, new = tmp_path / "old.db", tmp_path / "new.db"
    version_3(old)
    refused = subprocess.run([KOUAN, "up", "--port", "0", "--db", str(old)], capture_output=True, text=True)
    assert refused.returncode == 3
    sentence = f"kouan migrate --db {old} brings it up, or give --db another file"
    assert refused.stderr == f"kouan up: {old} has tables of version 3, this kouan needs {VERSION}: {sentence}\n"
    done = migrate(old)
    assert (done.returncode, done.stdout, done.stderr) == (0, f"from version 3 to {VERSION}\n", "")
    with up(old, at=None) as server, server.client() as client:
        enterprise = Enterprise(client, 1)
        enterprise.send_all(enterprise.purchase())
        assert enterprise.history()["state"] == "released"
        assert client.get("/_kouan/worlds/default").json()["seed"] == "old"
        busy = migrate(old)
        assert (busy.returncode, busy.stdout) == (3, "")
        assert f"{old} is in use by another kouan" in busy.stderr
    with up(new):
        pass
    assert shape(old) == shape(new)
    again = migrate(old)
    assert (again.returncode, again.stdout) == (0, f"version {VERSION}, nothing to do\n")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, "is not there: kouan up makes it"),
        ("Dear customs" * 100, "cannot be brought up: file is not a database"),
        ("", "has tables of version 0: this kouan knows the way from 3 to"),
    ],
)
def test_what_cannot_be_brought_up_is_left_as_it_is(tmp_path: Path, content: str | None, sentence: str) -> None:
    db = tmp_path / "kouan.db"
    if content is not None:
        db.write_text(content)
    done = migrate(db)
    assert (done.returncode, done.stdout) == (3, "")
    assert sentence in done.stderr
    assert (db.read_text() if db.exists() else None) == content


@pytest.mark.skipif(not ON_POSTGRES, reason="it is about PostgreSQL")
def test_a_postgresql_database_knows_its_version(tmp_path: Path) -> None:
    db = tmp_path / "kouan"
    address = address_of(db)
    empty = migrate(address)
    assert (empty.returncode, empty.stdout) == (3, "")
    assert "has no tables yet: kouan up makes them" in empty.stderr
    with up(db):
        busy = migrate(address)
        assert (busy.returncode, busy.stdout) == (0, f"version {VERSION}, nothing to do\n")
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '3'")
        connection.execute("ALTER TABLE world DROP COLUMN seen, DROP COLUMN turn")
        connection.execute("DROP TABLE registry, bill")
    done = migrate(address)
    assert (done.returncode, done.stdout, done.stderr) == (0, f"from version 3 to {VERSION}\n", "")
    with up(db) as server, server.client() as client:
        assert client.get("/_kouan/worlds").json()["worlds"][0]["name"] == "default"
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '99'")
    newer = migrate(address)
    assert newer.returncode == 3
    assert "has tables of version 99: this kouan knows the way from 3 to" in newer.stderr

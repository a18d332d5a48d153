"""Brings the tables of a database up to this version, or leaves them as they are."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import resources
from pathlib import Path
from typing import Final

import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from simulator.store.database import OLDEST, VERSION, Unusable, Where
from simulator.store.sqlite import hold

_OTHERS: Final = (
    "SELECT count(*) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid() AND usesysid IS NOT NULL"
)
"""Connections of others; the server's own, such as autovacuum's, are nobody's."""


def migrate(where: Where) -> int:
    """Bring a database up; return of which version it was. Raises ``Unusable``, and has changed nothing then."""
    if isinstance(where, Path):
        return _migrate_file(where.resolve())
    return _migrate_address(where)


def _migrate_file(path: Path) -> int:
    if not path.exists():
        raise Unusable(f"{path} is not there: kouan up makes it, of version {VERSION} at once")
    with hold(path):
        engine = sa.create_engine("sqlite://", creator=lambda: sqlite3.connect(path, isolation_level=None))
        try:
            with _transaction(engine, "BEGIN IMMEDIATE") as connection:
                found = int(connection.exec_driver_sql("PRAGMA user_version").scalar() or 0)
                if _is_older(str(path), found):
                    _bring_up(connection, found)
                    connection.exec_driver_sql("DROP TABLE alembic_version")
                    connection.exec_driver_sql(f"PRAGMA user_version = {VERSION}")
        except sa.exc.SQLAlchemyError as wrong:
            raise Unusable(f"{path} cannot be brought up: {wrong.__cause__ or wrong}") from None
        finally:
            engine.dispose()
    return found


def _migrate_address(address: str) -> int:
    import psycopg

    from simulator.store.postgres import name_of, said, version

    name = name_of(address)
    engine = sa.create_engine("postgresql+psycopg://", creator=lambda: psycopg.connect(address, autocommit=True))
    try:
        with psycopg.connect(address, autocommit=True) as raw:
            found = version(raw)
    except psycopg.Error as wrong:
        raise Unusable(f"{name} cannot be used as a database: {said(wrong)}") from None
    try:
        if found is None:
            raise Unusable(f"{name} has no tables yet: kouan up makes them, of version {VERSION} at once")
        if _is_older(name, found):
            with _transaction(engine, "BEGIN") as connection:
                if connection.exec_driver_sql(_OTHERS).scalar():
                    raise Unusable(f"{name} is in use: stop whoever uses it first")
                _bring_up(connection, found)
    except sa.exc.SQLAlchemyError as wrong:
        raise Unusable(f"{name} cannot be brought up: {wrong.__cause__ or wrong}") from None
    finally:
        engine.dispose()
    return found


def _is_older(name: str, found: int) -> bool:
    if not OLDEST <= found <= VERSION:
        raise Unusable(f"{name} has tables of version {found}: this kouan knows the way from {OLDEST} to {VERSION}")
    return found < VERSION


@contextmanager
def _transaction(engine: sa.Engine, begin: str) -> Iterator[sa.Connection]:
    """Open a transaction whose statements are kept all or none, those that make tables too."""
    with engine.connect() as connection:
        connection.exec_driver_sql(begin)
        try:
            yield connection
        except BaseException:  # whatever it was, an interruption too: all of it or nothing
            connection.exec_driver_sql("ROLLBACK")
            raise
        connection.exec_driver_sql("COMMIT")


def _bring_up(connection: sa.Connection, found: int) -> None:
    config = Config()
    config.set_main_option("script_location", str(resources.files("simulator.store.migrations")))
    config.attributes["connection"] = connection
    command.stamp(config, str(found))
    command.upgrade(config, str(VERSION))

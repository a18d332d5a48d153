"""PostgreSQL as the database, for more processes than one: what any of them commits, all of them see.

Durable means what the server means by it: nothing answered is lost with it, nor with the power, unless its
``synchronous_commit`` was turned off; ``full`` turns it on.
"""

import re
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from hashlib import blake2b
from importlib import resources
from typing import Any, Final

import orjson
import psycopg
from psycopg.conninfo import conninfo_to_dict

from simulator.store import statements
from simulator.store.database import OLDEST, VERSION, Connection, Sync, Told, Unusable
from simulator.store.tongue import postgresql

_CHANNEL: Final = "kouan"
_PRESENCE: Final = 0x6B6F75616E  # "kouan"
"""The lock that every process holds together with the others; whoever holds it alone is the first."""
_MOST_TOLD: Final = 7_999
"""Bytes of one notice."""
_ADDING: Final = re.compile(r"INSERT INTO (\w+ \([\w, ]+\)) VALUES \([?, ]+\)")
"""A statement that adds a row and does nothing else."""
_MANY: Final = 8
"""Rows from which on a copy costs less, here and in the database."""
_SECONDS: Final = 5
"""Until a server that does not answer is given up, and between attempts to listen again."""
_LONGEST_WAIT: Final = "30s"
"""For a world that another process is changing, and for a process that stopped in the midst of it."""


class _Cursor(psycopg.Cursor[Any]):
    def fetchall(self) -> list[Any]:
        return super().fetchall() if self.description else []


class PostgresConnection:
    """A connection that is spoken to as if it were SQLite's."""

    unfit: tuple[type[Exception], ...] = (psycopg.IntegrityError, psycopg.DataError)
    claiming: str = " FOR UPDATE SKIP LOCKED"

    def __init__(self, raw: "psycopg.Connection[Any]") -> None:
        self.raw = raw
        self.close = raw.close
        self.commit = raw.commit

    @property
    def broken(self) -> bool:
        """Has the server gone away?"""
        return self.raw.closed

    def execute(self, statement: str, values: Sequence[Any] | Mapping[str, Any] = ()) -> "psycopg.Cursor[Any]":
        """Run a statement."""
        return self.raw.execute(postgresql(statement), _possible(values))

    def executemany(self, statement: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run a statement for each row, all of them on their way at once; many that only add come as one copy."""
        some = list(rows)
        adding = _ADDING.fullmatch(statement) if len(some) >= _MANY else None
        with self.raw.cursor() as cursor:
            if adding is None:
                cursor.executemany(postgresql(statement), some)
                return
            with cursor.copy(f"COPY {adding[1]} FROM STDIN") as copy:
                for row in some:
                    copy.write_row(row)

    def many(self, statement: str, values: Sequence[Any] = ()) -> "psycopg.ServerCursor[Any]":
        """Run a query whose rows are too many to hold at once."""
        cursor = psycopg.ServerCursor(self.raw, "many")
        cursor.execute(postgresql(statement), values)
        return cursor

    def begin(self) -> None:
        """Begin a transaction that will change something."""
        self.raw.execute("BEGIN")

    def snapshot(self) -> None:
        """Begin a transaction that only reads."""
        self.raw.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")

    def rollback(self) -> None:
        """End a transaction, if there is one."""
        if not self.raw.closed:
            self.raw.rollback()


class Postgres:
    """A PostgreSQL database with the tables of the house."""

    alone: bool = False
    joined: bool = False
    errors: tuple[type[Exception], ...] = (psycopg.Error,)

    def __init__(self, address: str, *, sync: Sync = "normal") -> None:
        self._address = address
        self._name = name_of(address)
        self._options = _options(address, sync)
        self._closing = threading.Event()
        self._claims: psycopg.Connection[Any] | None = None
        self._claiming = threading.Lock()
        self._listener: threading.Thread | None = None
        try:
            self._presence = self._raw()
            self._prepare(self._presence)
        except psycopg.Error as wrong:
            raise Unusable(f"{self._name} cannot be used as a database: {said(wrong)}") from None

    def connect(self) -> PostgresConnection:
        """Open one more connection."""
        return PostgresConnection(self._raw())

    def settle(self, connection: object) -> None:
        """Leave it to the server."""

    def claim(self, what: str) -> bool:
        """Have something to oneself, in this database, while no other process has it."""
        with self._claiming:
            if self._claims is None or self._claims.closed:
                self._claims = self._raw()
            (free,) = self._claims.execute("SELECT pg_try_advisory_lock(%s)", (_key(what),)).fetchone() or (False,)
        return bool(free)

    def release(self, what: str) -> None:
        """Let another process have it. When the server went away, it has let go by itself."""
        with self._claiming, suppress(psycopg.Error):
            if self._claims is not None and not self._claims.closed:
                self._claims.execute("SELECT pg_advisory_unlock(%s)", (_key(what),))

    def tell(self, connection: Connection, told: Iterable[Told]) -> None:
        """Let the other processes know, once the transaction is committed, who got receipts."""
        for said in _notices(sorted(told, key=str)):
            connection.execute("SELECT pg_notify(?, ?)", (_CHANNEL, said))

    def listen(self, heard: Callable[[set[Told]], None]) -> None:
        """Have a function called with what others tell, until ``close``."""
        self._listener = threading.Thread(target=self._hear, args=(heard,), name="listener", daemon=True)
        self._listener.start()

    def close(self) -> None:
        """Let go of it."""
        self._closing.set()
        if self._listener:
            self._listener.join()
        self._presence.close()
        if self._claims:
            self._claims.close()

    def _hear(self, heard: Callable[[set[Told]], None]) -> None:
        connection = self._presence
        while not self._closing.is_set():
            try:
                connection.execute(f"LISTEN {_CHANNEL}")
                while not self._closing.is_set():
                    for notice in connection.notifies(timeout=0.5):
                        heard(_told(notice.payload))
            except psycopg.Error:  # the server went away: whoever waits asks again by himself in the end
                self._closing.wait(_SECONDS)
                with suppress(psycopg.Error):
                    connection = self._presence = self._raw()
                    connection.execute("SELECT pg_advisory_lock_shared(%s)", (_PRESENCE,))

    def _raw(self) -> "psycopg.Connection[Any]":
        return psycopg.connect(self._address, autocommit=True, cursor_factory=_Cursor, **self._options)

    def _prepare(self, connection: "psycopg.Connection[Any]") -> None:
        """See to it that there are tables of this version; tidy up what died half-made, if nobody else is here."""
        if (kept := connection.info.parameter_status("server_encoding")) != "UTF8":
            raise Unusable(
                f"{self._name} keeps its texts in {kept}, which has no Chinese: make one with ENCODING 'UTF8'"
            )
        (first,) = connection.execute("SELECT pg_try_advisory_lock(%s)", (_PRESENCE,)).fetchone() or (False,)
        if first:
            try:
                self._be_of_this_version(connection)
                connection.execute(statements.UNFINISHED_WORLDS)
                connection.execute("SELECT pg_advisory_lock_shared(%s)", (_PRESENCE,))
            finally:
                connection.execute("SELECT pg_advisory_unlock(%s)", (_PRESENCE,))
        else:
            self.joined = True
            connection.execute("SELECT pg_advisory_lock_shared(%s)", (_PRESENCE,))
            self._be_of_this_version(connection)

    def _be_of_this_version(self, connection: "psycopg.Connection[Any]") -> None:
        found = version(connection)
        if found is None:
            create(connection)
        elif found != VERSION:
            way = "kouan migrate brings it up, or give" if OLDEST <= found < VERSION else "give"
            raise Unusable(
                f"{self._name} has tables of version {found}, this kouan needs {VERSION}: {way} --db another database"
            )


def _told(notice: str) -> set[Told]:
    """Return what a notice tells; nothing if it is none of ours, for anybody can send one."""
    try:
        return {(str(world), dxp_id) for world, dxp_id in orjson.loads(notice)}
    except (TypeError, ValueError):
        return set()


def _notices(told: list[Told]) -> Iterator[str]:
    """Yield JSON arrays of what is told, each as long as a notice may be."""
    notice: list[bytes] = []
    length = 1
    for one in map(orjson.dumps, told):
        if length + len(one) + 1 > _MOST_TOLD:
            yield f"[{b','.join(notice).decode()}]"
            notice, length = [], 1
        notice.append(one)
        length += len(one) + 1
    if notice:
        yield f"[{b','.join(notice).decode()}]"


def version(connection: "psycopg.Connection[Any]") -> int | None:
    """Return of which version the tables are; ``None`` if there are none. Raises ``Unusable``."""
    (stamped,) = connection.execute("SELECT to_regclass('alembic_version') IS NOT NULL").fetchone() or (False,)
    if stamped:
        (found,) = connection.execute("SELECT version_num FROM alembic_version").fetchone() or ("0",)
        return int(found) if str(found).isdecimal() else 0
    (others,) = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = current_schema()").fetchone() or (
        0,
    )
    if others:
        raise Unusable(
            f"the database {connection.info.dbname} has {others} tables that are not kouan's: give --db another one"
        )
    return None


def create(connection: "psycopg.Connection[Any]") -> None:
    """Make the tables, all or none."""
    ddl = resources.files("simulator.store").joinpath("postgresql.sql").read_text()
    with connection.transaction():
        connection.execute(ddl)
        connection.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)")
        connection.execute("INSERT INTO alembic_version VALUES (%s)", (str(VERSION),))


def _options(address: str, sync: Sync) -> dict[str, Any]:
    """Return how to connect: as the address says, and where it says nothing, as is good for us."""
    settings = f"-c lock_timeout={_LONGEST_WAIT} -c idle_in_transaction_session_timeout={_LONGEST_WAIT}"
    if sync == "full":
        settings += " -c synchronous_commit=on"
    given = conninfo_to_dict(address)
    return {
        "connect_timeout": given.get("connect_timeout", _SECONDS),
        "application_name": given.get("application_name", "kouan"),
        "options": f"{settings} {given.get('options', '')}",
        "client_encoding": "UTF8",
    }


def _possible(values: Any) -> Any:
    """Return values as PostgreSQL can compare them: no text there holds a NUL, so none is equal to one that does."""
    if isinstance(values, Mapping):
        return values
    return [one.replace("\0", "\ufffd") if isinstance(one, str) and "\0" in one else one for one in values]


def _key(what: str) -> int:
    """Return the number by which PostgreSQL locks what has a name."""
    return int.from_bytes(blake2b(what.encode(errors="replace"), digest_size=8).digest(), signed=True)


def name_of(address: str) -> str:
    """Return what may be shown of an address, never its password; ``Unusable`` if it is none."""
    try:
        parts = conninfo_to_dict(address)
    except psycopg.Error:  # which would show all of it
        raise Unusable("what --db says is no address: write postgresql://user:password@host:5432/name") from None
    place = parts.get("host") or "localhost"
    port = f":{parts['port']}" if parts.get("port") else ""
    return f"postgresql://{place}{port}/{parts.get('dbname') or ''}"


def said(wrong: psycopg.Error) -> str:
    """Return what PostgreSQL complains of, in one line."""
    return " ".join(str(wrong).split())

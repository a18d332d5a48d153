"""A database as the house uses it: what SQLite and PostgreSQL have in common, and which of them it is.

Statements are written in the SQL that both speak, with SQLite's question marks; PostgreSQL's connection
translates what it says otherwise (``tongue.py``).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, Literal, Protocol, TypeAlias

OLDEST: Final = 3
"""From which version of the tables there is a way up."""
VERSION: Final = 5
"""Of the tables. A database of another version is refused, not guessed at; ``kouan migrate`` brings it up."""

Sync = Literal["normal", "full"]
Where: TypeAlias = Path | str
"""A file, or the address of a PostgreSQL database."""
Told: TypeAlias = tuple[str, str | None]
"""The name of a world, and a dxpId in it that got receipts; ``None`` for everybody in it."""

_SCHEMES: Final = ("postgresql://", "postgres://")


class Unusable(Exception):
    """A database that cannot be used; the message says which, why, and the way out."""


class Cursor(Protocol):
    """What a statement found; nothing for one that only changes something."""

    @property
    def rowcount(self) -> int:
        """How many rows were changed."""

    @property
    def description(self) -> Any:
        """The columns, the name first in each."""

    def fetchone(self) -> Any:
        """Return the next row, ``None`` if there is none."""

    def fetchall(self) -> list[Any]:
        """Return the rows that are left."""

    def fetchmany(self, size: int, /) -> list[Any]:
        """Return the next rows, none at the end."""

    def __iter__(self) -> Iterator[Any]:
        """Go through the rows."""

    def close(self) -> None:
        """Look at no more rows."""


class Connection(Protocol):
    """A connection; outside of a transaction each statement is one of its own."""

    unfit: tuple[type[Exception], ...]
    """What it raises when what is to be written breaks a rule of the tables."""
    claiming: str
    """How a query ends whose rows are to be this transaction's alone, without those that another has claimed."""

    @property
    def broken(self) -> bool:
        """Is it of no use any more, so that another must be opened?"""

    def execute(self, statement: str, values: Sequence[Any] | Mapping[str, Any] = (), /) -> Cursor:
        """Run a statement."""

    def executemany(self, statement: str, rows: Iterable[Sequence[Any]], /) -> object:
        """Run a statement for each row."""

    def many(self, statement: str, values: Sequence[Any] = ()) -> Cursor:
        """Run a query whose rows are too many to hold at once; the transaction is the caller's."""

    def begin(self) -> None:
        """Begin a transaction that will change something."""

    def snapshot(self) -> None:
        """Begin a transaction that only reads, all of it as one moment shows it."""

    def commit(self) -> None:
        """End a transaction and keep what it changed."""

    def rollback(self) -> None:
        """End a transaction, if there is one, and keep nothing of it."""

    def close(self) -> None:
        """Let go."""


class Database(Protocol):
    """Where everything is kept, with the tables of the house."""

    alone: bool
    """Is this process the only one that uses it, for as long as it does?"""
    joined: bool
    """Were there others at work on it when this process came?"""
    errors: tuple[type[Exception], ...]
    """What its connections raise when it cannot do what it was asked."""

    def connect(self) -> Connection:
        """Open one more connection; its user begins and ends transactions by hand."""

    def settle(self, connection: Connection) -> None:
        """Move what was written where it stays: for whoever has had much written."""

    def claim(self, what: str) -> bool:
        """Have something to oneself until ``release``, or as long as this process lives; false if another has it."""

    def release(self, what: str) -> None:
        """Let another have it."""

    def tell(self, connection: Connection, told: Iterable[Told]) -> None:
        """Let the other processes know, once the transaction is committed, who got receipts."""

    def listen(self, heard: Callable[[set[Told]], None]) -> None:
        """Have a function called, from a thread of its own until ``close``, with what others tell."""

    def close(self) -> None:
        """Let go of it."""


def is_shared(where: Where) -> bool:
    """Is this a database that several processes can share?"""
    return isinstance(where, str)


def where_of(text: str) -> Where:
    """Return what ``--db`` means; ``ValueError`` if it is an address of something else."""
    if "://" in text and not text.startswith(_SCHEMES):
        raise ValueError("is no address of a PostgreSQL database: write postgresql://user:password@host:5432/name")
    return text if text.startswith(_SCHEMES) else Path(text)


def open_database(where: Where, *, sync: Sync) -> Database:
    """Open a database and see to it that it has the tables of the house. Raises ``Unusable``."""
    if isinstance(where, Path):
        from simulator.store.sqlite import Sqlite

        return Sqlite(where, sync=sync)
    try:
        from simulator.store.postgres import Postgres  # most need no driver
    except ModuleNotFoundError as wrong:
        raise Unusable(f'for PostgreSQL the package {wrong.name} is needed: pip install "kouan[postgres]"') from None
    return Postgres(where, sync=sync)

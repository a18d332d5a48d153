"""The worlds of a server: which there are, whose messages belong to which, and how one starts afresh."""

import sqlite3

from simulator.clock import Clock
from simulator.world import DEFAULT, INSTANT, Pace, World


class Worlds:
    """The worlds that are alive. Today there is one, ``default``, to which every sender id belongs."""

    def __init__(
        self, connection: sqlite3.Connection, clock: Clock, *, seed: str = "kouan", pace: Pace = INSTANT
    ) -> None:
        row = connection.execute("SELECT number, seed FROM world WHERE name = ? AND live = 1", (DEFAULT,)).fetchone()
        number, kept_seed = row or (_new(connection, DEFAULT, seed), seed)
        self.default = World(number, DEFAULT, kept_seed, clock, pace)
        self.default.recount(connection)

    def of_sender(self, dxp_id: str) -> World:
        """Return the world that a sender's messages and receipts belong to."""
        return self.default

    def all(self) -> list[World]:
        """Return the worlds that are alive."""
        return [self.default]

    def reset(self, world: World, connection: sqlite3.Connection) -> None:
        """Start a world afresh under a new number; its old rows are purged later, in slices."""
        connection.execute("UPDATE world SET live = 0 WHERE number = ?", (world.number,))
        _new(connection, world.name, world.seed)
        world.recount(connection)


def _new(connection: sqlite3.Connection, name: str, seed: str) -> int:
    row = connection.execute("SELECT coalesce(max(number), 0) + 1 FROM world").fetchone()
    number: int = row[0]
    connection.execute("INSERT INTO world (number, name, seed, live) VALUES (?, ?, ?, 1)", (number, name, seed))
    return number

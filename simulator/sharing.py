"""How several processes share the worlds of one database: each takes a world for a transaction and leaves it right.

A world is one history: whoever writes it holds its row meanwhile, so that quotas, keys, stock and the numbering of
the journal are as right as with one process. Different worlds are written at the same time; what comes before
(reading, parsing, checking against the schema) is done at the same time in any case.
"""

from typing import Final, Protocol

from simulator.store import statements
from simulator.store.database import Connection
from simulator.world import World
from simulator.worlds import Worlds

_TAKE: Final = f"{statements.WORLD_ALIVE} FOR UPDATE"
_DUE: Final = (
    "SELECT w.name, w.turn, w.clock, w.seen, (SELECT min(due) FROM step s WHERE s.world = w.number)"
    " FROM world w WHERE w.state = 1"
)
_LOOK: Final = 0.5
"""Seconds between looks at what other processes have planned: they live through it themselves, if they live."""


class Sharing(Protocol):
    """How the writer comes to a world."""

    pause: float | None
    """How long the writer may wait for work before it looks around."""

    def take(self, connection: Connection, world: World, *, wait: bool) -> bool:
        """Hold a world until the transaction ends, as it is now; false if it lives no more.

        Without ``wait`` also if another process holds it.
        """

    def look_around(self, connection: Connection) -> None:
        """Find out what is planned."""


class Alone:
    """The only process: nobody else can have changed anything."""

    pause: float | None = None

    def take(self, connection: Connection, world: World, *, wait: bool) -> bool:
        """Have it already."""
        return True

    def look_around(self, connection: Connection) -> None:
        """Know it already."""


class Shared:
    """One process of several."""

    pause: float | None = _LOOK

    def __init__(self, worlds: Worlds) -> None:
        self._worlds = worlds

    def take(self, connection: Connection, world: World, *, wait: bool) -> bool:
        """Wait for a world that has work, claim one that only has something due."""
        statement = _TAKE if wait else statements.WORLD_ALIVE + connection.claiming
        row = connection.execute(statement, (world.name,)).fetchone()
        if row is None and wait:  # while we waited it may have begun again, as another row
            row = connection.execute(_TAKE, (world.name,)).fetchone()
        if row is None:
            return False
        if self._worlds.is_another(world, row[0], row[1], connection):
            return False
        if (row[0], row[4]) != (world.number, world.turn):
            self._worlds.adopt(world, connection)
        return True

    def look_around(self, connection: Connection) -> None:
        """Find out what others have planned that may have died since, in worlds of which nobody here has asked, too."""
        which, _ = self._worlds.turns(connection)
        if which:
            self._worlds.renew(connection)
        found = {row[0]: row[1:] for row in connection.execute(_DUE).fetchall()}
        for world in self._worlds.all():
            if world.name in found:
                turn, clock, seen, world.next_due = found[world.name]
                if turn != world.turn:
                    self._worlds.see_clock(world, clock, seen)

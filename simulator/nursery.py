"""Where copies of worlds grow up: forked from a living one, or loaded from a file, a slice at a time.

Nobody sees a copy before it is whole. One that stays unfinished, because the server died, is purged.
"""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from simulator.beginning.start import Beginning
from simulator.clock import clock_of, machine_micros, setting
from simulator.copying import NoWorld, Saved, Slice, put
from simulator.store import statements
from simulator.store.database import Connection
from simulator.world import World
from simulator.worlds import SEED, WorldRefused, Worlds, pace_of_beginning

Change = Callable[[Callable[[Connection], Any], Callable[[Any, Connection], Any] | None], Any]
"""Does something in a transaction of the writer's, then something else, and returns its result."""


def grow(worlds: Worlds, name: str, parent: Saved, parts: Iterator[Slice], change: Change, admit: Any) -> World:
    """Make a world from the rows of another; returns once it is there. Raises ``WorldRefused`` and ``NoWorld``.

    Claims stay with the parent: a dxpId belongs to one world.
    """
    try:
        beginning = Beginning.from_json(parent.beginning)
        clock, pace = clock_of(setting(parent.clock)), pace_of_beginning(beginning)
        clock.now()
    except (ValueError, TypeError, KeyError, AttributeError, ArithmeticError) as wrong:
        raise NoWorld(f"it is no saved world: {wrong}") from None
    number: int = change(partial(_conceive, worlds, name, parent), None)
    world = World(number, name, beginning.seed or SEED, clock, pace, tax=beginning.tax)
    try:
        for part in parts:
            change(partial(put, number=number, part=part), None)
        grown: World = change(partial(_deliver, worlds, world), admit)
    except BaseException:  # whatever it was: nobody shall ever find half a world
        change(lambda connection: connection.execute(statements.WORLD_ENDS, (number,)), None)
        raise
    return grown


def _conceive(worlds: Worlds, name: str, parent: Saved, connection: Connection) -> int:
    worlds.hold(connection)
    worlds.must_be_free(name)
    (number,) = connection.execute(statements.NEXT_WORLD).fetchone()
    row = (number, name, 2, parent.beginning, parent.clock, parent.kept, 1, parent.cut, machine_micros())
    connection.execute(statements.INSERT_WORLD, row)
    return int(number)


def _deliver(worlds: Worlds, world: World, connection: Connection) -> World:
    worlds.hold(connection)
    worlds.must_be_free(world.name)
    if not connection.execute(statements.WORLD_LIVES, (world.number,)).rowcount:
        why = "the copy was thrown away while it grew, for the database had been away: copy once more"
        raise WorldRefused(409, "name", world.name, why)
    return world

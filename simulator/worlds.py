"""The worlds of a server: which there are, whose messages belong to which, and how they begin and end.

Names and claims are looked up by many threads; only the writer's thread changes them, and only after the
transaction that changes them in the database.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from difflib import get_close_matches
from typing import Final

from simulator.beginning.start import Beginning, ClockSetting
from simulator.clock import (
    Clock,
    Setting,
    SteppedClock,
    WallClock,
    clock_of,
    gone_on,
    machine_micros,
    setting,
    setting_of,
    stamp,
)
from simulator.pace.profile import INSTANT, Pace
from simulator.registers import fill
from simulator.store import statements
from simulator.store.database import Connection
from simulator.world import BUDGET, DEFAULT, World

SEED: Final = "kouan"
_NEVER: Final = -1
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,62}")
_DXP_ID: Final = re.compile(r"[^\s\x00-\x1f\x7f-\x9f\ud800-\udfff]{1,30}")


class WorldRefused(Exception):
    """What was asked of a world cannot be done: where, which value, why. ``status`` is how HTTP says so.

    ``zh`` is the reason for a DxpRep, which speaks Chinese.
    """

    def __init__(self, status: int, place: str, value: str | None, why: str, zh: str = "") -> None:
        super().__init__(f"{place} {value}: {why}" if value else f"{place}: {why}")
        self.status, self.place, self.value, self.why, self.zh = status, place, value, why, zh


class Worlds:
    """The worlds that are alive, by name, and who has claimed which dxpId.

    ``default`` is the world of everybody else, unless ``strangers`` are to be refused. Its clock is given
    with each start; the other worlds go on where they were. Who is ``joining`` other processes finds it going.
    """

    def __init__(
        self,
        connection: Connection,
        clock: Clock,
        *,
        seed: str = SEED,
        pace: Pace = INSTANT,
        strangers: bool = True,
        budget: int = BUDGET,
        shared: bool = False,
        joining: bool = False,
    ) -> None:
        self.shared = shared
        self._budget = budget
        self._strangers = strangers
        self._claims: dict[str, World] = {}
        self._by_name: dict[str, World] = {}
        self._ended: list[World] = []
        self._turn = _NEVER
        connection.begin()
        self.hold(connection)
        if DEFAULT not in self._by_name:
            began = Beginning(seed=seed, pace=pace.source)  # its copies go on at this pace
            self.admit(self.begin(connection, DEFAULT, began, clock=clock, pace=pace), connection)
        self.default = default = self._by_name[DEFAULT]
        (kept,) = connection.execute(statements.BEGINNING, (default.number,)).fetchone()
        known = replace(Beginning.from_json(kept), pace=pace.source)
        connection.execute(statements.WORLD_BEGAN, (known.to_json(), DEFAULT))
        default.pace = pace
        self.adopt(default, connection)  # ours by now: until then another process may have gone on with it
        if not joining:
            default.clock = _resumed(clock, setting_of(default.clock))
        default.go_on(connection)  # by the clock of this start
        connection.commit()

    def named(self, name: str) -> World:
        """Return the world of this name; ``WorldRefused`` names the nearest one where there is none."""
        found = self._by_name.get(name)
        if found is None:
            near = _nearest(name, self._by_name)
            raise WorldRefused(404, "world", name, f"there is no such world{near}", "没有这个world")
        return found

    def of_sender(self, dxp_id: str) -> World:
        """Return the world that a sender's messages and receipts belong to."""
        found = self._claims.get(dxp_id)
        if found is None and not self._strangers:
            near = _nearest(dxp_id, self._claims)
            why = f"no world has claimed it, and this server takes no strangers: claim it with kouan world claim{near}"
            raise WorldRefused(404, "dxpId", dxp_id, why, "未被任何world认领，本服务器不接收未知的发送方")
        return found or self.default

    def all(self) -> list[World]:
        """Return the worlds that are alive, the oldest first."""
        return list(self._by_name.values())

    # ── with several processes on one database ───────────────────────────────────────────────────

    def turns(self, connection: Connection) -> tuple[bool, bool]:
        """Return whether other processes have changed which worlds there are, and what is in any of them."""
        (turn,) = connection.execute(statements.REGISTRY_TURN).fetchone()
        if turn != self._turn:
            return True, True
        now = dict(connection.execute(statements.WORLD_TURNS).fetchall())
        return False, any(now.get(name) != world.turn for name, world in self._by_name.items())

    def renew(self, connection: Connection) -> None:
        """Look at what other processes have made of the worlds. Run by the writer."""
        (seen,) = connection.execute(statements.REGISTRY_TURN).fetchone()
        rows = {row[1]: row for row in connection.execute(statements.WORLDS_ALIVE).fetchall()}
        for world in self.all():
            row = rows.get(world.name)
            if row is None or _is_another(world, number=row[0], beginning=row[2], life=row[4]):
                self.forget(world)
        for name, (number, _, beginning, _, _, turn) in rows.items():
            known = self._by_name.get(name)
            if known is None:
                began = Beginning.from_json(beginning)
                known = World(number, name, began.seed or SEED, WallClock(), pace_of_beginning(began), turn=_NEVER)
                known.budget = self._budget
                self._by_name[name] = known
            if (known.number, known.turn) != (number, turn):
                self.adopt(known, connection)
        self._read_claims(connection)
        self._turn = seen  # last: whoever finds it right finds the rest right, too

    def adopt(self, world: World, connection: Connection) -> None:
        """Take a world as the database has it: another process has gone on with it. Run by the writer."""
        while row := connection.execute(statements.WORLD_ALIVE, (world.name,)).fetchone():
            turn, kept, seen = row[-3:]
            if self.shared:
                self.see_clock(world, kept, seen, again=row[0] != world.number)
            else:
                world.clock = clock_of(setting(kept))
            world.recount(connection)
            if world.turn == turn or not world.alive:  # clock and counting are of one moment
                return
        world.recount(connection)

    def is_another(self, world: World, number: int, life: int, connection: Connection) -> bool:
        """Has the world ended, and is this one, which has its name, another?"""
        if number == world.number:
            return False
        row = connection.execute(statements.BEGINNING, (number,)).fetchone()
        return row is None or _is_another(world, number=number, beginning=row[0], life=life)

    def see_clock(self, world: World, kept: str, seen: int, *, again: bool = False) -> None:
        """Let a world's clock go as another process has left it, which may have begun the world ``again``.

        One that stands still is moved, and never back: whoever holds it, holds it still.
        """
        left, mine = gone_on(setting(kept), machine_micros() - seen), setting_of(world.clock)
        if not isinstance(world.clock, SteppedClock) or left.kind != mine.kind or (again and left.at < mine.at):
            world.clock = clock_of(left)
        elif left.at > mine.at:
            world.clock.move_to(left.at)

    def doubt(self) -> None:
        """Believe no longer that this process knows all worlds: what it has just done may not hold."""
        if self.shared:
            self._turn = _NEVER

    def recount(self, connection: Connection) -> None:
        """Read again what is remembered of all worlds: a transaction failed, or the database was away."""
        for world in self.all():
            if self.shared:
                world.turn = _NEVER  # whoever needs it takes it as it is then
            else:
                world.recount(connection)

    def hold(self, connection: Connection) -> None:
        """Let no other process change which worlds there are until this transaction ends; see what they changed."""
        connection.execute(statements.NEXT_REGISTRY_TURN)
        (turn,) = connection.execute(statements.REGISTRY_TURN).fetchone()
        if self._turn == _NEVER or (self.shared and self._turn != turn - 1):
            self.renew(connection)
        self._turn = turn

    def _read_claims(self, connection: Connection) -> None:
        claims: dict[str, set[str]] = {world.name: set() for world in self.all()}
        for dxp_id, name in connection.execute(statements.ALL_CLAIMS).fetchall():
            if name in claims:  # else it has just begun elsewhere: the next look sees that
                claims[name].add(dxp_id)
        for world in self.all():
            world.claims = claims[world.name]
        self._claims = {dxp_id: world for world in self.all() for dxp_id in world.claims}

    # ─────────────────────────────────────────────────────────────────────────────────────────────

    def fade(self) -> bool:
        """Let go of some of what worlds have forgotten that ended or began again; tell whether there is more."""
        self._ended = [world for world in self._ended if world.memory.fade()]
        return any(world.memory.fade() for world in self._by_name.values()) or bool(self._ended)

    # ── run by the writer, each in a transaction of its own ──────────────────────────────────────

    def begin(
        self,
        connection: Connection,
        name: str,
        beginning: Beginning,
        *,
        clock: Clock | None = None,
        pace: Pace | None = None,
    ) -> World:
        """Write a new world into the database; it is there for others once ``admit`` was called."""
        self.hold(connection)
        self.must_be_free(name)
        self.must_be_unclaimed(beginning.claims, None)
        clock = clock or clock_of(self._first_setting(beginning))
        world = World(0, name, beginning.seed or SEED, clock, pace or pace_of_beginning(beginning))
        _write(connection, world, beginning)
        for dxp_id in beginning.claims:
            connection.execute(statements.CLAIM, (dxp_id, name))
        return world

    def admit(self, world: World, connection: Connection) -> World:
        """Let everybody see a world that is in the database."""
        world.budget = self._budget
        if self.shared:
            self.adopt(world, connection)  # since it was written, another process may have gone on with it
        else:
            world.recount(connection)
        world.claims = {row[0] for row in connection.execute(statements.CLAIMS, (world.name,))}
        self._by_name[world.name] = world
        self._claims |= dict.fromkeys(world.claims, world)
        return world

    def reset(self, world: World, connection: Connection) -> Clock:
        """Write a world anew under a new number, as it began at first; its old rows are purged later.

        Returns the clock to go on with: give it to ``began_again``.
        """
        self.hold(connection)
        self.must_live(world)
        (kept,) = connection.execute(statements.BEGINNING, (world.number,)).fetchone()
        beginning = Beginning.from_json(kept)
        clock = world.clock if beginning.clock.at is None else clock_of(self._first_setting(beginning))
        connection.execute(statements.WORLD_ENDS, (world.number,))
        _write(connection, replace(world, clock=clock, life=world.life + 1), beginning)
        return clock

    def began_again(self, world: World, clock: Clock, connection: Connection) -> None:
        """Let everybody see that a world has begun again."""
        world.clock, world.stuck = clock, False
        if self.shared:
            self.adopt(world, connection)  # as above
        else:
            world.recount(connection)

    def drop(self, world: World, connection: Connection) -> None:
        """Let a world end and give its dxpIds free."""
        self.hold(connection)
        self.must_live(world)
        connection.execute(statements.WORLD_ENDS, (world.number,))
        connection.execute(statements.UNCLAIM, (world.name,))

    def forget(self, world: World) -> None:
        """Let nobody see a world any more that has ended."""
        world.alive = False
        world.memory.forget()
        self._ended.append(world)
        self._by_name.pop(world.name, None)
        for dxp_id in world.claims:
            self._claims.pop(dxp_id, None)

    def claim(self, world: World, dxp_ids: Iterable[str], connection: Connection) -> None:
        """Give dxpIds to a world; what it has already, it keeps."""
        self.hold(connection)
        self.must_live(world)
        new = [dxp_id for dxp_id in dict.fromkeys(dxp_ids) if dxp_id not in world.claims]
        self.must_be_unclaimed(new, world)
        for dxp_id in new:
            connection.execute(statements.CLAIM, (dxp_id, world.name))

    def _first_setting(self, beginning: Beginning) -> Setting:
        """Return how the clock of a new world is set; of what nothing is said, it is as the default world's."""
        usual, wanted = setting_of(self._by_name[DEFAULT].clock), beginning.clock
        if wanted == ClockSetting():
            return usual
        return Setting(wanted.kind, wanted.at or usual.at, wanted.rate)

    def must_live(self, world: World) -> None:
        """Refuse what somebody still wanted of a world that has ended; another may have its name by now."""
        if self._by_name.get(world.name) is not world:
            raise WorldRefused(404, "world", world.name, "it was dropped meanwhile")

    def must_be_free(self, name: str) -> None:
        """Refuse a name that no world can have, or that one has already."""
        if not _NAME.fullmatch(name):
            why = "a name has 1 to 63 letters, digits, dots, hyphens and underscores, the first a letter or digit"
            raise WorldRefused(422, "name", name, why)
        if name in self._by_name:
            raise WorldRefused(
                409, "name", name, "there is a world of this name: reset or drop it, or take another name"
            )

    def must_be_unclaimed(self, dxp_ids: Iterable[str], world: World | None) -> None:
        """Refuse dxpIds that are none, or that another world has."""
        for dxp_id in dxp_ids:
            if not _DXP_ID.fullmatch(dxp_id):
                why = "a dxpId has 1 to 30 characters, no white space and no control characters"
                raise WorldRefused(422, "dxpIds", dxp_id.encode(errors="replace").decode(), why)
            owner = self._claims.get(dxp_id)
            if owner is not None and owner is not world:
                raise WorldRefused(409, "dxpIds", dxp_id, f"the world {owner.name} has claimed it already")


def _is_another(world: World, *, number: int, beginning: bytes, life: int) -> bool:
    """Has a world of this name ended and another taken its name? One that was only reset has had one life more."""
    if number == world.number:
        return False
    return life <= world.life or (Beginning.from_json(beginning).seed or SEED) != world.seed


def _write(connection: Connection, world: World, beginning: Beginning) -> None:
    (number,) = connection.execute(statements.NEXT_WORLD).fetchone()
    clock = str(setting_of(world.clock))
    row = (number, world.name, 1, beginning.to_json(), clock, 0, world.life, 0, machine_micros())
    connection.execute(statements.INSERT_WORLD, row)
    fill(connection, number, beginning)


def pace_of_beginning(beginning: Beginning) -> Pace:
    """Return the pace with which a world begins: at once, unless the beginning says otherwise."""
    if beginning.pace is None:
        return INSTANT
    from simulator.pace.reading import pace_of  # most worlds need no reader of files

    return pace_of(beginning.pace)


def _resumed(given: Clock, kept: Setting) -> Clock:
    """Return the clock of the world ``default`` at a new start: the given one, but never before it was left."""
    if setting_of(given).kind == "machine" and kept.kind in ("stepped", "instant"):
        return clock_of(kept)
    if stamp(given.now()) < stamp(kept.at):
        given.move_to(kept.at)
    return given


def _nearest(name: str, known: Iterable[str]) -> str:
    near = get_close_matches(name, list(known), 1, 0.6)
    return f": did you mean {near[0]}?" if near else ""

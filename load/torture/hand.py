"""A hand at the clock of a world that stands still, and an officer who decides there."""

from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta
from random import Random
from typing import Any, Final

from load.torture.line import Line
from load.torture.watch import Watch
from load.torture.wrong import Wrong, hold

MOVE: Final = "move"
DECIDE: Final = "decide"
_BREATH: Final = 0.03
_LEAST, _MOST = 500, 4000
"""Milliseconds of a move."""


class Hand:
    """Moves the clock while others are at work. A move or a decision that nobody answered may have come to pass."""

    def __init__(
        self, world: str, start: datetime, entered: Callable[[], list[tuple[str, str]]], random: Random
    ) -> None:
        self._world = f"/w/{world}"
        self._may_be = [start]
        """Where the clock may stand: where it was last seen, and all to which it was moved since."""
        self._entered = entered
        self._random = random
        self.decided: dict[str, set[str]] = {}
        """By copNo what may have been decided."""

    def run(self, port: int, watch: Watch) -> None:
        """Move and decide until the others have done or the server is gone."""

        def act() -> None:
            with closing(Line(port)) as line:
                while not watch.is_over(_BREATH):
                    self._decide(line, watch)
                    with watch.on_its_way(MOVE):
                        self._move(line)

        watch.act(act)

    def check(self, line: Line) -> None:
        """Hold the clock to the last move that was answered, or to one that was not."""
        found = line.json("GET", f"{self._world}/_kouan/clock")["time"]
        if found not in map(_stamp, self._may_be):
            raise Wrong("the clock that stands still", " or ".join(map(_stamp, self._may_be)), found)
        self._may_be = [datetime.strptime(f"{found}000", "%Y%m%d%H%M%S%f")]

    def _move(self, line: Line) -> None:
        aim = self._may_be[-1] + timedelta(milliseconds=self._random.randint(_LEAST, _MOST))
        self._may_be.append(aim)
        said: Any = line.json("POST", f"{self._world}/_kouan/clock", {"to": aim.isoformat()})
        hold("the clock, just moved", _stamp(aim), said["time"])
        self._may_be = [aim]

    def _decide(self, line: Line, watch: Watch) -> None:
        open_ = [one for one in self._entered() if one[1] not in self.decided]
        if not open_:
            return
        invt_no, cop_no = self._random.choice(open_)
        decision = self._random.choice(("refuse", "refuse", "release"))
        self.decided[cop_no] = {decision, "release"}  # unless it is answered, the machine may come first
        asked = {"decision": decision} | ({"reason": "收货地址不详"} if decision == "refuse" else {})
        with watch.on_its_way(DECIDE):
            said = line.json("POST", f"{self._world}/_kouan/officer/{invt_no}", asked, also=(409,))
        self.decided[cop_no] = {decision} if "status" in said else {"release"}


def _stamp(time: datetime) -> str:
    return f"{time:%Y%m%d%H%M%S}{time.microsecond // 1000:03d}"

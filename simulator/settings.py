"""What a user can set, with the values that hold when nothing is said."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from simulator.clock import Clock, WallClock
from simulator.pace.profile import INSTANT, Pace
from simulator.store.database import Sync, Where
from simulator.world import BUDGET

MOST_BODY: Final = 8_000_000
"""Bytes of one HTTP body."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How a simulator is to run. ``schemas`` is a folder of the user's own XSDs.

    ``seed``, ``pace``, ``outcomes`` (do order numbers carry them?) and ``clock`` are those of the world ``default``,
    to which whoever is claimed by no world belongs unless ``strangers`` are refused. ``journal`` is how many bytes of
    bodies each world's journal may keep.
    ``only_sourced`` judges, in all worlds, without the rules that nobody's word but ours stands for.
    """

    db: Where = Path("kouan.db")
    sync: Sync = "normal"
    max_body: int = MOST_BODY
    schemas: Path | None = None
    seed: str = "kouan"
    pace: Pace = INSTANT
    outcomes: bool = False
    clock: Clock = field(default_factory=WallClock)
    strangers: bool = True
    journal: int = BUDGET
    only_sourced: bool = False

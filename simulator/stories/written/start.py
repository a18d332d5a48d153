"""How the world of a story begins: the world file that it names or holds, and what the story says itself."""

import os
import re
from dataclasses import replace
from pathlib import Path, PurePath
from typing import Any, Final

from gateway_client.wire.findings import Words
from simulator.beginning.reading import BEGINNING_KEYS, CLOCK_KEYS, clock_of
from simulator.beginning.reading import pace as any_pace
from simulator.beginning.start import EMPTY, Beginning, ClockKind, ClockSetting
from simulator.pace.reading import NAMES, WrongPace, pace_of
from simulator.stories.story import START
from simulator.stories.written.files import named_file, read_text
from simulator.stories.written.scope import folder_of, story_of
from simulator.stories.written.values import word
from simulator.strict.entry import Place, optional, table_of, value_of
from simulator.strict.finding import WrongFile
from simulator.strict.report import Report
from simulator.strict.text import tables

_KIND: Final[ClockKind] = "stepped"
_MOST_SEED: Final = 64  # bytes, as in world files
_PACE_SAYS: Final = re.compile(r"(?:world file, )?pace((?:\.[\w-]+|\[[0-9]+\])*): (.*)", re.DOTALL)
_PART: Final = re.compile(r"\.([\w-]+)|\[([0-9]+)\]")


def pace(place: Place) -> Any:
    """Read a pace and hold it to what paces can be."""
    if isinstance(place.value, str):
        return value_of(word(*NAMES))(place)
    found = any_pace(place)
    if found is not None:
        try:
            pace_of(found)
        except WrongPace as fault:
            return _refuse_pace(place, str(fault))
    return found


def _refuse_pace(place: Place, said: str) -> None:
    match = _PACE_SAYS.fullmatch(said)
    for name, number in _PART.findall(match[1]) if match else ():
        if isinstance(place.value, dict) and name:
            place = place.at(name)
        elif isinstance(place.value, list) and number and int(number) <= len(place.value):
            place = place.entries()[int(number) - 1]
    why = match[2] if match else said
    place.refuse(Words(why, f"速度方案有误：{why}"))


clock: Final = table_of(
    lambda kind=_KIND, at=START, **rest: clock_of(kind=kind, at=at, **rest),
    **CLOCK_KEYS,
)
"""Reads the clock of a story: stepped, and at the start of stories, unless it says otherwise."""


_BEGINNING: Final = table_of(Beginning, **{**BEGINNING_KEYS, "pace": optional(pace)})


def world(place: Place) -> Any:
    """Read the world that a story begins with: a table, or the path of a world file."""
    if isinstance(place.value, dict):
        return _begun(place)
    if not place.holds(str, Words("the path of a world file or a table", "世界文件的路径或表")):
        return None
    path = named_file(place, folder_of(place))
    if path is None:
        return None
    report = story_of(place)
    if path not in report.worlds:
        report.worlds[path] = _read(path, place)
    return report.worlds[path]


def _read(path: Path, place: Place) -> Beginning | None:
    report = story_of(place)
    file, _ = report.layers.whence(place.path)
    shown = os.path.normpath(PurePath(file.shown).parent / place.value)
    try:
        text = read_text(path, shown)
        own = Report(shown, text)
        found: Beginning | None = _begun(Place((), tables(text, shown), own))
        own.close()
    except WrongFile as fault:
        report.adopted.extend(fault.findings)
        return None
    return found


def _begun(place: Place) -> Any:
    found: Beginning | None = _BEGINNING(place)
    if found is None:
        return None
    said = place.value.get("clock", {})
    kind = found.clock.kind if {"kind", "rate"} & said.keys() else _KIND
    return replace(found, claims=(), clock=ClockSetting(kind, found.clock.at or START, found.clock.rate))


def beginning(full_name: str, row: str, said: dict[str, Any]) -> Beginning:
    """Return how a story's world begins: what the story says goes before what its world says."""
    found: Beginning = said.get("world", replace(EMPTY, clock=ClockSetting(_KIND, START)))
    own = said.get("seed", found.seed)
    seed = _cut(full_name, "") if own is None else _cut(own, f"/{row}" if row else "")
    return replace(found, seed=seed, pace=said.get("pace", found.pace), clock=said.get("clock", found.clock))


def _cut(head: str, tail: str) -> str:
    """Return a seed of at most 64 bytes that ends as it should."""
    room = max(_MOST_SEED - len(tail.encode()), 0)
    whole = head.encode()[:room].decode(errors="ignore") + tail
    return whole.encode()[:_MOST_SEED].decode(errors="ignore").strip()

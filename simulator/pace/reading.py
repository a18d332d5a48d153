"""Paces from files: those that come with the box, and those that users write.

A file is read strictly: whatever is unknown, impossible or contradicts itself is refused with its place.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from functools import cache
from importlib.resources import files
from itertools import chain
from pathlib import PurePath
from typing import Any, Final

from gateway_client.wire.findings import Words
from simulator.pace import durations, periods
from simulator.pace.durations import Duration, Lognormal, Uniform
from simulator.pace.periods import Mark, Period
from simulator.pace.profile import STEPS, Pace, Rush, Timing, Window
from simulator.pace.sheet import Sheet, WrongPace, near, quoted

__all__ = ["NAMES", "WrongPace", "named_pace", "pace_of", "read_pace"]

NAMES: Final = ("instant", "typical", "double11", "slow")
"""The paces that come with the box."""

_KEYS_OF_A_FILE: Final = ("title", "steps", "busy", "maintenance")
_OWN: Final = Words("Its own", "自定")
_KEYS: Final = {
    "constant": ("time",),
    "uniform": ("least", "most"),
    "lognormal": ("median", "spread", "least", "most"),
}
_RHYTHMS: Final = ("once", "yearly", "daily")  # what is said of one day goes before what is said of all
_MOST_SPREAD: Final = 100
_MOST_FACTOR: Final = 1000
_LONGEST_YEARLY: Final = timedelta(days=183)

_MOST_MAINTENANCE: Final = {"daily": timedelta(hours=6), "yearly": timedelta(days=31)}
"""How long windows of a rhythm may be together. There must be an open office outside of them, or its work
would never be done: offices are open for seven hours."""


@cache
def named_pace(name: str) -> Pace:
    """Return a pace of the box; ``WrongPace`` tells which there are."""
    if name not in NAMES:
        raise WrongPace(f'there is no pace "{name}", only {", ".join(NAMES)}{near(name, NAMES)}')
    file = f"{name}.toml"
    return replace(
        read_pace(files(__package__).joinpath("profiles", file).read_text(encoding="utf-8"), file), source=name
    )


def read_pace(text: str, source: str) -> Pace:
    """Return the pace of a file, which is named like it; ``WrongPace`` names what is wrong in ``source``."""
    return _pace(Sheet.read(text, source), PurePath(source).stem, None, text)


def _pace(sheet: Sheet, name: str, untitled: Words | None, source: str | Mapping[str, Any]) -> Pace:
    sheet.only(*_KEYS_OF_A_FILE)
    return Pace(
        name,
        untitled if untitled and "title" not in sheet.table else sheet.words("title"),
        _steps(sheet.below("steps")),
        tuple(sorted(_rushes(sheet), key=lambda rush: _RHYTHMS.index(rush.period.rhythm))),
        tuple(_maintenance(sheet)),
        source=source,
    )


def pace_of(value: str | Mapping[str, object]) -> Pace:
    """Return the pace that a world file means: a name of the box, a duration by step, or all that a pace file may say.

    Also the text of a pace file. Raises ``WrongPace``.
    """
    if isinstance(value, str):
        return read_pace(value, "pace") if "\n" in value else named_pace(value)
    if value.keys() & set(_KEYS_OF_A_FILE):
        table = _plain(value)
        return _pace(Sheet(table, "pace", "", "world file"), "own", _OWN, table)
    steps = {}
    for step, written in value.items():
        if step not in STEPS:
            raise WrongPace(f"pace.{step}: there is no such step, only {', '.join(STEPS)}{near(step, STEPS)}")
        time = durations.milliseconds(written)
        if time is None:
            raise WrongPace(f"pace.{step}: {quoted(written)} is no duration: {durations.WRITTEN}")
        steps[step] = Timing(Uniform(time, time))
    return Pace("own", _OWN, steps, source={step: str(time) for step, time in value.items()})


def _plain(value: Any) -> Any:
    """Return a value of a world file with lists and dictionaries, as TOML has them."""
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    return [_plain(each) for each in value] if isinstance(value, list | tuple) else value


def _steps(sheet: Sheet) -> dict[str, Timing]:
    sheet.only(*STEPS)
    return {step: _timing(sheet.below(step)) for step in sheet.table}


def _timing(sheet: Sheet) -> Timing:
    sheet.only("distribution", *dict.fromkeys(chain(*_KEYS.values())), "hours")
    distribution = sheet.choice("distribution", _KEYS)
    sheet.only("distribution", *_KEYS[distribution], "hours")
    return Timing(_duration(sheet, distribution), sheet.choice("hours", ("always", "office"), "always") == "office")


def _duration(sheet: Sheet, distribution: str) -> Duration:
    times = {key: _milliseconds(sheet, key) for key in _KEYS[distribution] if key != "spread"}
    if distribution == "constant":
        return Uniform(times["time"], times["time"])
    least, most = times["least"], times["most"]
    if most < least:
        raise sheet.wrong("most", f"{_said(sheet, 'most')} is below least, {_said(sheet, 'least')}")
    if distribution == "uniform":
        return Uniform(least, most)
    median = times["median"]
    if not least <= median <= most:
        bounds = f"{_said(sheet, 'least')} to {_said(sheet, 'most')}"
        raise sheet.wrong("median", f"{_said(sheet, 'median')} is not within least and most, {bounds}")
    return Lognormal(median, float(sheet.number("spread", 1, _MOST_SPREAD)), least, most)


def _milliseconds(sheet: Sheet, key: str) -> int:
    found = durations.milliseconds(sheet.value(key))
    if found is None:
        raise sheet.wrong(key, f"{_said(sheet, key)} is no duration: {durations.WRITTEN}")
    return found


def _rushes(sheet: Sheet) -> list[Rush]:
    rushes = []
    for busy in sheet.each("busy"):
        busy.only("from", "until", "steps", "factor")
        rushes.append(Rush(_period(busy), busy.some("steps", STEPS), busy.number("factor", 1, _MOST_FACTOR)))
    _refuse_clashes(sheet, "busy", [Window(rush.period, rush.steps) for rush in rushes])
    return rushes


def _maintenance(sheet: Sheet) -> list[Window]:
    windows = []
    for window in sheet.each("maintenance"):
        window.only("from", "until", "steps")
        windows.append(Window(_period(window), window.some("steps", STEPS)))
    _refuse_clashes(sheet, "maintenance", windows)
    for rhythm, most in _MOST_MAINTENANCE.items():
        total = sum((one.period.length for one in windows if one.period.rhythm == rhythm), timedelta())
        if total > most:
            raise sheet.wrong("maintenance", f"{rhythm} windows take {total} together, at most {most} are allowed")
    return windows


def _refuse_clashes(sheet: Sheet, key: str, found: list[Window]) -> None:
    for step in STEPS:
        of_step = {number: window.period for number, window in enumerate(found, 1) if step in window.steps}
        if numbers := periods.clash(of_step):
            one, other = numbers
            raise sheet.wrong(f"{key}[{other}]", f"overlaps {key}[{one}]; both come {of_step[one].rhythm}")


def _period(sheet: Sheet) -> Period:
    begin, end = _mark(sheet, "from"), _mark(sheet, "until")
    if begin.rhythm != end.rhythm:
        raise sheet.wrong("until", f"{_said(sheet, 'until')} is of another form than from, {_said(sheet, 'from')}")
    if begin == end:
        raise sheet.wrong("until", f"{_said(sheet, 'until')} is the same as from")
    period = Period(begin.rhythm, begin.at, end.at)
    if period.length < timedelta():
        raise sheet.wrong("until", f"{_said(sheet, 'until')} is before from, {_said(sheet, 'from')}")
    if period.rhythm == "yearly" and period.length > _LONGEST_YEARLY:
        days, most = period.length.days, _LONGEST_YEARLY.days
        why = f"{days} days after from, a yearly period has at most {most}: did they change places?"
        raise sheet.wrong("until", f"{_said(sheet, 'until')} is {why}")
    return period


def _mark(sheet: Sheet, key: str) -> Mark:
    found = periods.mark(sheet.value(key))
    if found is None:
        raise sheet.wrong(key, f"{_said(sheet, key)} is no moment: {periods.WRITTEN}")
    return found


def _said(sheet: Sheet, key: str) -> str:
    return quoted(sheet.value(key))

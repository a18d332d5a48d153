"""``@pytest.mark.kouan``: how the world of a test begins, read strictly."""

import argparse
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import pytest

from gateway_client.wire.findings import Words
from gateway_client.wire.lexical import Unreadable
from simulator.beginning import fields
from simulator.beginning.reading import read_beginning
from simulator.beginning.start import CLOCKS, EMPTY, Beginning, ClockSetting
from simulator.beginning.writing import tables_to_toml
from simulator.cli.language import preferred
from simulator.cli.up import moment
from simulator.pace.reading import WrongPace, pace_of
from simulator.pytest_plugin.naming import name_of, node_of
from simulator.stories.story import START
from simulator.strict.entry import near
from simulator.strict.finding import Finding, WrongFile

_KEYS: Final = ("world", "seed", "pace", "at", "clock")
_STILL: Final = {kind: CLOCKS[kind] for kind in ("stepped", "instant")}
_clock_kind: Final = fields.choice(_STILL)

_NO_ARGUMENTS: Final = Words(
    "{value} has no name: write it as one of {keys}, such as pace={value}", "{value}没有参数名：请用{keys}之一"
)
_NOTHING: Final = Words("{key}=None says nothing: leave it out", "{key}=None没有意义：请去掉")
_UNKNOWN: Final = Words("{key} is unknown; there are {keys}", "{key}不是参数；参数有{keys}")
_NEAR: Final = Words(". Did you mean {near}?", "。是否为{near}？")
_NO_FILE: Final = Words("{file} cannot be read: {why}", "无法读取{file}：{why}")
_NO_WORLD: Final = Words(
    "{value} is no world: write the name of a world file (*.toml), its text, or a dict",
    "{value}不是world：请写world文件名（*.toml）、其文本或dict",
)
_NO_TIME: Final = Words(
    '{value} is no time: write "2026-12-31T10:00" or a datetime', '{value}不是时间：请写"2026-12-31T10:00"或datetime'
)


class _Wrong(Exception):
    """What is wrong, in words; ``meant`` is the name that was probably meant."""

    def __init__(self, words: Words, *, meant: str | None = None, **said: object) -> None:
        super().__init__()
        hint = _NEAR if meant else Words("", "")
        self.words = Words(*[(one + more).format(near=meant, **said) for one, more in zip(words, hint, strict=True)])


def beginning_of(item: pytest.Item) -> Beginning | str:
    """Return how a test's world begins, or what is wrong with its marker.

    Of several markers (on test, class and module) the nearest one's word counts, key by key.
    """
    lang, key = preferred(), ""
    try:
        given = _given(item)
        key = "world"
        known = _world(given.get("world"), item)
        for key, value in given.items():
            if key != "world":
                known = _with(known, key, value)
    except _Wrong as wrong:
        why = wrong.words.lang(lang)
    except Unreadable as wrong:
        why = f"{given[key]!r} {wrong.words.lang(lang)}"
    except WrongFile as wrong:
        why = wrong.said(lang)
    except (WrongPace, TypeError) as wrong:
        why = str(wrong)
    else:
        return known if known.seed else replace(known, seed=name_of(item))
    place = f"@pytest.mark.kouan({f'{key}=…' if key else '…'})"
    return f"{node_of(item)}: {place}: {why}"


def _given(item: pytest.Item) -> dict[str, Any]:
    given: dict[str, Any] = {}
    keys = ", ".join(_KEYS)
    for mark in item.iter_markers("kouan"):
        for value in mark.args:
            raise _Wrong(_NO_ARGUMENTS, value=repr(value), keys=keys)
        for key, value in mark.kwargs.items():
            if key not in _KEYS:
                raise _Wrong(_UNKNOWN, key=key, keys=keys, meant=near(key, _KEYS))
            if value is None:
                raise _Wrong(_NOTHING, key=key)
            given.setdefault(key, value)
    return given


def _with(known: Beginning, key: str, value: Any) -> Beginning:
    match key:
        case "seed":
            return replace(known, seed=fields.seed(value))
        case "pace":
            known = replace(known, pace=_of_text(tables_to_toml({"pace": value}), "").pace)
            return _paced(known)
        case "at":
            return replace(known, clock=replace(known.clock, at=_moment(value)))
        case _:
            kind: Any = _clock_kind(value)
            return replace(known, clock=ClockSetting(kind, at=known.clock.at))


def _world(said: Any, item: pytest.Item) -> Beginning:
    match said:
        case None:
            return replace(EMPTY, clock=ClockSetting("stepped", at=START))
        case Mapping():
            text, source = tables_to_toml(said), ""
        case Path() | str() if isinstance(said, Path) or ("\n" not in said and said.endswith(".toml")):
            text, source = _read(item.path.parent / said, str(said)), str(said)
        case str() if "=" in said:
            text, source = said, "text"
        case _:
            raise _Wrong(_NO_WORLD, value=repr(said))
    known = _paced(_of_text(text, source))
    clock, stands = known.clock, tomllib.loads(text.removeprefix("\ufeff")).get("clock", {})
    if not {"kind", "rate"} & stands.keys():  # a clock of which nothing is said stands still in a test
        clock = replace(clock, kind="stepped")
    return replace(known, clock=replace(clock, at=clock.at or START))


def _of_text(text: str, source: str) -> Beginning:
    """Read the text of a world file; where there is no ``source``, we wrote it, and its lines say nothing."""
    try:
        return read_beginning(text, source)
    except WrongFile as wrong:
        if source:
            raise
        raise WrongFile([Finding("", None, one.place, one.value, one.words) for one in wrong.findings]) from None


def _paced(known: Beginning) -> Beginning:
    if known.pace is not None:
        pace_of(known.pace)
    return known


def _read(file: Path, shown: str) -> str:
    try:
        return file.read_text(encoding="utf-8", errors="surrogateescape")
    except OSError as wrong:
        there = [one.name for one in file.parent.glob("*.toml")]
        meant = near(file.name, there)
        raise _Wrong(_NO_FILE, meant=meant, file=shown, why=wrong.strerror or str(wrong)) from None


def _moment(value: Any) -> datetime:
    try:
        return moment(value if isinstance(value, str) else value.isoformat())
    except argparse.ArgumentTypeError as wrong:
        raise _Wrong(Words(str(wrong), _NO_TIME.zh), value=repr(value)) from None
    except AttributeError:
        raise _Wrong(_NO_TIME, value=repr(value)) from None

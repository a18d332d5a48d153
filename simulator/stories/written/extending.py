"""A story that extends another: files laid over one another, and for every place the file that says it.

Tables are laid over the base's key by key, steps follow the base's steps, everything else replaces. Where a place
comes from is found out only when somebody asks.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePath
from typing import Any, Final

from gateway_client.wire.findings import Words
from simulator.stories.written.files import named_file, read_text
from simulator.strict.entry import Place
from simulator.strict.lines import Path as Way
from simulator.strict.lines import key_lines
from simulator.strict.report import Report
from simulator.strict.text import tables

MOST_BASES: Final = 8
"""How long a chain of files may be that extend one another."""

_VARIANTS: Final = ("rows", "generate")


@dataclass(frozen=True)
class File:
    """A file as it is read: its place, how users call it, its text and tables."""

    path: Path
    shown: str
    text: str
    tree: Mapping[str, Any]

    @cached_property
    def lines(self) -> dict[Way, int]:
        """Where everything stands in it."""
        return key_lines(self.text)


class Layers:
    """A file over the base that it extends, which may be over another."""

    def __init__(self, file: File, base: "Layers | None" = None) -> None:
        self.file = file
        self._base = base
        own = {key: value for key, value in file.tree.items() if key != "extends"}
        self.tree: dict[str, Any] = _over(base.tree, own) if base else own

    def whence(self, path: Way) -> tuple[File, Way]:
        """Return the file that says what stands at a place, and the place as that file has it."""
        base, own = self._base, self.file.tree
        if base is None:
            return self.file, path
        if path[:1] == ("steps",) and isinstance(before := base.tree.get("steps"), list) and len(path) > 1:
            return self._step(path, before, own.get("steps"))
        under: Any = base.tree
        for part in path:
            if not (isinstance(under, dict) and isinstance(own, dict)):
                break
            if part not in own:
                return base.whence(path) if part in under else (self.file, path)
            if part not in under:
                break
            under, own = under[part], own[part]
        return self.file, path

    def line(self, path: Way) -> int:
        """Return the line of a place in the file that says it."""
        file, inner = self.whence(path)
        return file.lines.get(inner, 1)

    def _step(self, path: Way, before: list[Any], own: Any) -> tuple[File, Way]:
        number = path[1]
        if own is not None and not isinstance(own, list):
            return self.file, path
        if isinstance(number, int) and number > len(before):
            return self.file, ("steps", number - len(before), *path[2:])
        assert self._base
        return self._base.whence(path)


def open_story(path: Path, shown: str) -> Layers:
    """Return a story's file with all that it extends; ``WrongFile`` tells why one of them cannot be read."""
    return _opened(path, shown, ())


def _opened(path: Path, shown: str, above: tuple[Path, ...]) -> Layers:
    text = read_text(path, shown)
    file = File(path, shown, text, tables(text, shown))
    if "extends" not in file.tree:
        return Layers(file)
    report = Report(shown, text)
    place = Place((), file.tree, report).at("extends")
    base = named_file(place, path.parent)
    if base:
        chain = (*above, path.resolve())
        if base.resolve() in chain:
            place.refuse(Words("extends itself, by whatever way", "直接或间接地扩展了自身"))
        elif len(chain) > MOST_BASES:
            place.refuse(
                Words(f"is base number {len(chain)}, at most {MOST_BASES} are allowed", f"扩展层数超过{MOST_BASES}层")
            )
        else:
            report.close()
            return Layers(file, _opened(base, os.path.normpath(PurePath(shown).parent / place.value), chain))
    report.close()
    raise AssertionError("what is wrong has been noted")


def _over(base: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """Return a story's tables over those of its base; its variants take the place of whatever the base has."""
    if any(key in own for key in _VARIANTS):
        base = {key: value for key, value in base.items() if key not in _VARIANTS}
    laid = _laid(base, own)
    if isinstance(before := base.get("steps"), list) and isinstance(behind := own.get("steps"), list):
        laid["steps"] = [*before, *behind]
    return laid


def _laid(base: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    both = {key: _laid(base[key], own[key]) for key in own if _are_tables(base.get(key), own[key])}
    return {**base, **own, **both}


def _are_tables(*values: Any) -> bool:
    return all(isinstance(value, dict) for value in values)

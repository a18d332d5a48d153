"""How long each step takes at the paces of the box, as their files have it: a comment says what each figure stands on.

``# assumed`` behind a figure, or behind the head of a period, or ``# practice: where it was seen``.
"""

import re
import tomllib
from collections.abc import Iterator
from importlib.resources import files
from typing import Any, Final, NamedTuple

from gateway_client.rules.rule import Confidence
from gateway_client.wire.findings import Words
from simulator import pace
from simulator.ledger.entry import Entry, Sort
from simulator.pace.reading import NAMES

_HEAD: Final = re.compile(r"\[(\[?)(\w+(?:\.\w+)?)\]")
_FIGURE: Final = re.compile(r"(\w+) = (.+?)(?: # (.+))?")
_MARK: Final = re.compile(rf"({'|'.join(Confidence)})(?:: (.+))?")
_NOT_SAID: Final = "nobody has measured it"
_NO_FIGURES: Final = frozenset({"title", "distribution"})


class _Figure(NamedTuple):
    place: str
    value: str
    mark: str


class Unmarked(ValueError):
    """A figure of a pace that does not say what it stands on."""


def delays() -> list[Entry]:
    """Return the figures of all paces of the box. Raises ``Unmarked``."""
    return [_entry(name, figure) for name in NAMES for figure in _figures(_text(name))]


def _text(name: str) -> str:
    return files(pace).joinpath("profiles", f"{name}.toml").read_text(encoding="utf-8")


def _figures(text: str) -> Iterator[_Figure]:
    place, around = "", ""
    for line in text.splitlines():
        if head := _HEAD.match(line):
            place = head[2].removeprefix("steps").strip(".")
            around = "assumed" if line.endswith("(assumed)") else ""
        elif (found := _FIGURE.fullmatch(line)) and found[1] not in _NO_FIGURES:
            key, value, mark = found.groups()
            yield _Figure(f"{place}.{key}".strip("."), _shown(value), mark or around)


def _shown(value: str) -> str:
    """Return a value without the signs of TOML: ``1s``, ``time 0s``, ``accept, enter``."""
    read: Any = tomllib.loads(f"value = {value}")["value"]
    if isinstance(read, dict):
        return " ".join(str(each) for name, each in read.items() if name not in _NO_FIGURES)
    return ", ".join(read) if isinstance(read, list) else str(read)


def _entry(name: str, figure: _Figure) -> Entry:
    mark = _MARK.fullmatch(figure.mark)
    if mark is None:
        raise Unmarked(f"{name}.toml, {figure.place}: write what {figure.value} stands on behind it: # assumed")
    what = f"{figure.place} = {figure.value}"
    return Entry(Sort.DELAY, name, Words(what, what), mark[2] or _NOT_SAID, Confidence(mark[1]))

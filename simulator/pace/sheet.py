"""A pace file as its reader meets it: tables that refuse what they do not know, and name the place.

Line numbers are found by looking for the key in the text, and only once something is wrong; where that
is not certain (a key inside a text of several lines) the line is left out.
"""

import json
import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from typing import Any, Final, Self

from gateway_client.wire.findings import Words, shown

_HEADER: Final = re.compile(r"\s*\[(\[?)([^\[\]#]+)\]")
_ENTRY: Final = re.compile(r"\s*([\w.\"' -]+?)\s*=")
_LAST: Final = re.compile(r"(\[[0-9]+\]|\.?[^.\[]+)$")
_FAULT: Final = re.compile(r"(.+) \(at line ([0-9]+), column ([0-9]+)\)")


class WrongPace(ValueError):
    """A pace that cannot be read; the message names file, line, key, value and what is allowed."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of the file ``source``; ``path`` tells where it stands, ``steps.accept`` or ``busy[2]``."""

    table: dict[str, Any]
    path: str
    text: str
    source: str

    @classmethod
    def read(cls, text: str, source: str) -> Self:
        """Return the outermost table of a TOML text."""
        try:
            return cls(tomllib.loads(text, parse_float=Decimal), "", text, source)
        except ValueError as wrong:
            fault = _FAULT.fullmatch(str(wrong))
            place = f"{source}, line {fault[2]}, column {fault[3]}" if fault else source
            raise WrongPace(f"{place}: {fault[1] if fault else wrong}") from None

    def wrong(self, key: str, why: str) -> WrongPace:
        """Return what is to be raised about a key of this table."""
        path = _joined(self.path, key)
        line = _line_of(path, self.text)
        return WrongPace(f"{self.source}{f', line {line}' if line else ''}, {shown(path)}: {why}")

    def only(self, *known: str) -> None:
        """Refuse all other keys."""
        for key in self.table:
            if key not in known:
                raise self.wrong(key, f"is not known here, only {', '.join(known)}{near(key, known)}")

    def value(self, key: str) -> Any:
        """Return what stands at a key; it must be there."""
        if key not in self.table:
            raise self.wrong(key, "is missing")
        return self.table[key]

    def below(self, key: str) -> Self:
        """Return the table at a key; it must be there."""
        value = self.value(key)
        if not isinstance(value, dict):
            raise self.wrong(key, f"{quoted(value)} is no table")
        return type(self)(value, _joined(self.path, key), self.text, self.source)

    def each(self, key: str) -> Iterator[Self]:
        """Yield the tables of a list, which may be missing."""
        value = self.table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            raise self.wrong(key, f"{quoted(value)} is no list of tables: write [[{key}]]")
        for number, one in enumerate(value, 1):
            yield type(self)(one, _joined(self.path, f"{key}[{number}]"), self.text, self.source)

    def choice(self, key: str, known: Iterable[str], otherwise: str | None = None) -> str:
        """Return one of the known words, ``otherwise`` if there is none."""
        value = self.value(key) if otherwise is None else self.table.get(key, otherwise)
        known = tuple(known)
        if value not in known:
            raise self.wrong(key, f"{quoted(value)} is none of {', '.join(known)}{near(value, known)}")
        return str(value)

    def some(self, key: str, known: tuple[str, ...]) -> frozenset[str]:
        """Return some of the known words, all of them if nothing is said."""
        value = self.table.get(key, list(known))
        if not isinstance(value, list) or not value:
            raise self.wrong(key, f"{quoted(value)} is no list of {', '.join(known)}")
        for each in value:
            if each not in known:
                raise self.wrong(key, f"{quoted(each)} is none of {', '.join(known)}{near(each, known)}")
        return frozenset(value)

    def number(self, key: str, least: int, most: int) -> Decimal:
        """Return a number between bounds. Out of a world file, which has no text here, it may come as text."""
        value = self.value(key)
        if not self.text and isinstance(value, str) and re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,9})?", value):
            value = Decimal(value)
        if isinstance(value, bool) or not isinstance(value, int | Decimal) or not _within(least, value, most):
            raise self.wrong(key, f"{quoted(value)} is no number from {least} to {most}")
        return Decimal(value)

    def words(self, key: str) -> Words:
        """Return a title in both languages."""
        both = self.below(key)
        both.only("en", "zh")
        for language in ("en", "zh"):
            value = both.value(language)
            if not isinstance(value, str) or not re.fullmatch(r"\S.{0,99}", value):
                raise both.wrong(language, f"{quoted(value)} is no title: 1 to 100 characters on one line")
        return Words(both.table["en"], both.table["zh"])


def near(name: object, known: Iterable[str]) -> str:
    """Return the question whether a known name was meant, to end a sentence with; nothing if none is like it."""
    found = get_close_matches(str(name), known, 1)
    return f". Did you mean {found[0]}?" if found else ""


def quoted(value: object) -> str:
    """Return a value as messages show it, much as the file has it."""
    match value:
        case str():
            return json.dumps(shown(value), ensure_ascii=False)
        case bool():
            return str(value).lower()
        case dict() | list():
            return "a table" if isinstance(value, dict) else "a list" if value else "an empty list"
        case _:
            return str(shown(str(value)))


def _within(least: int, value: int | Decimal, most: int) -> bool:
    return Decimal(value).is_finite() and least <= value <= most


def _joined(*keys: str) -> str:
    return ".".join(filter(None, keys))


def _line_of(path: str, text: str) -> int | None:
    """Return the line of a key, of what stands below it, or of the table around it; ``None`` if it is not certain."""
    lines = _lines(text)
    while path:
        if path in lines:
            return lines[path][0] if len(lines[path]) == 1 else None
        below = [found[0] for key, found in lines.items() if key.startswith((f"{path}.", f"{path}["))]
        if below:
            return min(below)
        path = _LAST.sub("", path)
    return None


def _lines(text: str) -> dict[str, list[int]]:
    """Return the lines that look like a key's or a table's, by its path."""
    found: dict[str, list[int]] = defaultdict(list)
    counts: Counter[str] = Counter()
    table = ""
    for number, line in enumerate(text.split("\n"), 1):
        if header := _HEADER.match(line):
            table = _plain(header[2])
            if header[1]:
                counts[table] += 1
                table += f"[{counts[table]}]"
            found[table].append(number)
        elif entry := _ENTRY.match(line):
            found[_joined(table, _plain(entry[1]))].append(number)
    return found


def _plain(key: str) -> str:
    return ".".join(part.strip(" \t\"'") for part in key.split("."))

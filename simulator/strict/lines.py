"""Where everything stands in a TOML text, which ``tomllib`` does not tell, and what must not be given to it.

``tomllib`` takes the square of a key's parts in time and memory and one level of recursion per bracket:
so the depth of a text is measured before it is parsed. Lines are looked for only once something is
wrong. Both read the same words of the text, and stop where a quotation mark is never closed.
"""

import re
import tomllib
from collections.abc import Iterator
from contextlib import suppress
from itertools import chain
from typing import Final, NamedTuple

from gateway_client.wire.findings import Words

Path = tuple[str | int, ...]
"""A way into the tables of a text: keys, and the numbers of list entries from 1 on."""

_MOST_DEPTH: Final = 16
_MOST_WORD: Final = 100
_WORD: Final = re.compile(
    r'''
    (?P<space> [ \t\r]++ | \#[^\n]*+ )
  | (?P<end> \n )
  | (?P<text> """(?: [^"\\]++ | \\. | "{1,2}+(?!") )*+"{3,5}
            | \'\'\'(?: [^\']++ | \'{1,2}+(?!\') )*+\'{3,5}
            | (?!""")"(?: [^"\\\n]++ | \\[^\n] )*+"
            | (?!\'\'\')\'[^\'\n]*+\' )
  | (?P<mark> [][{}=,] )
  | (?P<bare> [^]\s[{}=,"\'#]++ )
    ''',
    re.DOTALL | re.VERBOSE,
)


class Word(NamedTuple):
    """A piece of the text: the ``end`` of a line, a quoted ``text``, a ``mark`` or something ``bare``."""

    kind: str
    written: str
    line: int


_OVER: Final = Word("over", "", 0)


def overdone(text: str) -> tuple[int, Words] | None:
    """Return the line of the first place that is too deep or too long to be read, and why; ``None`` if none is."""
    depth = dots = 0
    for kind, written, line in _words(text):
        if kind == "bare":
            dots += written.count(".")
            if len(written) > _MOST_WORD:
                return line, _too_long(len(written))
        elif kind != "text":
            dots = 0
            depth += (written in "[{") - (written in "]}")
        if depth > _MOST_DEPTH or dots > _MOST_DEPTH:
            return line, Words(f"is nested more than {_MOST_DEPTH} levels deep", f"嵌套超过{_MOST_DEPTH}层")
    return None


def key_lines(text: str) -> dict[Path, int]:
    """Return the line of every table, key and list entry of a text that is valid TOML."""
    return _Walk(text).lines


def _too_long(size: int) -> Words:
    return Words(
        f"a key or number has {size} characters, at most {_MOST_WORD} are allowed",
        f"键名或数字长度为{size}位，最多允许{_MOST_WORD}位",
    )


def _words(text: str) -> Iterator[Word]:
    place, line = 0, 1
    while match := _WORD.match(text, place):
        place, kind, written = match.end(), str(match.lastgroup), match[0]
        if kind != "space":
            yield Word(kind, written, line)
        if kind in ("end", "text"):
            line += written.count("\n")


class _Walk:
    """Goes through a valid text once, word by word."""

    def __init__(self, text: str) -> None:
        self.lines: dict[Path, int] = {}
        self._counts: dict[Path, int] = {}
        self._words = chain(_words(text), [_OVER])
        self._take()
        with suppress(StopIteration):  # no text that tomllib reads ends too early; if one does, lines are missing
            self._document()

    def _document(self) -> None:
        here: Path = ()
        while self._next is not _OVER:
            if self._next.kind == "end":
                self._take()
            elif self._next.written == "[":
                here = self._header()
            else:
                self._entry(here)

    def _take(self) -> None:
        self._next = next(self._words)

    def _header(self) -> Path:
        line = self._next.line
        self._take()
        if listed := self._next.written == "[":
            self._take()
        parts = self._key("]")
        if not listed:
            return self._opened(parts, line)
        self._take()
        path = (*self._opened(parts[:-1], line), parts[-1])
        self.lines.setdefault(path, line)
        self._counts[path] = number = self._counts.get(path, 0) + 1
        self.lines[*path, number] = line
        return (*path, number)

    def _opened(self, parts: list[str], line: int) -> Path:
        """Return the table that a header names: in a list of tables that is the last one."""
        path: Path = ()
        for part in parts:
            path = (*path, part)
            self.lines.setdefault(path, line)
            if path in self._counts:
                path = (*path, self._counts[path])
        return path

    def _entry(self, path: Path) -> None:
        line = self._next.line
        for part in self._key("="):
            path = (*path, part)
            self.lines.setdefault(path, line)
        self._value(path)

    def _key(self, closing: str) -> list[str]:
        """Return the parts of a key, and go past the mark behind it."""
        parts: list[str] = []
        while self._next.written != closing:
            kind, written, _ = self._next
            parts += [_unquoted(written)] if kind == "text" else filter(None, written.split("."))
            self._take()
        self._take()
        return parts

    def _value(self, path: Path) -> None:
        opening = self._next.written
        if opening == "[":
            self._list(path)
        elif opening == "{":
            self._table(path)
        else:
            while self._next.kind in ("text", "bare"):
                self._take()

    def _list(self, path: Path) -> None:
        self._take()
        number = 0
        while self._next.written != "]":
            if self._next.kind == "end" or self._next.written == ",":
                self._take()
                continue
            number += 1
            self.lines[*path, number] = self._next.line
            self._value((*path, number))
        self._take()

    def _table(self, path: Path) -> None:
        self._take()
        while self._next.written != "}":
            if self._next.kind == "end" or self._next.written == ",":
                self._take()
            else:
                self._entry(path)
        self._take()


def _unquoted(written: str) -> str:
    text: str = tomllib.loads(f"key = {written}")["key"]
    return text

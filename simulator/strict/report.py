"""What is wrong with a file, gathered place by place while it is read, and told with lines once it has been."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any, Final, NamedTuple

from gateway_client.wire.findings import Words, shown
from simulator.strict.finding import Finding, WrongFile
from simulator.strict.lines import Path, key_lines

MOST_FINDINGS: Final = 1000
"""No one reads more, and a hostile file could have a million."""

_MOST_SHOWN: Final = 60


class Pointed(NamedTuple):
    """A number with a point as the file writes it: ``tomllib`` would make it a float."""

    written: str


class Note(NamedTuple):
    """One thing that is wrong at a place, and what stands there as the file would write it."""

    path: Path
    value: str | None
    words: Words


@dataclass(slots=True)
class Report:
    """All that is wrong with the text of ``source``, in the order in which it is found."""

    source: str
    text: str
    noted: list[Note] = field(default_factory=list)
    adopted: list[Finding] = field(default_factory=list)
    """Findings about other files that this one names."""

    def note(self, path: Path, value: Any, words: Words) -> None:
        """Note what is wrong at a place."""
        self.keep(Note(path, quoted(value), words))

    def keep(self, note: Note) -> None:
        """Keep a note; far too many of them are raised at once."""
        self.noted.append(note)
        if len(self.noted) == MOST_FINDINGS:
            more = Words(f"only the first {MOST_FINDINGS} findings are told", f"仅列出前{MOST_FINDINGS}项")
            raise WrongFile([*self.findings(), Finding(self.source, None, "", None, more)])

    def close(self) -> None:
        """Raise ``WrongFile`` if anything is wrong."""
        if self.noted or self.adopted:
            raise WrongFile(self.findings())

    def whence(self, path: Path) -> tuple[str, str, Path]:
        """Return source and text of the file in which a place stands, and the place as that file has it."""
        return self.source, self.text, path

    def findings(self) -> list[Finding]:
        """Return all of them: file by file, this one first, in the order of the text."""
        lines: dict[str, dict[Path, int]] = {self.source: key_lines(self.text)}
        found = []
        for path, value, words in self.noted:
            source, text, inner = self.whence(path)
            if source not in lines:
                lines[source] = key_lines(text)
            found.append(Finding(source, _line(inner, lines[source]), said(inner), value, words))
        order = list(lines)
        return [*sorted(found, key=lambda one: (order.index(one.source), one.line or 0)), *self.adopted]


def quoted(value: Any) -> str | None:
    """Return a value much as the file writes it, shortened; ``None`` for what is not there, or too large to show."""
    match value:
        case str():
            return json.dumps(shown(value, _MOST_SHOWN), ensure_ascii=False)
        case bool():
            return str(value).lower()
        case Pointed():
            return value.written
        case int():
            return shown(str(value), _MOST_SHOWN)
        case date() | time():
            return value.isoformat()
        case _:
            return None


def _line(path: Path, lines: Mapping[Path, int]) -> int | None:
    """Return the line of a place, or of the table in which it is missing."""
    return next((lines[path[:size]] for size in range(len(path), 0, -1) if path[:size] in lines), None)


def said(path: Path) -> str:
    """Return a path as findings show it: ``people[2].used.2026``."""
    parts = [f"[{part}]" if isinstance(part, int) else f".{shown(_key(part), _MOST_SHOWN)}" for part in path]
    return "".join(parts).removeprefix(".")


def _key(part: str) -> str:
    plain = part.isascii() and part.replace("_", "").replace("-", "").isalnum()
    return part if plain else json.dumps(part, ensure_ascii=False)

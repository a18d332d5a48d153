"""Where things stand in a drawing: how far apart the lifelines are, how high each event is, in pixels.

The letters of a drawing are not known when it is made, only that a Chinese one is as wide as two others.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from simulator.drawing.letters import width, wrapped
from simulator.drawing.times import Days
from simulator.stories.result import Event, Lifeline, Trace

COLUMN: Final = 6.9
"""Pixels of a column of text."""
LINE: Final = 16
TIMES: Final = 104
"""The column of times on the left."""
EDGE: Final = 20
HEAD: Final = 50
_HEAD_COLUMNS: Final = 24
_GAPS: Final = (200.0, 400.0)
_MOST_LINES: Final = 3
NOTE_COLUMNS: Final = 46
_NOTE_LINES: Final = 9
_PADDING: Final = 22
_CLOCK: Final = "clock"


@dataclass(frozen=True, slots=True)
class Column:
    """A lifeline at ``x``, the lines of its head, and what stands below them in small letters."""

    lifeline: Lifeline
    x: float
    names: list[str]
    small: str


@dataclass(frozen=True, slots=True)
class Row:
    """An event from ``x1`` to ``x2``, between ``top`` and ``top + height``, or a day that begins if there is none.

    ``lines`` tell for each line of text whether it begins what the event says. ``time`` is empty when it is the same
    as above.
    """

    top: float
    height: float
    time: str
    lines: list[tuple[str, bool]]
    event: Event | None = None
    x1: float = 0
    x2: float = 0

    @property
    def is_note(self) -> bool:
        """Does it stand at one lifeline?"""
        return self.x1 == self.x2


@dataclass(frozen=True, slots=True)
class Layout:
    """A whole drawing; ``bottom`` is where the lifelines end."""

    columns: list[Column]
    rows: list[Row]
    top: float
    bottom: float
    wide: float


def layout(trace: Trace, lang: str, *, top: float) -> Layout:
    """Return where everything of a trace stands, beginning at ``top``."""
    columns = list(_columns(trace, lang))
    places = {column.lifeline.id: column.x for column in columns}
    notes = [_note_width(event, lang) / 2 for event in trace.events if event.source == event.target]
    last = columns[-1].x if columns else TIMES + _GAPS[0]
    reach = max([_GAPS[0] / 2, *notes])
    begin = top + HEAD + 14
    rows = list(_rows(trace, places, lang, begin))
    bottom = (rows[-1].top + rows[-1].height if rows else begin) + 14
    return Layout(columns, rows, top, bottom, last + reach + EDGE)


def _columns(trace: Trace, lang: str) -> Iterator[Column]:
    shown = [one for one in trace.lifelines if one.kind != _CLOCK]
    gaps = _gaps(trace, [one.id for one in shown], lang)
    x = TIMES + _GAPS[0] / 2
    for one, gap in zip(shown, [*gaps, 0.0], strict=True):
        small = one.id.partition(" ")[2] if one.kind == "company" else ""
        names = wrapped(one.name.lang(lang), _HEAD_COLUMNS, 1 if small else 2) or ["–"]
        yield Column(one, x, names, "" if small == names[0] else small)
        x += gap


def _gaps(trace: Trace, ids: list[str], lang: str) -> list[float]:
    """Return how far each lifeline is from the next: as far as what is said between them is long."""
    least, most = _GAPS
    gaps = [least] * max(len(ids) - 1, 0)
    place = {one: number for number, one in enumerate(ids)}
    for event in trace.events:
        if event.source == event.target or event.source not in place:
            continue
        first, last = sorted((place[event.source], place[event.target]))
        wide = max(width(line) for line in event.label.lang(lang).split("\n")) * COLUMN + 2 * _PADDING + COLUMN
        for number in range(first, last):
            gaps[number] = min(max(gaps[number], wide / (last - first)), most)
    return gaps


def _rows(trace: Trace, places: dict[str, float], lang: str, y: float) -> Iterator[Row]:
    days, before = Days(), ""
    for event in trace.events:
        if day := days.new(event.time):
            yield Row(y, 30, "", [(day, True)])
            y += 30
            before = ""
        x1, x2 = places.get(event.source, 0.0), places.get(event.target, 0.0)
        lines = _lines(event, lang, abs(x2 - x1))
        high = len(lines) * LINE + (22 if x1 == x2 and x1 else 20 if x1 != x2 else 14)
        yield Row(y, high, "" if event.time == before else days.clock(event.time), lines, event, x1, x2)
        y += high
        before = event.time


def _lines(event: Event, lang: str, span: float) -> list[tuple[str, bool]]:
    """Return what an event says in lines that fit between its lifelines, or into its note."""
    paragraphs = event.label.lang(lang).split("\n")
    if not span:
        return [
            line
            for number, text in enumerate(paragraphs)
            for line in _marked(text, NOTE_COLUMNS, _MOST_LINES, first=number == 0)
        ][:_NOTE_LINES]
    columns = int((span - 2 * _PADDING) / COLUMN)
    return [
        line
        for number, text in enumerate(paragraphs[:_MOST_LINES])
        for line in _marked(text, columns, 2, first=number == 0)
    ] or [("", True)]


def _marked(text: str, columns: int, most: int, *, first: bool) -> list[tuple[str, bool]]:
    return [(line, first) for line in wrapped(text, columns, most)]


def _note_width(event: Event, lang: str) -> float:
    return note_width(_lines(event, lang, 0))


def note_width(lines: list[tuple[str, bool]]) -> float:
    """Return how wide the box of a note is."""
    return max([width(line) for line, _ in lines], default=0) * COLUMN + _PADDING

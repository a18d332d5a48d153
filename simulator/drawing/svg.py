"""A trace as a drawing that any browser shows: one SVG that needs nothing else, with details where one points at."""

from collections.abc import Iterator
from typing import Final

from gateway_client.wire.findings import Words
from simulator.drawing.layout import EDGE, HEAD, LINE, TIMES, Column, Layout, Row, layout, note_width
from simulator.drawing.letters import escaped, in_one_line, shortened, wrapped
from simulator.drawing.style import STYLE
from simulator.drawing.words import LEFT_OUT, NOTHING, TIME
from simulator.stories.result import Trace

_SVG: Final = "http://www.w3.org/2000/svg"
_ANSWERS: Final = frozenset({"receipt", "copy"})
_TITLE: Final = 52
_COLUMN_OF_TITLE: Final = 8.6
_LINE_OF_TITLE: Final = 21
_LONGEST_DETAIL: Final = 400


def svg(trace: Trace, title: Words, lang: str) -> str:
    """Return a trace as an SVG file, in ``en`` or ``zh``."""
    return figure(trace, title, lang, style=f"<style>{STYLE}</style>")


def figure(trace: Trace, title: Words, lang: str, *, style: str = "") -> str:
    """Return the drawing for a page that brings ``STYLE`` itself."""
    said = in_one_line(title.lang(lang))
    plan = layout(trace, lang, top=_TITLE)
    wide = max(plan.wide, 480)
    lines = wrapped(said, int((wide - 2 * EDGE) / _COLUMN_OF_TITLE), 2)
    if len(lines) > 1:
        plan = layout(trace, lang, top=_TITLE + _LINE_OF_TITLE)
    foot = _foot(trace, lang)
    high = plan.bottom + (30 if foot else 10)
    size = f'width="{wide:.0f}" height="{high:.0f}" viewBox="0 0 {wide:.0f} {high:.0f}"'
    parts = [
        f'<svg xmlns="{_SVG}" class="ks" role="img" aria-label="{escaped(said)}" {size}>',
        style,
        f'<rect class="ks-paper" width="{wide:.0f}" height="{high:.0f}" rx="8"/>',
        *(_text(EDGE, 30 + n * _LINE_OF_TITLE, line, "ks-title") for n, line in enumerate(lines)),
        _text(TIMES - 14, plan.top + HEAD / 2 + 4, TIME.lang(lang), "ks-time"),
        *(f'<path class="ks-life" d="M{one.x:.1f} {plan.top + HEAD:.1f}V{plan.bottom:.1f}"/>' for one in plan.columns),
        *(_head(one, plan.top) for one in plan.columns),
        *(part for row in plan.rows for part in _row(row, plan, wide, lang)),
        _text(EDGE, high - 12, foot, "ks-more") if foot else "",
        "</svg>",
    ]
    return "\n".join(filter(None, parts)) + "\n"


def _foot(trace: Trace, lang: str) -> str:
    if trace.left_out:
        return LEFT_OUT.lang(lang).format(count=trace.left_out)
    return "" if trace.events else NOTHING.lang(lang)


def _head(one: Column, top: float) -> str:
    port = "" if one.lifeline.kind == "company" else " ks-port"
    lines = [*((name, "") for name in one.names), *([(one.small, "ks-small")] if one.small else [])]
    first = top + HEAD / 2 + 4 - (len(lines) - 1) * LINE / 2
    texts = "".join(_text(one.x, first + n * LINE, text, name) for n, (text, name) in enumerate(lines))
    full = escaped(f"{one.lifeline.name.en} / {one.lifeline.name.zh}")
    return (
        f'<g class="ks-head{port}"><title>{full}</title>'
        f'<rect x="{one.x - 92:.1f}" y="{top:.1f}" width="184" height="{HEAD}" rx="8"/>{texts}</g>'
    )


def _row(row: Row, plan: Layout, wide: float, lang: str) -> Iterator[str]:
    event = row.event
    if event is None:
        yield f'<path class="ks-rule" d="M{EDGE} {row.top + 26:.1f}H{wide - EDGE:.1f}"/>'
        yield _text(EDGE, row.top + 19, row.lines[0][0], "ks-day")
        return
    tone = "" if event.good is None else " ks-good" if event.good else " ks-bad"
    back = " ks-back" if event.kind in _ANSWERS else ""
    said = [event.time, event.label.lang(lang), *(one.lang(lang) for one in event.details)]
    title = "\n".join(shortened(line, _LONGEST_DETAIL) for line in said)
    yield f'<g class="ks-event{back}{tone}"><title>{escaped(title)}</title>'
    yield (
        f'<rect class="ks-hit" x="{EDGE / 2:.0f}" y="{row.top:.1f}" width="{wide - EDGE:.1f}"'
        f' height="{row.height:.1f}" rx="4"/>'
    )
    if row.is_note:
        yield from _note(row, plan, wide)
    else:
        yield from _arrow(row)
    if row.time:
        yield _text(TIMES - 14, row.top + (row.height - 4 if not row.is_note else LINE + 4), row.time, "ks-time")
    yield "</g>"


def _arrow(row: Row) -> Iterator[str]:
    middle, y = (row.x1 + row.x2) / 2, row.top + row.height - 8
    ahead = 1 if row.x2 > row.x1 else -1
    for number, (line, first) in enumerate(row.lines):
        yield _text(middle, row.top + LINE * (number + 1) - 1, line, "ks-mid ks-over" + ("" if first else " ks-more"))
    yield f'<path class="ks-arrow" d="M{row.x1:.1f} {y:.1f}H{row.x2 - 6 * ahead:.1f}"/>'
    yield f'<path class="ks-tip" d="M{row.x2:.1f} {y:.1f}l{-9 * ahead} -4.5v9z"/>'


def _note(row: Row, plan: Layout, wide: float) -> Iterator[str]:
    box = note_width(row.lines)
    if row.x1:
        x, kind, inset = min(max(row.x1, TIMES + box / 2), wide - EDGE / 2 - box / 2), "ks-note", 4
    else:  # the clock stands over everything
        x, kind, inset = (plan.columns[0].x + plan.columns[-1].x) / 2 if plan.columns else wide / 2, "ks-clock", 2
        x = max(x, TIMES + box / 2)
    yield (
        f'<rect class="{kind}" x="{x - box / 2:.1f}" y="{row.top + inset:.1f}" width="{box:.1f}"'
        f' height="{row.height - 2 * inset:.1f}" rx="5"/>'
    )
    for number, (line, first) in enumerate(row.lines):
        y = row.top + inset + LINE * (number + 1) - 1 + (2 if row.x1 else 1)
        yield _text(x, y, line, "ks-mid" if first and row.x1 else "ks-mid ks-more")


def _text(x: float, y: float, text: str, kind: str) -> str:
    mark = f' class="{kind}"' if kind else ""
    return f'<text x="{x:.1f}" y="{y:.1f}"{mark}>{escaped(text)}</text>'

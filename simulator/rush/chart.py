"""Arrivals, ends and the backlog of a rush over time, as one SVG for a page that brings the style."""

import math
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Final

from gateway_client.wire.findings import Words
from simulator.drawing.letters import escaped, width
from simulator.rush.verdict import Sample

_SVG: Final = 'xmlns="http://www.w3.org/2000/svg"'
_WIDE, _HIGH = 1100, 250
_LEFT, _RIGHT, _TOP, _BOTTOM = 64, 16, 34, 30
_LINES: Final = 4
_MARKS_OF_TIME: Final = 8
_PER_SECOND: Final = Words("purchases a second", "每秒订单数")
_BACKLOG: Final = Words("backlog, purchases", "积压订单数")
_ARRIVED: Final = Words("arrived", "到达")
_ENDED: Final = Words("released or refused", "放行或退单")
_WAITING: Final = Words("arrived, not at their end", "已到达未完结")
_SECONDS: Final = Words("{0:g} s", "{0:g}秒")
_OVER_TIME: Final = Words("over time", "随时间变化")
_MOST_POINTS: Final = 120
_LEVELS: Final = (1, 1.2, 1.6, 2, 2.4, 3.2, 4, 6, 8, 10)
_STEPS: Final = (1, 2, 5, 10)
_NEARLY: Final = 1 - 1e-9
_LETTER: Final = 6.6

STYLE: Final = """
.kc{font:12px system-ui,-apple-system,"Segoe UI","PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;
display:block;width:100%;height:auto}
.kc text{fill:#4b5563}
.kc .kc-title{font-weight:600;fill:#1f2937}
.kc .kc-end{text-anchor:end}
.kc .kc-mid{text-anchor:middle}
.kc .kc-grid{stroke:#e5e7eb}
.kc .kc-line{fill:none;stroke-width:2;stroke-linejoin:round}
.kc .kc-arrived{stroke:#4f46e5;fill:#4f46e5}
.kc .kc-ended{stroke:#16a34a;fill:#16a34a}
.kc .kc-backlog{stroke:#d97706;fill:#d97706}
.kc .kc-line{fill:none}
.kc .kc-area{stroke:none;fill-opacity:.18}
@media (prefers-color-scheme:dark){
.kc text{fill:#9ca3af}
.kc .kc-title{fill:#e5e7eb}
.kc .kc-grid{stroke:#374151}
.kc .kc-arrived{stroke:#a5b4fc;fill:#a5b4fc}
.kc .kc-ended{stroke:#4ade80;fill:#4ade80}
.kc .kc-backlog{stroke:#fbbf24;fill:#fbbf24}
.kc .kc-line{fill:none}
}
"""

_Points = list[tuple[float, float]]


def chart(samples: Sequence[Sample], lang: str) -> str:
    """Return the two pictures, one above the other; nothing of a rush of which nothing was seen."""
    seen = _thinned(samples)
    if not seen[1:]:  # a line has two ends
        return ""
    arrived = _rates(seen, lambda one: one.arrived)
    ended = _rates(seen, lambda one: one.released + one.refused)
    waiting = [(one.second, float(one.backlog)) for one in seen]
    last = seen[-1].second
    label = f"{_PER_SECOND.lang(lang)}, {_BACKLOG.lang(lang)} {_OVER_TIME.lang(lang)}"
    parts = [
        f'<svg {_SVG} class="kc" role="img" aria-label="{escaped(label)}" viewBox="0 0 {_WIDE} {2 * _HIGH}">',
        *_picture(0, _PER_SECOND, [("arrived", _ARRIVED, arrived), ("ended", _ENDED, ended)], last, lang),
        *_picture(_HIGH, _BACKLOG, [("backlog", _WAITING, waiting)], last, lang),
        "</svg>",
    ]
    return "\n".join(parts)


def _thinned(samples: Sequence[Sample]) -> list[Sample]:
    step = max(math.ceil(len(samples) / _MOST_POINTS), 1)
    kept = list(samples[::step])
    return kept if not samples or kept[-1] is samples[-1] else [*kept, samples[-1]]


def _rates(samples: list[Sample], of: Callable[[Sample], int]) -> _Points:
    return [
        (two.second, (of(two) - of(one)) / (two.second - one.second))
        for one, two in pairwise(samples)
        if two.second > one.second
    ]


def _picture(y: float, title: Words, lines: list[tuple[str, Words, _Points]], last: float, lang: str) -> Iterator[str]:
    most = _round(max((value for _, _, points in lines for _, value in points), default=1.0), _LEVELS)
    bottom, high = y + _HIGH - _BOTTOM, _HIGH - _TOP - _BOTTOM

    def place(point: tuple[float, float]) -> tuple[float, float]:
        return _LEFT + (_WIDE - _LEFT - _RIGHT) * point[0] / max(last, 0.001), bottom - high * point[1] / most

    yield _text(_LEFT, y + 18, title.lang(lang), "kc-title")
    for number in range(_LINES + 1):
        level = most * number / _LINES
        _, at = place((0, level))
        yield f'<path class="kc-grid" d="M{_LEFT} {at:.1f}H{_WIDE - _RIGHT}"/>'
        yield _text(_LEFT - 8, at + 4, f"{level:,.4g}", "kc-end")
    step = _round(last / _MARKS_OF_TIME, _STEPS)
    for number in range(int(last / step) + 1):
        at, _ = place((number * step, 0))
        yield _text(at, bottom + 18, _SECONDS.lang(lang).format(number * step), "kc-mid")
    x: float = _WIDE - _RIGHT
    for kind, words, points in reversed(lines):
        yield _text(x, y + 18, words.lang(lang), "kc-end")
        x -= 18 + _LETTER * width(words.lang(lang))
        yield f'<rect class="kc-{kind}" x="{x:.0f}" y="{y + 9:.0f}" width="10" height="10" rx="2"/>'
        x -= 14
        path = "L".join(f"{at:.1f} {value:.1f}" for at, value in map(place, points))
        if kind == "backlog":
            yield f'<path class="kc-area kc-{kind}" d="M{_LEFT} {bottom}L{path}V{bottom}z"/>'
        yield f'<path class="kc-line kc-{kind}" d="M{path}"><title>{escaped(words.lang(lang))}</title></path>'


def _round(value: float, steps: tuple[float, ...]) -> float:
    """Return the next round number that is no less: one of the steps with noughts."""
    if value <= 0:
        return 1.0
    unit = 10.0 ** math.floor(math.log10(value))
    return next(step * unit for step in steps if step * unit >= value * _NEARLY)


def _text(x: float, y: float, text: str, kind: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" class="{kind}">{escaped(text)}</text>'

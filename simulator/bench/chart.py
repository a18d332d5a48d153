"""How a run went over time, as one SVG that needs nothing else: what was released, and how long answers took."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10
from typing import Final

from gateway_client.wire.findings import Words
from simulator.bench.figures import BY_ID
from simulator.bench.result import Result
from simulator.drawing.letters import escaped, shortened

_SVG: Final = "http://www.w3.org/2000/svg"
_WIDE: Final = 760
_LEFT: Final = 64
_RIGHT: Final = 92
"""Room for the names of the lines, which stand at their ends."""
_PANEL: Final = 170
_TOPS: Final = (112, 344)
_FOOT: Final = 40
_HIGH: Final = _TOPS[-1] + _PANEL + _FOOT + 6
_STEPS: Final = (1, 2, 5, 10)
_TICKS: Final = 4
_LETTERS: Final = 104

_TITLE: Final = Words(
    "{clearances} clearances, client and simulator together", "{clearances}笔通关，客户端与模拟器合计"
)
_RATE: Final = Words("released a second", "每秒放行笔数")
_LATENCY: Final = Words("answer to a message, ms", "报文应答，毫秒")
_SECONDS: Final = Words("seconds", "秒")
_LEAST: Final = Words("least", "至少")
_AIM: Final = Words("aim", "目标")
_AT: Final = Words("second {second}: {value}", "第{second}秒：{value}")

STYLE: Final = """
.kb{font:12px system-ui,-apple-system,"Segoe UI","PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif}
.kb text{fill:#1f2937}
.kb .kb-paper{fill:#ffffff}
.kb .kb-title{font-size:15px;font-weight:600}
.kb .kb-name{font-weight:600}
.kb .kb-small{font-size:11px;fill:#6b7280}
.kb .kb-tick{font-size:11px;fill:#6b7280;text-anchor:end;font-variant-numeric:tabular-nums}
.kb .kb-second{font-size:11px;fill:#6b7280;text-anchor:middle;font-variant-numeric:tabular-nums}
.kb .kb-grid{stroke:#e5e7eb}
.kb .kb-mark{stroke:#9ca3af;stroke-dasharray:4 4}
.kb path{fill:none;stroke-width:2;stroke-linejoin:round;stroke-linecap:round}
.kb .kb-grid,.kb .kb-mark{stroke-width:1}
.kb .kb-rate path{stroke:#4f46e5}
.kb .kb-rate circle,.kb .kb-rate .kb-end{fill:#4f46e5}
.kb .kb-rate .kb-area{fill:#4f46e5;fill-opacity:.10;stroke:none}
.kb .kb-half path{stroke:#0d9488}
.kb .kb-half circle,.kb .kb-half .kb-end{fill:#0d9488}
.kb .kb-most path{stroke:#c2410c}
.kb .kb-most circle,.kb .kb-most .kb-end{fill:#c2410c}
.kb .kb-end{font-weight:600}
.kb circle{stroke:#ffffff;stroke-width:1}
@media (prefers-color-scheme:dark){
.kb text{fill:#e5e7eb}
.kb .kb-paper{fill:#111827}
.kb .kb-small,.kb .kb-tick,.kb .kb-second{fill:#9ca3af}
.kb .kb-grid{stroke:#374151}
.kb .kb-mark{stroke:#6b7280}
.kb .kb-rate path{stroke:#a5b4fc}
.kb .kb-rate circle,.kb .kb-rate .kb-end{fill:#a5b4fc}
.kb .kb-rate .kb-area{fill:#a5b4fc;fill-opacity:.14;stroke:none}
.kb .kb-half path{stroke:#2dd4bf}
.kb .kb-half circle,.kb .kb-half .kb-end{fill:#2dd4bf}
.kb .kb-most path{stroke:#fb923c}
.kb .kb-most circle,.kb .kb-most .kb-end{fill:#fb923c}
.kb circle{stroke:#111827}
}
"""
"""Every class begins with ``kb``: the chart may stand in a page that has classes of its own."""


@dataclass(frozen=True, slots=True)
class _Scale:
    """A panel's ground: where seconds and values stand in it."""

    top: float
    most: float
    step: float
    seconds: float

    def x(self, second: float) -> float:
        return _LEFT + (_WIDE - _LEFT - _RIGHT) * second / self.seconds

    def y(self, value: float) -> float:
        return self.top + _PANEL * (1 - value / self.most)


def chart(result: Result, lang: str) -> str:
    """Return the course of a result's last round as an SVG file, in ``en`` or ``zh``."""
    title = _TITLE.lang(lang).format(clearances=f"{result.settings['clearances']:,}")
    said = f"{result.machine['cpu']}, {result.machine['cores']} × CPU, {result.machine['python']} · {result.command}"
    size = f'width="{_WIDE}" height="{_HIGH}" viewBox="0 0 {_WIDE} {_HIGH}"'
    parts = [
        f'<svg xmlns="{_SVG}" class="kb" role="img" aria-label="{escaped(title)}" {size}>',
        f"<style>{STYLE}</style>",
        f'<rect class="kb-paper" width="{_WIDE}" height="{_HIGH}" rx="8"/>',
        _text(20, 30, title, "kb-title"),
        _text(20, 50, shortened(said, _LETTERS), "kb-small"),
        _text(20, 66, result.begun, "kb-small"),
        *_rate(result, lang),
        *_latency(result, lang),
    ]
    return "\n".join([*parts, "</svg>"]) + "\n"


def _rate(result: Result, lang: str) -> Iterator[str]:
    figure = BY_ID["clearances"]
    points = [(_middle(each), each["released"] / each["length"]) for each in result.timeline]
    least, aim = figure.least or 0.0, figure.aim or 0.0
    most = max([least, *(value for _, value in points)])
    scale = _scale(_TOPS[0], most, result.timeline)
    yield from _ground(scale, _RATE.lang(lang), lang)
    for value, words in ((least, _LEAST), (aim, _AIM)):
        if value <= scale.most:
            yield f'<path class="kb-mark" d="M{_LEFT} {scale.y(value):.1f}H{_WIDE - _RIGHT}"/>'
            yield _text(_WIDE - _RIGHT + 8, scale.y(value) + 4, f"{words.lang(lang)} {value:,.0f}", "kb-small")
    yield '<g class="kb-rate">'
    if len(points) > 1:
        first, last = scale.x(points[0][0]), scale.x(points[-1][0])
        line = "L".join(f"{scale.x(second):.1f} {scale.y(value):.1f}" for second, value in points)
        yield f'<path class="kb-area" d="M{first:.1f} {scale.y(0):.1f}L{line}L{last:.1f} {scale.y(0):.1f}z"/>'
    yield from _line(scale, points, lang)
    yield "</g>"


def _latency(result: Result, lang: str) -> Iterator[str]:
    halves = [(_middle(each), each["p50"]) for each in result.timeline if each["messages"]]
    mosts = [(_middle(each), each["p99"]) for each in result.timeline if each["messages"]]
    scale = _scale(_TOPS[1], max([1.0, *(value for _, value in mosts)]), result.timeline)
    yield from _ground(scale, _LATENCY.lang(lang), lang)
    ends = [scale.y(points[-1][1]) if points else 0.0 for points in (halves, mosts)]
    if ends[0] - ends[1] < 14:  # names do not stand upon each other
        middle = sum(ends) / 2
        ends = [middle + 7, middle - 7]
    for points, name, kind, end in ((halves, "p50", "kb-half", ends[0]), (mosts, "p99", "kb-most", ends[1])):
        if points:
            yield f'<g class="{kind}">'
            yield from _line(scale, points, lang)
            yield _text(scale.x(points[-1][0]) + 10, end + 4, name, "kb-end")
            yield "</g>"


def _ground(scale: _Scale, name: str, lang: str) -> Iterator[str]:
    yield _text(20, scale.top - 14, name, "kb-name")
    for number in range(round(scale.most / scale.step) + 1):
        y = scale.y(number * scale.step)
        yield f'<path class="kb-grid" d="M{_LEFT} {y:.1f}H{_WIDE - _RIGHT}"/>'
        yield _text(_LEFT - 8, y + 4, f"{number * scale.step:,g}", "kb-tick")
    step = max(1, int(_nice(scale.seconds / 8)))
    for second in range(0, floor(scale.seconds) + 1, step):
        yield _text(scale.x(second), scale.top + _PANEL + 18, str(second), "kb-second")
    named = _SECONDS.lang(lang)
    yield _text(_WIDE - _RIGHT + 8, scale.top + _PANEL + 18, named, "kb-small")


def _line(scale: _Scale, points: Sequence[tuple[float, float]], lang: str) -> Iterator[str]:
    """Yield a line and a dot at each of its seconds, which says its value to who points at it."""
    if len(points) > 1:
        line = "L".join(f"{scale.x(second):.1f} {scale.y(value):.1f}" for second, value in points)
        yield f'<path d="M{line}"/>'
    size = 3 if len(points) <= 60 else 1.5
    for second, value in points:
        said = _AT.lang(lang).format(second=floor(second), value=f"{value:,.1f}")
        at = f'cx="{scale.x(second):.1f}" cy="{scale.y(value):.1f}"'
        yield f'<circle {at} r="{size}"><title>{escaped(said)}</title></circle>'


def _middle(each: dict[str, float]) -> float:
    """Return where a second stands: what is told of it was while it went by."""
    return each["second"] + each["length"] / 2


def _scale(top: float, most: float, timeline: Sequence[dict[str, float]]) -> _Scale:
    step = _nice(most / _TICKS)
    seconds = timeline[-1]["second"] + timeline[-1]["length"] if timeline else 1.0
    return _Scale(top, ceil(most / step) * step, step, seconds)


def _nice(least: float) -> float:
    """Return the next of 1, 2, 5, 10, 20, 50 and so on."""
    power: float = 10 ** floor(log10(least))
    return next(step * power for step in _STEPS if step * power >= least * 0.999)


def _text(x: float, y: float, text: str, kind: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" class="{kind}">{escaped(text)}</text>'

"""A trace as a Mermaid sequence diagram, for Markdown pages that draw them (GitHub, GitLab, wikis)."""

import re
from collections.abc import Iterator
from typing import Final

from gateway_client.wire.findings import Words
from simulator.drawing.letters import legal, shortened
from simulator.drawing.times import Days
from simulator.drawing.words import LEFT_OUT, NOTHING
from simulator.stories.result import Event, Lifeline, Trace

_MEANING: Final = re.compile(r"[#;%{}<>\"&$`*_\\\[\]~^]")
"""What Mermaid or the Markdown in it takes for something else than a letter."""
_CLOCK: Final = "clock"
_RED: Final = "rgba(220, 38, 38, 0.14)"
_GREEN: Final = "rgba(22, 163, 74, 0.14)"
_LONGEST: Final = 110
_MOST_LINES: Final = 8
_ANSWERS: Final = frozenset({"receipt", "copy"})


def mermaid(trace: Trace, title: Words, lang: str) -> str:
    """Return a trace as a Mermaid diagram, in ``en`` or ``zh``."""
    names = {one.id: f"p{number}" for number, one in enumerate(_columns(trace), 1)}
    lines = ["sequenceDiagram", f"    title {_text(title.lang(lang).replace(chr(10), ' '))}"]
    lines += [f"    participant {names[one.id]} as {_head(one.name.lang(lang))}" for one in _columns(trace)]
    if not names:  # a diagram without anybody is none
        return "\n".join([*lines, f"    participant p1 as {_text(NOTHING.lang(lang))}"]) + "\n"
    everybody = ",".join(dict.fromkeys((next(iter(names.values())), list(names.values())[-1])))
    days = Days()
    for event in trace.events:
        if day := days.new(event.time):
            lines.append(f"    Note over {everybody}: {_text(day)}")
        lines += _event(event, names, everybody, days.clock(event.time), lang)
    if trace.left_out:
        lines.append(f"    Note over {everybody}: {_text(LEFT_OUT.lang(lang).format(count=trace.left_out))}")
    elif not trace.events:
        lines.append(f"    Note over {everybody}: {_text(NOTHING.lang(lang))}")
    return "\n".join(lines) + "\n"


def _columns(trace: Trace) -> list[Lifeline]:
    return [one for one in trace.lifelines if one.kind != _CLOCK]


def _event(event: Event, names: dict[str, str], everybody: str, time: str, lang: str) -> Iterator[str]:
    label = _text(f"{time} {event.label.lang(lang)}")
    if not {event.source, event.target} <= names.keys():
        yield f"    Note over {everybody}: {label}"
        return
    source, target = names[event.source], names[event.target]
    if source == target:
        said = f"Note over {source}: {label}"
    else:
        arrow = "--x" if event.good is False else "-->>" if event.kind in _ANSWERS else "->>"
        said = f"{source}{arrow}{target}: {label}"
    if event.good is None:
        yield f"    {said}"
    else:
        yield f"    rect {_GREEN if event.good else _RED}"
        yield f"        {said}"
        yield "    end"


def _head(name: str) -> str:
    return _text(name.replace("\n", " ")) or "–"


def _text(text: str) -> str:
    lines = [line.strip() for line in legal(text).split("\n")]
    shown = [shortened(line, _LONGEST) for line in lines if line]
    if len(shown) > _MOST_LINES:
        shown = [*shown[:_MOST_LINES], "…"]
    return "<br/>".join(_MEANING.sub(lambda found: f"#{ord(found[0])};", line) for line in shown)

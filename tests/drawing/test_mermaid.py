"""Mermaid diagrams: what they look like, and that no text in them is taken for a command."""

import re

from hypothesis import given

from gateway_client.wire.findings import Words
from simulator.drawing.mermaid import mermaid
from simulator.stories.result import Trace
from tests.cli.running import same_as_golden
from tests.reports.played import HOSTILE, of, results, traces

_LINE = re.compile(
    r"sequenceDiagram|    title .*|    participant p\d+ as .+|    Note over p\d+(,p\d+)?: .+"
    r"|    rect rgba\(.*\)|    end"
    r"|    (    )?(p\d+(->>|-->>|--x)p\d+|Note over p\d+(,p\d+)?): .*"
)
_TITLE = Words("a title", "标题")


def is_mermaid(text: str) -> bool:
    lines = text.removesuffix("\n").split("\n")
    said = [re.sub(r"#\d+;", "", line) for line in lines]
    opened = [line.strip() for line in lines if line.strip() == "end" or line.strip().startswith("rect ")]
    return (
        all(_LINE.fullmatch(line) for line in lines)
        and not any(re.search("[;#%{}$]|<(?!br/>)", line) for line in said)
        and opened[1::2] == ["end"] * (len(opened) // 2)
    )


def test_a_refusal() -> None:
    one = of(results(), "refused")
    for lang in ("en", "zh"):
        same_as_golden(f"story-{lang}.mmd", mermaid(one.trace, one.story.title, lang))


def test_lines_are_mermaid() -> None:
    for one in results():
        assert is_mermaid(mermaid(one.trace, one.story.title, "en"))


@given(traces())
def test_any_letters(trace: Trace) -> None:
    for text in HOSTILE:
        assert is_mermaid(mermaid(trace, Words(text, text), "zh"))


def test_events_left_out_are_counted() -> None:
    one = of(results(), "refused").trace
    said = mermaid(Trace(lifelines=one.lifelines, events=one.events[:3], left_out=7), _TITLE, "en")
    assert "… and 7 more events, left out here" in said


def test_a_diagram_of_nothing() -> None:
    assert "nothing went to and fro" in mermaid(Trace(lifelines=(), events=()), _TITLE, "en")

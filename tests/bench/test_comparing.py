"""Two results held against each other, and the chart of one: well-formed, nothing from elsewhere, nothing outside."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.bench.chart import chart
from simulator.bench.result import Result, Unreadable, from_json, settings
from simulator.cli.figures import comparison
from tests.cli.running import same_as_golden
from tests.reports.markup import harmless, leads_nowhere

_SVG = "{http://www.w3.org/2000/svg}"
EARLIER = Result(
    begun="2026-11-24T09:00:00+08:00",
    command="kouan bench --clearances 20000 --seed 1 --rounds 1",
    machine={"cpu": "EPYC", "cores": 2, "python": "CPython 3.11.7", "os": "Linux"},
    settings=settings(20_000, 1, 1),
    values={"clearances": [1200.0], "simulatorToFloor": [4.0], "bytes": [6000.0], "startUp": [0.5]},
    ended={"released": 19_800},
    timeline=[
        {"second": n, "length": 1.0, "released": 900.0 + 60 * n, "messages": 40, "p50": 30.0 + n, "p99": 90.0 - 5 * n}
        for n in range(8)
    ],
)
LATER = replace(
    EARLIER,
    begun="2026-11-25T09:00:00+08:00",
    values={"clearances": [1400.0, 1500.0, 1700.0], "simulatorToFloor": [4.5], "bytes": [6100.0], "singles": [900.0]},
)
ELSEWHERE = replace(
    LATER, machine={**EARLIER.machine, "cores": 64}, settings=settings(5000, 2, 3), values={"bytes": [6000.0]}
)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_changed(lang: str) -> None:
    told = [comparison(EARLIER, other, lang) for other in (LATER, ELSEWHERE, replace(LATER, values={}))]
    same_as_golden(f"bench-compare-{lang}.txt", "\n\n----\n\n".join(told) + "\n")


def test_only_more_than_a_tenth_is_worse() -> None:
    for clearances, worse in ((1079.0, True), (1081.0, False), (5000.0, False)):
        told = comparison(EARLIER, replace(EARLIER, values={"clearances": [clearances]}), "en")
        assert ("Worse by more than a tenth: 1." in told) is worse


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "is no JSON"),
        ("[]", "is no result of kouan bench --json"),
        ('{"seed": 3}', "is no result of kouan bench --json"),
        ('{"kouanBench": 2}', "is a result of version 2, this kouan reads version 1: measure anew"),
        ('{"kouanBench": 1}', "is damaged (KeyError: 'begun'): measure anew"),
    ],
)
def test_what_is_no_result(text: str, why: str) -> None:
    with pytest.raises(Unreadable) as wrong:
        from_json(text)
    assert why in wrong.value.words.en


@pytest.mark.parametrize("key", ["begun", "machine", "settings", "figures", "readBack", "timeline"])
@pytest.mark.parametrize("value", [None, 5, [5], {"a": []}, [{"id": "bytes", "rounds": []}]])
def test_what_is_damaged(key: str, value: object) -> None:
    with pytest.raises(Unreadable):
        from_json(json.dumps({**json.loads(EARLIER.to_json()), key: value}))


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_chart(lang: str) -> None:
    drawn = chart(EARLIER, lang)
    assert leads_nowhere(drawn)
    same_as_golden(f"bench-{lang}.svg", drawn)


_VALUE = st.floats(0, 1e6)


@given(st.lists(st.tuples(_VALUE, _VALUE, st.integers(0, 500)), max_size=200))
def test_nothing_sticks_out(seconds: list[tuple[float, float, int]]) -> None:
    timeline = [
        {"second": n, "length": 1.0, "released": one, "messages": count, "p50": two / 2, "p99": two}
        for n, (one, two, count) in enumerate(seconds)
    ]
    root = harmless(chart(replace(EARLIER, timeline=timeline), "en"))
    wide, high = float(root.get("width", "")), float(root.get("height", ""))
    for dot in root.iter(f"{_SVG}circle"):
        assert 0 <= float(dot.get("cx", "")) <= wide
        assert 0 <= float(dot.get("cy", "")) <= high
    for text in root.iter(f"{_SVG}text"):
        assert 0 <= float(text.get("x", "")) <= wide
        assert 0 <= float(text.get("y", "")) <= high

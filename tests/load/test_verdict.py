"""What is said of a rush in the end: the same figures on the screen, in the page and for programs."""

import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.rush.chart import chart
from simulator.rush.html import html
from simulator.rush.reading import NAMES, find_profile
from simulator.rush.screen import live, whole
from simulator.rush.tally import Tally
from simulator.rush.verdict import Rehearsal, Sample, Verdict
from tests.cli.running import same_as_golden
from tests.reports.markup import harmless, leads_nowhere

ASKED = Rehearsal("double11", 200, 60, 1000, 8, 2, 100, 1, "http://127.0.0.1:8765")
STAGES = {"sent → 2": {15: 90, 120: 10}, "2 → 120": {0: 100}, "120 → 800": {2000: 100}, "HTTP": {9: 50, 44: 1}}
SAMPLES = [Sample(second, second * 20, second * 19, second * 15, second, second * 4, 1.5) for second in range(51)]
GOOD = Verdict(
    ASKED,
    Tally(arrived=1000, sent=1000, released=990, refused=10, last_arrival=60, last_end=63.21, stages=STAGES),
    now=70,
    samples=SAMPLES,
)
BAD = replace(
    GOOD,
    workers_lost=1,
    broken="ValueError: <no more>",
    tally=Tally(
        arrived=990,
        sent=980,
        released=900,
        refused=9,
        unplanned=1,
        strangers=2,
        backlog=80,
        oldest=12.5,
        last_arrival=60,
        last_end=63.21,
        lost={"payment 120": 2, "order 2": 1},
        doubled={"inventory 800": 1},
        troubles={"POST /dxp/messages: ConnectionRefusedError": 3},
        open=[("A1", 12.5, "inventory 120, inventory 800"), ("A2", 13.0, "inventory 800")],
        otherwise=[("A3", "inventory 100 [Code:1332;Desc:支付单支付金额与订单支付金额不一致]")],
    ),
)


def test_when_it_is_good() -> None:
    assert GOOD.good
    assert not BAD.good
    fine = GOOD.tally
    for tally in (
        replace(fine, arrived=999),
        replace(fine, sent=999),
        replace(fine, unplanned=1),
        replace(fine, strangers=1),
        replace(fine, backlog=1),
        replace(fine, lost={"order 2": 1}),
        replace(fine, doubled={"order 2": 1}),
    ):
        assert not replace(GOOD, tally=tally).good
    assert not replace(GOOD, workers_lost=1).good
    assert not replace(GOOD, broken="…").good


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_on_the_screen(lang: str) -> None:
    profile = find_profile("double11")
    said = [whole(GOOD, profile, lang), whole(BAD, profile, lang), live(SAMPLES[-1], lang)]
    same_as_golden(f"load-verdict-{lang}.txt", "\n\n---\n\n".join(said) + "\n")


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("verdict", [GOOD, BAD, replace(GOOD, samples=[])])
def test_in_a_page(verdict: Verdict, lang: str) -> None:
    page = html(verdict, find_profile("double11"), lang)
    root = harmless(page)
    assert leads_nowhere(page)
    text = " ".join(map(str, root.itertext()))
    for said in (str(verdict.tally.released), str(verdict.tally.sent), *[one for one, _, _ in verdict.tally.open]):
        assert said in text


TENTHS = st.integers(0, 10**6).map(lambda tenths: tenths / 10)
COUNT = st.integers(0, 10**7)


@given(st.lists(st.builds(Sample, TENTHS, COUNT, COUNT, COUNT, COUNT, COUNT, TENTHS), max_size=150))
def test_any_course_of_things_can_be_drawn(samples: list[Sample]) -> None:
    drawn = chart(sorted(samples, key=lambda one: one.second), "en")
    assert "nan" not in drawn
    if drawn:
        harmless(drawn)


def test_for_programs() -> None:
    said = BAD.as_json()
    assert (said["good"], said["drainSeconds"], said["oldestUnansweredSeconds"]) == (False, None, 57.5)
    assert said["stages"]["sent → 2"] == {"p50": None, "p99": None}
    assert GOOD.as_json()["stages"]["sent → 2"] == {"p50": 15, "p99": 120}
    assert GOOD.as_json()["drainSeconds"] == 3.21


def test_it_travels(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as packed:
        names = set(packed.namelist())
        (metadata,) = [packed.read(name).decode() for name in names if name.endswith(".dist-info/METADATA")]
    assert {f"simulator/data/load/profiles/{name}.toml" for name in NAMES} <= names
    assert "simulator/data/load/locustfile.py" in names
    assert "Provides-Extra: load" in metadata
    assert "Requires-Dist: locust>=2.40; extra == 'load'" in metadata

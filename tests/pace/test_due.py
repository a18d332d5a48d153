"""When a step is due: the same for the same draw, within its bounds, and never when nothing moves."""

import random
import subprocess
import sys
from dataclasses import FrozenInstanceError
from datetime import datetime, timedelta
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway_client.facts.workdays import is_open
from simulator.pace.profile import INSTANT, Pace, simple_pace
from simulator.pace.reading import named_pace, read_pace
from simulator.steps import Event

BEGUN = datetime(2026, 11, 17, 10)

MIXED = """
title = { en = "Of everything something", zh = "混合" }
[steps]
accept = { distribution = "constant", time = "1500ms" }
enter = { distribution = "uniform", least = "1s", most = "3s" }
release = { distribution = "lognormal", median = "20s", spread = 3, least = "2s", most = "2min" }
deliver = { distribution = "lognormal", median = "2h", spread = 1.5, least = "0s", most = "3d", hours = "office" }
"""


def pace(more: str = "", steps: str = 'accept = { distribution = "constant", time = "10s" }') -> Pace:
    return read_pace(f'title = {{ en = "Own", zh = "自定" }}\n[steps]\n{steps}\n{more}', "own.toml")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


# ── one draw, one moment ─────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("step", "draw", "milliseconds"),
    [
        ("accept", 0.0, 1_500),
        ("accept", 0.999, 1_500),
        ("enter", 0.0, 1_000),
        ("enter", 0.25, 1_500),
        ("enter", 0.5, 2_000),
        ("enter", 1 - 2**-53, 3_000),
        ("release", 0.0, 2_000),
        ("release", 2**-53, 2_000),
        ("release", 0.1, 4_893),
        ("release", 0.25, 9_533),
        ("release", 0.5, 20_000),
        ("release", 0.75, 41_961),
        ("release", 0.9, 81_750),
        ("release", 1 - 2**-53, 120_000),
    ],
)
def test_a_draw_decides_to_the_millisecond(step: str, draw: float, milliseconds: int) -> None:
    due = read_pace(MIXED, "mixed.toml").due(step, BEGUN, draw)
    assert due == BEGUN + timedelta(milliseconds=milliseconds)


@pytest.mark.parametrize(
    ("name", "step", "draw", "due"),
    [
        ("typical", "accept", 0.123456789, "2026-11-17T10:00:00.625"),
        ("typical", "enter", 0.123456789, "2026-11-17T10:00:00.346"),
        ("typical", "release", 0.987654321, "2026-11-17T10:00:07.832"),
        ("typical", "deliver", 0.987654321, "2026-11-21T03:30:11.290"),
        ("double11", "enter", 0.7, "2026-11-17T10:00:21.575"),
        ("slow", "accept", 0.7, "2026-11-17T10:01:25.500"),
        ("slow", "release", 0.3, "2026-11-17T10:31:17.169"),
    ],
)
def test_the_paces_of_the_box_to_the_millisecond(name: str, step: str, draw: float, due: str) -> None:
    assert named_pace(name).due(step, BEGUN, draw).isoformat(timespec="milliseconds") == due


def test_a_step_may_be_named_by_its_event() -> None:
    mixed = read_pace(MIXED, "mixed.toml")
    assert mixed.due(Event.ACCEPT, BEGUN, 0.5) == mixed.due("accept", BEGUN, 0.5) > BEGUN
    assert Event.ACCEPT in mixed.timed
    assert Event.COLLECT not in mixed.timed
    assert mixed.due(Event.COLLECT, BEGUN, 0.5) == BEGUN


@pytest.mark.parametrize("step", ["enter", "release"])
def test_bounds_hold_and_half_are_below_the_median(step: str) -> None:
    mixed, draws = read_pace(MIXED, "mixed.toml"), random.Random(7)
    least, middle, most = {"enter": (1, 2, 3), "release": (2, 20, 120)}[step]
    taken = [(mixed.due(step, BEGUN, draws.random()) - BEGUN).total_seconds() for _ in range(10_000)]
    assert least <= min(taken)
    assert max(taken) <= most
    assert median(taken) == pytest.approx(middle, rel=0.05)


@given(
    st.sampled_from(["instant", "typical", "double11", "slow"]),
    st.sampled_from(Event),
    st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1)),
    st.floats(0, 1, exclude_max=True),
    st.floats(0, 1, exclude_max=True),
)
def test_nothing_is_due_before_it_begins_nor_earlier_for_a_higher_draw(
    name: str, event: Event, begun: datetime, one: float, other: float
) -> None:
    low, high = (named_pace(name).due(event, begun, draw) for draw in sorted((one, other)))
    assert begun <= low <= high


# ── rushes ───────────────────────────────────────────────────────────────────────────────────────

RUSH = """
[[busy]]
from = "20:00"
until = "01:00"
factor = 2

[[busy]]
from = "12-31 22:00"
until = "01-01 06:00"
factor = 3

[[busy]]
from = "2026-11-11 00:00"
until = "2026-11-11 20:30"
factor = 1.25

[[busy]]
from = "02-29 00:00"
until = "03-01 00:00"
factor = 7
"""


@pytest.mark.parametrize(
    ("begun", "seconds"),
    [
        ("2026-11-17T19:59:59.999", 10),
        ("2026-11-17T20:00", 20),
        ("2026-11-18T00:59:59", 20),
        ("2026-11-18T01:00", 10),
        ("2026-11-11T00:00", 12.5),  # what is said of a day goes before what is said of all days
        ("2026-11-11T20:29:59", 12.5),
        ("2026-11-11T20:30", 20),
        ("2025-11-11T12:00", 10),
        ("2026-12-31T21:00", 20),
        ("2026-12-31T22:00", 30),
        ("2027-01-01T05:59:59.999", 30),
        ("2027-01-01T06:00", 10),
        ("2028-02-28T12:00", 10),
        ("2028-02-29T12:00", 70),  # a leap day
        ("2028-02-29T23:59", 70),
        ("2028-03-01T12:00", 10),
        ("2027-02-28T12:00", 10),
        ("2027-03-01T01:00", 10),
        ("2100-02-28T12:00", 10),
        ("2100-03-01T12:00", 10),
    ],
)
def test_everything_takes_longer_in_a_rush(begun: str, seconds: float) -> None:
    assert pace(RUSH).due("accept", at(begun), 0.5) == at(begun) + timedelta(seconds=seconds)


def test_a_rush_may_be_of_some_steps() -> None:
    steps = "\n".join(f'{step} = {{ distribution = "constant", time = "10s" }}' for step in ("accept", "deliver"))
    rush = pace('[[busy]]\nfrom = "00:00"\nuntil = "12:00"\nfactor = 6\nsteps = ["accept"]', steps)
    assert [rush.due(step, BEGUN, 0.5) - BEGUN for step in ("accept", "deliver")] == [
        timedelta(minutes=1),
        timedelta(seconds=10),
    ]


# ── maintenance ──────────────────────────────────────────────────────────────────────────────────

NIGHT = """
[[maintenance]]
from = "23:30"
until = "00:30"

[[maintenance]]
from = "2026-11-18 00:15"
until = "2026-11-18 06:00"

[[maintenance]]
from = "12-31 18:00"
until = "01-02 00:00"

[[maintenance]]
from = "02-29 12:00"
until = "02-29 18:00"
"""


@pytest.mark.parametrize(
    ("begun", "due"),
    [
        ("2026-11-16T23:29:49.999", "2026-11-16T23:29:59.999"),
        ("2026-11-16T23:29:50", "2026-11-17T00:30"),
        ("2026-11-17T00:00", "2026-11-17T00:30"),
        ("2026-11-17T00:29:49.999", "2026-11-17T00:30"),
        ("2026-11-17T00:29:50", "2026-11-17T00:30"),
        ("2026-11-17T00:29:51", "2026-11-17T00:30:01"),
        ("2026-11-17T23:45", "2026-11-18T06:00"),  # one window ends in another
        ("2026-11-18T05:00", "2026-11-18T06:00"),
        ("2026-12-31T17:59:50", "2027-01-02T00:30"),
        ("2027-01-01T12:00", "2027-01-02T00:30"),
        ("2028-02-29T11:59:50", "2028-02-29T18:00"),
        ("2027-02-28T12:00", "2027-02-28T12:00:10"),
        ("2027-03-01T12:00", "2027-03-01T12:00:10"),
    ],
)
def test_what_is_due_in_maintenance_is_done_at_its_end(begun: str, due: str) -> None:
    assert pace(NIGHT).due("accept", at(begun), 0.5) == at(due)


def test_what_takes_no_time_waits_for_the_end_of_maintenance_too() -> None:
    night = pace(NIGHT, steps="")
    assert night.due("enter", at("2026-11-17T00:10"), 0.5) == at("2026-11-17T00:30")
    assert night.due("enter", at("2026-11-17T00:30"), 0.5) == at("2026-11-17T00:30")


# ── office hours ─────────────────────────────────────────────────────────────────────────────────

OFFICER = 'release = { distribution = "constant", time = "20min", hours = "office" }'


@pytest.mark.parametrize(
    ("begun", "due"),
    [
        ("2026-11-17T10:00", "2026-11-17T10:20"),
        ("2026-11-17T11:39:59.999", "2026-11-17T11:59:59.999"),
        ("2026-11-17T11:40", "2026-11-17T14:00"),
        ("2026-11-17T12:30", "2026-11-17T14:20"),
        ("2026-11-17T17:15", "2026-11-18T08:30"),
        ("2026-11-17T20:00", "2026-11-18T08:50"),
        ("2026-11-20T20:00", "2026-11-23T08:50"),  # a weekend
        ("2026-09-30T20:00", "2026-10-08T08:50"),  # National Day
        ("2026-10-09T20:00", "2026-10-10T08:50"),  # and the Saturday that is worked for it
        ("2026-10-10T20:00", "2026-10-12T08:50"),
        ("2026-02-14T10:00", "2026-02-14T10:20"),  # the Saturday before Spring Festival
        ("2026-02-14T17:20", "2026-02-24T08:30"),
        ("2026-02-18T10:00", "2026-02-24T08:50"),
        ("2026-02-28T09:00", "2026-02-28T09:20"),
        ("2025-12-31T18:00", "2026-01-04T08:50"),  # New Year ends on a Sunday that is worked
        ("2024-02-28T18:00", "2024-02-29T08:50"),
    ],
)
def test_people_work_in_office_hours(begun: str, due: str) -> None:
    assert pace(steps=OFFICER).due("release", at(begun), 0.5) == at(due)


@pytest.mark.parametrize(
    ("begun", "due"),
    [
        ("2026-11-17T09:45", "2026-11-17T11:30"),
        ("2026-11-17T11:45", "2026-11-17T14:00"),
        ("2026-11-19T09:00", "2026-11-19T09:20"),
        ("2026-11-19T11:05", "2026-11-20T14:00"),
        ("2026-11-19T20:00", "2026-11-20T14:00"),
    ],
)
def test_people_wait_for_the_end_of_maintenance_too(begun: str, due: str) -> None:
    windows = """
        [[maintenance]]
        from = "10:00"
        until = "11:30"
        [[maintenance]]
        from = "2026-11-19 11:20"
        until = "2026-11-20 13:00"
    """
    assert pace(windows, steps=OFFICER).due("release", at(begun), 0.5) == at(due)


@given(st.datetimes(datetime(2025, 1, 1), datetime(2027, 12, 31)), st.floats(0, 1, exclude_max=True))
def test_people_never_work_in_closed_hours(begun: datetime, draw: float) -> None:
    windows = "".join(f'[[maintenance]]\nfrom = "{one}"\nuntil = "{other}"\n' for one, other in LONGEST)
    due = pace(windows, steps=OFFICER).due("release", begun, draw)
    assert is_open(due)
    assert due - begun < timedelta(days=60)
    assert not at("2000-01-01T08:00").time() <= due.time() < at("2000-01-01T14:00").time()


LONGEST = [("08:00", "14:00"), ("01-15 00:00", "02-15 00:00")]
"""As much maintenance as a pace may have."""


# ── what a pace is ───────────────────────────────────────────────────────────────────────────────


def test_four_times_make_a_pace() -> None:
    four = simple_pace(timedelta(seconds=2), timedelta(0), timedelta(milliseconds=1.5), timedelta(days=1))
    taken = [four.due(event, BEGUN, 0.9) - BEGUN for event in ("accept", "enter", "release", "deliver", "collect")]
    assert taken == [timedelta(seconds=2), timedelta(0), timedelta(milliseconds=1), timedelta(days=1), timedelta(0)]
    assert four.timed == {"accept", "release", "deliver"}


def test_four_times_may_be_nothing_but_not_negative() -> None:
    nothing = simple_pace(*[timedelta()] * 4)
    assert nothing.timed == INSTANT.timed == frozenset()
    with pytest.raises(ValueError, match=r"enter cannot take -1\.0 seconds"):
        simple_pace(timedelta(), timedelta(seconds=-1), timedelta(), timedelta())


def test_a_pace_is_a_value() -> None:
    typical = named_pace("typical")
    assert typical == named_pace("typical") != named_pace("slow")
    assert len({typical, named_pace("slow"), INSTANT}) == 3
    with pytest.raises(FrozenInstanceError):
        typical.name = "other"  # type: ignore[misc]
    with pytest.raises(TypeError):
        typical.steps["accept"] = INSTANT.steps["accept"]  # type: ignore[index]


def test_whoever_needs_no_pace_pays_for_none() -> None:
    look = "import sys, simulator.pace.profile; print({'tomllib', 'statistics', 'chinese_calendar'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"

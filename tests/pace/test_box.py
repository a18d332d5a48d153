"""The paces that come with the box: complete, and as quick or slow as the trade knows them."""

from datetime import datetime, timedelta
from importlib.resources import files

import pytest

from gateway_client.facts.workdays import is_open
from simulator.pace.profile import INSTANT, STEPS
from simulator.pace.reading import NAMES, WrongPace, named_pace
from simulator.steps import Event

ORDINARY = datetime(2026, 11, 17, 10)
"""A Tuesday morning."""


def seconds(name: str, step: str, draw: float, begun: datetime = ORDINARY) -> float:
    return (named_pace(name).due(step, begun, draw) - begun).total_seconds()


def test_the_steps_are_those_of_declarations() -> None:
    assert set(STEPS) == set(Event) - {Event.COLLECT, Event.SUM}


def test_every_file_in_the_box_is_named() -> None:
    folder = files("simulator.pace").joinpath("profiles")
    assert sorted(each.name for each in folder.iterdir()) == sorted(f"{name}.toml" for name in NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_each_says_what_it_is_and_how_long_everything_takes(name: str) -> None:
    pace = named_pace(name)
    assert pace.name == name
    assert pace.title.en
    assert pace.title.zh
    assert set(pace.steps) == set(STEPS)


@pytest.mark.parametrize("name", NAMES)
def test_what_nobody_measured_is_marked(name: str) -> None:
    text = files("simulator.pace").joinpath("profiles", f"{name}.toml").read_text(encoding="utf-8")
    assert "# assumed" in text  # each figure has a mark: tests/ledger


def test_instant_is_the_one_that_needs_no_file() -> None:
    assert named_pace("instant") == INSTANT
    assert INSTANT.timed == frozenset()
    assert all(INSTANT.due(event, ORDINARY, 0.999) is ORDINARY for event in Event)


def test_a_typical_day_answers_every_second() -> None:
    assert [seconds("typical", step, 0.5) for step in ("accept", "enter", "release")] == [1, 1, 1]


def test_a_typical_day_rarely_takes_minutes() -> None:
    assert all(seconds("typical", step, 0.95) < 15 for step in ("accept", "enter", "release"))
    assert 10 < seconds("typical", "enter", 0.999) < 60
    assert seconds("typical", "enter", 0.9999999999) < 600


def test_customs_picks_up_every_15_seconds_in_the_season() -> None:
    assert seconds("double11", "enter", 0.5) == 15
    assert seconds("double11", "release", 0.5) == 15


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("draw", [0.05, 0.5, 0.95])
def test_the_season_is_slower_than_a_typical_day_and_a_slow_port_slower_than_that(step: str, draw: float) -> None:
    assert seconds("typical", step, draw) < seconds("double11", step, draw) < seconds("slow", step, draw)


@pytest.mark.parametrize(
    ("moment", "factor"),
    [
        ("2026-10-31T19:59:59.999", 1),
        ("2026-10-31T20:00", 4),
        ("2026-11-01T01:59:59.999", 4),
        ("2026-11-01T02:00", 1),
        ("2026-11-10T23:59:59.999", 1),
        ("2026-11-11T00:00", 10),
        ("2026-11-11T01:59:59.999", 10),
        ("2026-11-11T02:00", 5),
        ("2026-11-11T20:00", 5),
        ("2026-11-11T23:59:59.999", 5),
        ("2026-11-12T00:00", 1),
        ("2031-11-11T20:00", 5),
    ],
)
def test_the_day_itself(moment: str, factor: int) -> None:
    assert seconds("double11", "enter", 0.5, datetime.fromisoformat(moment)) == 15 * factor


def test_a_busy_day_at_customs_does_not_slow_the_carrier() -> None:
    assert seconds("double11", "deliver", 0.5, datetime(2026, 11, 11, 20)) == seconds("double11", "deliver", 0.5)


@pytest.mark.parametrize("draw", [0, 0.1, 0.5, 0.9, 0.999])
@pytest.mark.parametrize("hour", range(24))
def test_a_slow_port_releases_in_office_hours_only(hour: int, draw: float) -> None:
    for day in range(1, 13):  # National Day and the Saturday after it
        assert is_open(named_pace("slow").due("release", datetime(2026, 10, day, hour, 59), draw))


def test_a_slow_port_sleeps_from_two_to_four_but_its_carrier_does_not() -> None:
    slow = named_pace("slow")
    begun = datetime(2026, 11, 17, 1, 59, 58)
    assert slow.due("accept", begun, 0.5) == datetime(2026, 11, 17, 4)
    assert slow.due("deliver", datetime(2026, 11, 13, 2, 30), 0.5) == datetime(2026, 11, 17, 2, 30)
    assert slow.due("accept", datetime(2026, 11, 17, 4), 0.5) < datetime(2026, 11, 17, 4) + timedelta(minutes=2)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("typicl", 'there is no pace "typicl", only instant, typical, double11, slow. Did you mean typical?'),
        ("Double11", 'there is no pace "Double11", only instant, typical, double11, slow. Did you mean double11?'),
        ("../x", 'there is no pace "../x", only instant, typical, double11, slow'),
        ("", 'there is no pace "", only instant, typical, double11, slow'),
    ],
)
def test_there_is_no_such_pace(name: str, message: str) -> None:
    with pytest.raises(WrongPace) as wrong:
        named_pace(name)
    assert str(wrong.value) == message

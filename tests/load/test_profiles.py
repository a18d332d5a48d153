"""Arrival profiles: what the files of the box mean, and what is wrong with others."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway_client.wire.findings import Words
from simulator.rush.profile import BETWEEN, Profile
from simulator.rush.reading import NAMES, find_profile, folder, read_profile
from simulator.strict.finding import WrongFile
from tests.cli.running import same_as_golden

BROKEN = Path(__file__).parent / "broken"
WORDS = Words("One", "某")
MINUTES = st.lists(st.floats(0, 10, allow_subnormal=False), min_size=2, max_size=60).map(tuple)
PROFILES = st.builds(
    Profile, st.just("own"), st.just(WORDS), MINUTES, st.sampled_from(BETWEEN), st.none() | st.just(2.0)
)


def test_the_box_has_all_of_its_folder() -> None:
    assert {path.stem for path in (folder() / "profiles").glob("*.toml")} == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_those_of_the_box(name: str) -> None:
    profile = find_profile(name)
    assert profile.name == name
    assert profile.schedule(100, 60).total > 0


def test_as_many_all_the_time() -> None:
    schedule = find_profile("steady").schedule(10, 60)
    assert [schedule.arrived_by(second) for second in (-1, 0, 0.5, 30, 60, 61)] == [0, 0, 5, 300, 600, 600]


def test_more_and_more() -> None:
    schedule = find_profile("ramp").schedule(10, 60)
    assert [schedule.arrived_by(second) for second in (0, 30, 60)] == [0, 150, 600]


def test_the_wave_of_midnight() -> None:
    schedule = find_profile("double11").schedule(100, 45)  # a second for each minute
    before, after = (schedule.arrived_by(second + 1) - schedule.arrived_by(second) for second in (14, 15))
    assert (before, after) == (20, 800)


def test_files_at_intervals() -> None:
    schedule = find_profile("batch").schedule(10, 12)
    assert [schedule.arrived_by(second) for second in (0, 4.9, 5, 9.9, 10, 12)] == [50, 50, 100, 100, 120, 120]


@given(PROFILES, st.floats(0.1, 1000), st.floats(0.1, 100), st.integers(1, 5))
def test_nobody_arrives_twice_and_all_arrive(profile: Profile, rate: float, seconds: float, workers: int) -> None:
    schedule = profile.schedule(rate, seconds)
    moments = [seconds * part / 20 for part in range(22)]
    arrived = [schedule.arrived_by(moment) for moment in moments]
    assert arrived == sorted(arrived)
    assert arrived[-1] == schedule.total
    for moment, all_ in zip(moments, arrived, strict=True):
        assert sum(schedule.share(moment, worker, workers) for worker in range(workers)) == all_


def complaints(lang: str) -> Iterator[str]:
    for path in sorted(BROKEN.glob("*.toml")):
        with pytest.raises(WrongFile) as wrong:
            read_profile(path.read_text(encoding="utf-8"), path.name)
        yield wrong.value.said(lang)
    with pytest.raises(WrongFile) as wrong:
        find_profile("doubel11")
    yield wrong.value.said(lang)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_is_wrong_with_others(lang: str) -> None:
    same_as_golden(f"load-profiles-{lang}.txt", "\n".join(complaints(lang)) + "\n")

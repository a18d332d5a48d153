"""Beijing time everywhere, whatever the machine says, and never backwards."""

import time
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from simulator.clock import (
    Backwards,
    Setting,
    SteppedClock,
    WallClock,
    clock_of,
    day_of,
    moment,
    setting,
    setting_of,
    stamp,
)
from tests.purchases import NOON


@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Asia/Kolkata", "Pacific/Kiritimati"])
def test_it_is_beijing_time_in_every_zone(monkeypatch: pytest.MonkeyPatch, zone: str) -> None:
    with monkeypatch.context() as patch:
        patch.setenv("TZ", zone)
        time.tzset()
        now = WallClock().now()
        expected = datetime.now(UTC).replace(tzinfo=None) + timedelta(hours=8)
        assert abs(now - expected) < timedelta(seconds=5)
        assert abs(WallClock(NOON).now() - NOON) < timedelta(seconds=5)
    time.tzset()


def test_a_machine_whose_clock_is_set_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    ticks = iter([100.0, 100.0, 105.0, 3705.25])
    clock = WallClock(NOON, ticks=lambda: next(ticks))
    seen = []
    for set_by in (0, -7200, 86400 * 366):
        monkeypatch.setattr(time, "time", lambda by=set_by: 1_790_000_000 + by)
        seen.append(clock.now() - NOON)
    assert seen == [timedelta(), timedelta(seconds=5), timedelta(seconds=3605.25)]


def test_a_running_clock_can_run_many_times_as_fast_and_leap() -> None:
    ticks = iter([0.0, 2.0, 2.0, 2.0, 3.5])
    clock = WallClock(NOON, rate=60, ticks=lambda: next(ticks))
    assert clock.now() == NOON + timedelta(minutes=2)
    clock.move_to(datetime(2027, 1, 1))
    assert clock.now() == datetime(2027, 1, 1, 0, 1, 30)


@pytest.mark.parametrize("kind", [SteppedClock, WallClock])
def test_no_clock_goes_back(kind: type[SteppedClock] | type[WallClock]) -> None:
    clock = kind(NOON)
    with pytest.raises(Backwards, match="2026-11-11 11:59:00 is before the world's time, 2026-11-11 12:00:00"):
        clock.move_to(NOON - timedelta(minutes=1))


@pytest.mark.parametrize(
    "kept",
    [
        Setting("stepped", NOON),
        Setting("instant", datetime(2028, 2, 29, 23, 59, 59, 999_000)),
        Setting("running", datetime(2190, 1, 1), Decimal("0.5")),
        Setting("machine", datetime(2190, 1, 1)),
    ],
)
def test_a_clock_that_was_kept_goes_on(kept: Setting) -> None:
    assert setting(str(kept)) == kept
    went_on = setting_of(clock_of(setting(str(kept))))
    assert went_on.at - kept.at < timedelta(seconds=5)
    assert went_on.rate == kept.rate
    assert went_on.kind == ("running" if kept.kind == "machine" else kept.kind)  # the machine's is behind, so far


def test_a_stepped_clock_stands_still_and_never_goes_back() -> None:
    clock = SteppedClock(NOON)
    assert clock.now() == clock.now() == NOON
    clock.advance(timedelta(days=51))
    assert clock.now() == datetime(2027, 1, 1, 12)
    with pytest.raises(ValueError, match="cannot go back by 0:00:01"):
        clock.advance(timedelta(seconds=-1))


@pytest.mark.parametrize(
    ("when", "number"),
    [
        (datetime(2026, 12, 31, 23, 59, 59, 999_999), 20261231235959999),
        (datetime(2027, 1, 1), 20270101000000000),
        (datetime(2024, 2, 29, 1, 2, 3, 4000), 20240229010203004),
    ],
)
def test_a_stamp_is_the_moment_to_the_millisecond(when: datetime, number: int) -> None:
    assert stamp(when) == number
    assert stamp(moment(number)) == number
    assert day_of(number) == when.date()

"""Beijing time everywhere, whatever the machine says, and never backwards."""

import time
from datetime import UTC, datetime, timedelta

import pytest

from simulator.clock import SteppedClock, WallClock, day_of, moment, stamp
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


def test_a_machine_that_jumps_back_holds_the_clock_up() -> None:
    machine = iter([NOON + timedelta(seconds=seconds) for seconds in (0, 5, 3, -3600, 4, 6)])

    class Jumping(WallClock):
        _machine = staticmethod(lambda: next(machine))

    clock = Jumping()
    assert [(clock.now() - NOON).seconds for _ in range(6)] == [0, 5, 5, 5, 5, 6]


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

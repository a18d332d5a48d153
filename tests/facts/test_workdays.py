"""Which days and hours customs works; the days are those of the State Council's notices."""

import subprocess
import sys
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway_client.facts.workdays import is_open, is_workday, known_years, next_open

MOMENTS = st.datetimes(datetime(1999, 1, 1), datetime(2100, 12, 31))


def days(first: str, last: str) -> list[date]:
    begin, end = date.fromisoformat(first), date.fromisoformat(last)
    return [begin + timedelta(days=each) for each in range((end - begin).days + 1)]


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("2026-01-01", "2026-01-03"),
        ("2026-02-15", "2026-02-23"),  # Spring Festival, nine days
        ("2026-04-04", "2026-04-06"),
        ("2026-05-01", "2026-05-05"),
        ("2026-06-19", "2026-06-21"),
        ("2026-09-25", "2026-09-27"),
        ("2026-10-01", "2026-10-07"),
        ("2025-01-28", "2025-02-04"),
        ("2025-10-01", "2025-10-08"),  # Mid-Autumn falls into National Day
        ("2024-02-10", "2024-02-17"),
        ("2020-01-24", "2020-02-02"),  # prolonged by the epidemic
    ],
)
def test_holidays_are_free(first: str, last: str) -> None:
    assert not any(map(is_workday, days(first, last)))


@pytest.mark.parametrize(
    "day",
    [
        *("2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"),
        *("2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28", "2025-10-11"),
        *("2024-02-04", "2024-02-18", "2024-09-29", "2024-10-12"),
    ],
)
def test_weekends_are_worked_in_exchange(day: str) -> None:
    assert date.fromisoformat(day).weekday() >= 5
    assert is_workday(date.fromisoformat(day))


def test_all_other_days_go_by_the_week() -> None:
    november = days("2026-11-01", "2026-11-30")
    assert [is_workday(day) for day in november] == [day.weekday() < 5 for day in november]


def test_2026_has_248_workdays() -> None:
    assert sum(map(is_workday, days("2026-01-01", "2026-12-31"))) == 248


def test_the_years_that_are_known() -> None:
    assert {2016, 2026} <= set(known_years())
    assert 2003 not in known_years()


def test_in_unknown_years_only_weekends_are_free() -> None:
    for year in (2003, known_years()[-1] + 1, 2099):
        assert all(is_workday(day) == (day.weekday() < 5) for day in days(f"{year}-01-01", f"{year}-12-31"))


def test_a_moment_may_stand_for_its_day() -> None:
    assert is_workday(datetime(2026, 10, 10, 23))
    assert not is_workday(datetime(2026, 10, 1, 9))


@pytest.mark.parametrize(
    ("clock", "opened"),
    [
        ("00:00", False),
        ("08:29:59.999999", False),
        ("08:30", True),
        ("11:59:59.999999", True),
        ("12:00", False),
        ("13:59:59", False),
        ("14:00", True),
        ("17:29:59.999", True),
        ("17:30", False),
        ("23:59:59", False),
    ],
)
def test_office_hours(clock: str, opened: bool) -> None:
    assert is_open(datetime.fromisoformat(f"2026-11-11T{clock}")) is opened
    assert is_open(datetime.fromisoformat(f"2026-10-10T{clock}")) is opened  # a Saturday worked for National Day
    assert is_open(datetime.fromisoformat(f"2026-10-01T{clock}")) is False
    assert is_open(datetime.fromisoformat(f"2026-11-14T{clock}")) is False


@pytest.mark.parametrize(
    ("moment", "opens"),
    [
        ("2026-11-11T09:00:00.123456", "2026-11-11T09:00:00.123456"),
        ("2026-11-11T03:00", "2026-11-11T08:30"),
        ("2026-11-11T12:00", "2026-11-11T14:00"),
        ("2026-11-11T17:30", "2026-11-12T08:30"),
        ("2026-11-13T18:00", "2026-11-16T08:30"),  # Friday evening
        ("2026-09-30T17:30", "2026-10-08T08:30"),  # National Day
        ("2026-10-09T20:00", "2026-10-10T08:30"),  # and the Saturday after it
        ("2026-10-10T17:30", "2026-10-12T08:30"),
        ("2026-02-13T17:30", "2026-02-14T08:30"),  # the Saturday before Spring Festival
        ("2026-02-14T17:30", "2026-02-24T08:30"),
        ("2026-02-27T17:30", "2026-02-28T08:30"),
        ("2026-02-28T17:30", "2026-03-02T08:30"),
        ("2025-12-31T17:30", "2026-01-04T08:30"),  # the year's end: a Sunday is worked
        ("2024-02-28T17:30", "2024-02-29T08:30"),
        ("2099-10-02T17:30", "2099-10-05T08:30"),  # nothing is known: a weekend, and no National Day
    ],
)
def test_next_open(moment: str, opens: str) -> None:
    assert next_open(datetime.fromisoformat(moment)) == datetime.fromisoformat(opens)


@given(MOMENTS)
def test_the_next_open_moment_is_the_first(moment: datetime) -> None:
    found = next_open(moment)
    assert found >= moment
    assert is_open(found)
    assert next_open(found) == found
    if found > moment:
        assert not is_open(found - timedelta(microseconds=1))


def test_nobody_pays_for_days_that_are_not_asked_for() -> None:
    look = "import sys, gateway_client.facts.workdays; print('chinese_calendar' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"

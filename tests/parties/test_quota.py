"""What a person may still buy in a year, as the door of quotas tells it."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from simulator.grounds import in_process
from simulator.sandbox.sandbox import Sandbox
from tests.enterprise import Enterprise
from tests.parties.deciding import decided, entered
from tests.simulator.gateway import SLOW, Gateway
from tests.worlds.places import begun

KNOWN, UNKNOWN = "420106197804050008", "440106199003071231"
WORLD = f"""
clock = {{ kind = "stepped", at = 2026-11-11T12:00:00 }}
[[people]]
idNumber = "{KNOWN}"
used = {{ 2026 = "25950.00", 2025 = "26000" }}
"""


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    with Gateway(tmp_path_factory.mktemp("quota") / "kouan.db") as opened:
        yield opened


def told(http: Any, number: str, **query: Any) -> tuple[int, str, str, str]:
    answer = http.get(f"/_kouan/quota/{number}", params=query)
    assert answer.status_code == 200, answer.text
    said = answer.json()
    assert list(said) == ["idNumber", "year", "limit", "used", "left"]
    return said["year"], said["limit"], said["used"], said["left"]


def test_what_a_world_begins_with(gateway: Gateway) -> None:
    place = begun(gateway, "begins", WORLD)
    assert told(place, KNOWN) == (2026, "26000.00", "25950.00", "50.00")
    assert told(place, KNOWN, year=2025) == (2025, "26000.00", "26000.00", "0.00")
    assert told(place, KNOWN, year=2018) == (2018, "20000.00", "0.00", "20000.00")
    assert told(place, UNKNOWN) == (2026, "26000.00", "0.00", "26000.00")
    assert told(gateway, KNOWN) == (2026, "26000.00", "0.00", "26000.00")  # in the world of everybody


def test_the_year_is_the_clocks(gateway: Gateway) -> None:
    place = begun(gateway, "new-year", WORLD)
    place.clock(to="2027-01-01T00:00")
    assert told(place, KNOWN) == (2027, "26000.00", "0.00", "26000.00")
    assert told(place, KNOWN, year=2026) == (2026, "26000.00", "25950.00", "50.00")


def test_an_x_is_an_x_however_it_is_written(gateway: Gateway) -> None:
    number = "11010519491231002X"
    place = begun(gateway, "x")
    enterprise = Enterprise(place, 1)
    enterprise.send_all(enterprise.purchase(1, buyer_id_number=number))
    enterprise.send_all(enterprise.purchase(2, buyer_id_number=number.lower()))
    assert told(place, number) == told(place, number.lower()) == (2026, "26000.00", "518.00", "25482.00")
    assert place.get(f"/_kouan/quota/{number.lower()}").json()["idNumber"] == number


@pytest.mark.parametrize(
    ("number", "year", "place", "value", "why"),
    [
        ("123", None, "path.idNumber", "123", "is no resident identity number: 17 digits and a digit or X"),
        (UNKNOWN[:17] + "2", None, "path.idNumber", UNKNOWN[:17] + "2", "the check digit is wrong, it should be 1"),
        ("440106199013071231", None, "path.idNumber", "440106199013071231", "the calendar has no birth date 19901307"),
        ("1" * 61, None, "path.idNumber", "1" * 61, "String should have at most 60 characters"),
        *[
            (KNOWN, year, "query.year", year, "is no year with a yearly limit, only those from 2016 to 2199 are")
            for year in ("2015", "2200", "26", "-2026", "２０２６", "2026.0", "this", "")
        ],
    ],
)
def test_what_cannot_be_asked(
    gateway: Gateway, number: str, year: str | None, place: str, value: str, why: str
) -> None:
    answer = gateway.get(f"/_kouan/quota/{number}", params={} if year is None else {"year": year})
    assert answer.status_code == 422
    assert answer.json() == {"errors": [{"place": place, "value": value, "why": why}]}


def test_a_clock_before_there_was_a_limit(gateway: Gateway) -> None:
    place = begun(gateway, "early", 'clock = { kind = "stepped", at = 2015-06-01T00:00:00 }')
    answer = place.get(f"/_kouan/quota/{KNOWN}")
    assert (answer.status_code, answer.json()["errors"][0]["place"]) == (422, "query.year")
    assert answer.json()["errors"][0]["value"] == "2015"
    assert told(place, KNOWN, year=2016)[1] == "20000.00"


def test_what_was_charged_in_an_old_year_is_given_back_to_that_year(tmp_path: Any) -> None:
    start = datetime(2026, 12, 31, 23, 59)
    with Gateway(tmp_path / "kouan.db", start=start, pace=SLOW) as gateway:
        enterprise = Enterprise(gateway, 1)
        for n in (1, 2):
            enterprise.send_all(enterprise.purchase(n, day=date(2026, 12, 31), buyer_id_number=UNKNOWN))
        number = entered(enterprise)
        assert told(gateway, UNKNOWN)[2] == "518.00"
        gateway.clock.move_to(datetime(2027, 1, 1))
        assert decided(enterprise, number, decision="refuse", reason="收货地址不详")["status"] == "100"
        assert told(gateway, UNKNOWN, year=2026)[2:] == ("259.00", "25741.00")
        assert told(gateway, UNKNOWN)[2:] == ("0.00", "26000.00")
        gateway.clock.advance(timedelta(days=1))
        gateway.catch_up()
        assert [enterprise.history(n)["state"] for n in (1, 2)] == ["refused", "released"]


def test_from_a_sandbox() -> None:
    with in_process() as wire, Sandbox.begin(wire, "box", WORLD) as box:
        assert box.quota(KNOWN)["left"] == "50.00"
        assert box.quota(KNOWN, 2018) == {
            "idNumber": KNOWN,
            "year": 2018,
            "limit": "20000.00",
            "used": "0.00",
            "left": "20000.00",
        }

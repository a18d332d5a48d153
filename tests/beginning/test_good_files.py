"""A world file says what is then true; what it does not say is left open."""

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from simulator.beginning.reading import read_beginning
from simulator.beginning.start import (
    EMPTY,
    Beginning,
    ClockSetting,
    Enterprise,
    Good,
    LegalUnits,
    Person,
    PositiveLine,
    Stock,
)

WORLDS = sorted((Path(__file__).parents[2] / "scenarios/worlds").glob("*.toml"))

FULL = """
title = "Year's end, everything used up"
seed = "kouan"
claims = ["DXPENT0000000001", "DXPENT0000000002"]
pace = { accept = "1s", rushes = [{ factor = 2 }], office = true }

[clock]
kind = "running"
at = 2026-12-31T10:00:00
rate = "60"

[[enterprises]]
code = "4401960001"
name = "海购平台"
kinds = ["platform", "retailer"]

[[enterprises]]
code = "91440101MA5ABCDEF1"
name = "云仓"
kinds = ["warehouse"]

[[people]]
idNumber = "110101199003078515"
used = { 2027 = 1, 2026 = "26000.00" }

[[stock]]
emsNo = "L9013B19A008"
itemRecordNo = "1001"
actlIncQty = "100.5"
actlRedcQty = 20
prevdRedcQty = "80.50000"

[[stock]]
emsNo = "L9013B19A008"
itemRecordNo = "1002"
actlIncQty = 7

[[goods]]
ebcCode = "4401960002"
itemNo = "MILK3"
gcode = "1901101000"

[[positiveList]]
code = "19011010"
since = 2016-04-08
until = 2099-12-31

[[positiveList]]
code = "19011090"

[[legalUnits]]
gcode = "1901101000"
unit1 = "035"

[[legalUnits]]
gcode = "3304990099"
unit1 = "035"
unit2 = "011"
"""


def read(text: str) -> Beginning:
    return read_beginning(text, "shop.toml")


def test_everything_that_can_be_said() -> None:
    assert read(FULL) == Beginning(
        title="Year's end, everything used up",
        seed="kouan",
        claims=("DXPENT0000000001", "DXPENT0000000002"),
        pace={"accept": "1s", "rushes": [{"factor": 2}], "office": True},
        clock=ClockSetting("running", datetime(2026, 12, 31, 10), Decimal(60)),
        enterprises=(
            Enterprise("4401960001", "海购平台", ("platform", "retailer")),
            Enterprise("91440101MA5ABCDEF1", "云仓", ("warehouse",)),
        ),
        people=(Person("110101199003078515", ((2026, Decimal(26000)), (2027, Decimal(1)))),),
        stock=(
            Stock("L9013B19A008", "1001", Decimal("100.5"), Decimal(20), Decimal("80.5")),
            Stock("L9013B19A008", "1002", Decimal(7), Decimal(0), Decimal(0)),
        ),
        goods=(Good("4401960002", "MILK3", "1901101000"),),
        positive_list=(PositiveLine("19011010", date(2016, 4, 8), date(2099, 12, 31)), PositiveLine("19011090")),
        legal_units=(LegalUnits("1901101000", "035"), LegalUnits("3304990099", "035", "011")),
    )


def test_what_may_still_be_declared() -> None:
    assert [line.surplus for line in read(FULL).stock] == [0, 7]


@pytest.mark.parametrize("text", ["", "\ufeff", "# nothing\r\n", "[clock]", "people = []\nclaims = []"])
def test_nothing_said(text: str) -> None:
    assert read(text) == EMPTY


@pytest.mark.parametrize(
    ("written", "at"),
    [
        ("2026-12-31T10:00:00", datetime(2026, 12, 31, 10)),
        ("2026-12-31 10:00:00.125", datetime(2026, 12, 31, 10, 0, 0, 125000)),
        ("2026-12-31T20:00:00Z", datetime(2027, 1, 1, 4)),
        ("2026-12-31T10:00:00+08:00", datetime(2026, 12, 31, 10)),
        ("1999-12-31T16:00:00Z", datetime(2000, 1, 1)),
        ("2199-12-31T23:59:59", datetime(2199, 12, 31, 23, 59, 59)),
        ("2026-12-31", datetime(2026, 12, 31)),
    ],
)
def test_the_clock_is_in_beijing(written: str, at: datetime) -> None:
    assert read(f"clock = {{ kind = 'stepped', at = {written} }}").clock == ClockSetting("stepped", at)


@pytest.mark.parametrize(
    ("written", "rate"), [("60", "60"), ('"0.5"', "0.5"), ("0.50", "0.5"), ("1_0.5", "10.5"), ("1000000", "1000000")]
)
def test_the_rate_is_a_number_or_a_text(written: str, rate: str) -> None:
    assert read(f"clock.rate = {written}").clock.rate == Decimal(rate)


def test_the_name_of_a_pace() -> None:
    assert read('pace = "typical"').pace == "typical"


def test_a_small_x_is_a_capital_one() -> None:
    (person,) = read('[[people]]\nidNumber = "11010119900307002x"\nused = {}').people
    assert person == Person("11010119900307002X", ())


def test_each_year_has_its_own_limit() -> None:
    (person,) = read('[[people]]\nidNumber = "110101199003078515"\nused = { 2018 = "20000", 2019 = "26000" }').people
    assert person.used == ((2018, Decimal(20000)), (2019, Decimal(26000)))


@pytest.mark.parametrize("path", WORLDS, ids=lambda path: path.stem)
def test_the_files_of_the_house(path: Path) -> None:
    beginning = read_beginning(path.read_text(encoding="utf-8"), path.name)
    assert beginning.title
    assert beginning != EMPTY


def test_there_are_files_of_the_house() -> None:
    assert [path.stem for path in WORLDS] == ["bonded", "positive-list", "year-end"]

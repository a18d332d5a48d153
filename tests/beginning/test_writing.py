"""A beginning is written as a world file, and reading that file makes the same beginning again."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway_client.facts.numbers import resident_check
from simulator.beginning.reading import read_beginning
from simulator.beginning.start import (
    EMPTY,
    TRADES,
    Beginning,
    ClockSetting,
    Enterprise,
    Good,
    LegalUnits,
    Person,
    PositiveLine,
    Stock,
)
from simulator.beginning.writing import tables_to_toml, to_toml
from simulator.pace.reading import NAMES
from tests.beginning.test_good_files import FULL, WORLDS
from tests.beginning.test_round_trip import PLAIN, QUANTITIES, TEXTS, YUAN

LINES = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn", "Z"]), min_size=1, max_size=20)
CLOCKS = st.builds(
    ClockSetting,
    st.sampled_from(["stepped", "instant"]),
    st.none() | st.datetimes(datetime(2000, 1, 1), datetime(2199, 12, 31)),
) | st.builds(
    ClockSetting,
    st.just("running"),
    st.none() | st.datetimes(datetime(2000, 1, 1), datetime(2199, 12, 31)),
    st.decimals("0.000000001", 1_000_000, places=9),
)
ID_NUMBERS = st.integers(1, 999).map(lambda serial: f"11010119900307{serial:03d}").map(lambda n: n + resident_check(n))
DAYS = st.dates(date(2000, 1, 1), date(2199, 12, 31))
GCODES = st.from_regex(r"[0-9]{10}", fullmatch=True)
BEGINNINGS = st.builds(
    Beginning,
    title=st.none() | LINES,
    seed=st.none() | LINES.filter(lambda seed: len(seed.encode()) <= 64),
    claims=st.lists(st.from_regex(r"[A-Z0-9]{1,30}", fullmatch=True), max_size=3, unique=True).map(tuple),
    pace=st.none() | LINES | st.dictionaries(TEXTS, PLAIN, max_size=3),
    clock=CLOCKS,
    enterprises=st.lists(
        st.builds(
            Enterprise,
            st.from_regex(r"[0-9A-Z]{10}", fullmatch=True),
            LINES,
            st.lists(st.sampled_from(list(TRADES)), min_size=1, unique=True).map(tuple),
        ),
        max_size=3,
        unique_by=lambda one: one.code,
    ).map(tuple),
    people=st.lists(
        st.builds(
            Person,
            ID_NUMBERS,
            st.dictionaries(st.integers(2019, 2199), YUAN, max_size=3).map(lambda used: tuple(sorted(used.items()))),
        ),
        max_size=3,
        unique_by=lambda one: one.id_number,
    ).map(tuple),
    stock=st.lists(
        st.builds(Stock, LINES, LINES, QUANTITIES), max_size=3, unique_by=lambda one: (one.ems_no, one.item_record_no)
    ).map(tuple),
    goods=st.lists(
        st.builds(Good, st.just("4401960002"), st.from_regex(r"[A-Z0-9]{1,20}", fullmatch=True), GCODES),
        max_size=3,
        unique_by=lambda one: one.item_no,
    ).map(tuple),
    positive_list=st.lists(
        st.builds(PositiveLine, GCODES.map(lambda code: code[:8]), st.none() | DAYS, st.none()),
        max_size=3,
        unique_by=lambda one: one.code,
    ).map(tuple),
    legal_units=st.lists(
        st.builds(LegalUnits, GCODES, st.just("035"), st.none() | st.just("011")),
        max_size=3,
        unique_by=lambda one: one.gcode,
    ).map(tuple),
)


@given(BEGINNINGS)
def test_what_is_written_is_read_again(beginning: Beginning) -> None:
    assert read_beginning(to_toml(beginning), "shop.toml") == beginning


@pytest.mark.parametrize("text", [FULL, *(path.read_text(encoding="utf-8") for path in WORLDS)], ids=range(4))
def test_files_come_back(text: str) -> None:
    beginning = read_beginning(text, "shop.toml")
    again = to_toml(beginning)
    assert read_beginning(again, "shop.toml") == beginning
    assert to_toml(read_beginning(again, "shop.toml")) == again


def test_a_pace_of_several_tables() -> None:
    pace = {
        "steps": {"accept": {"distribution": "lognormal", "median": "1s", "spread": "1.5"}},
        "busy": [{"from": "11-11", "factor": 2, "steps": ["enter"]}, {}],
        'odd key \x7f"\\': True,
    }
    beginning = Beginning(pace=pace)
    assert read_beginning(to_toml(beginning), "shop.toml") == beginning


def test_it_is_written_as_people_write_it() -> None:
    beginning = Beginning(
        title="年末",
        pace=NAMES[1],
        clock=ClockSetting("stepped", datetime(2026, 12, 31, 10)),
        people=(Person("110101199003078515", ((2026, Decimal("26000.00")),)),),
        stock=(Stock("L9013B19A008", "1001", Decimal("100.50")),),
    )
    assert to_toml(beginning) == (
        'title = "年末"\npace = "typical"\n\n'
        '[clock]\nkind = "stepped"\nat = 2026-12-31T10:00:00\n\n'
        '[[people]]\nidNumber = "110101199003078515"\nused = {2026 = "26000"}\n\n'
        '[[stock]]\nemsNo = "L9013B19A008"\nitemRecordNo = "1001"\nactlIncQty = "100.5"\n'
    )


def test_nothing_said_is_an_empty_file() -> None:
    assert to_toml(EMPTY) == "\n"
    assert read_beginning("\n", "shop.toml") == EMPTY


def test_tables_of_a_program() -> None:
    tables = {
        "a b": ['x"\\\x7f\n', 1, True, 0.5, Decimal("2.50")],
        "at": datetime(2026, 1, 2, 3),
        "on": date(2026, 1, 2),
    }
    assert tables_to_toml(tables) == (
        '"a b" = ["x\\"\\\\\\u007f\\n", 1, true, 0.5, "2.50"]\nat = 2026-01-02T03:00:00\non = 2026-01-02\n'
    )


def test_what_toml_has_no_words_for() -> None:
    with pytest.raises(TypeError, match=r"^pace\.steps\[2\]\.time: a NoneType cannot stand in a world file: None$"):
        tables_to_toml({"pace": {"steps": [1, {"time": None}]}})

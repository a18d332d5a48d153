"""A beginning is kept as JSON and comes back as it was; equal ones are kept as equal bytes."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import get_args

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.beginning.reading import read_beginning
from simulator.beginning.start import (
    CLOCKS,
    EMPTY,
    TRADES,
    Beginning,
    ClockKind,
    ClockSetting,
    Enterprise,
    Good,
    LegalUnits,
    Person,
    PositiveLine,
    Stock,
    Trade,
)
from tests.beginning.test_good_files import FULL

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
PLAIN = st.recursive(
    TEXTS | st.booleans() | st.integers(-(2**63), 2**63 - 1),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=5,
)
YUAN = st.decimals(0, 26000, places=2)
QUANTITIES = st.decimals(0, Decimal("99999999999999.99999"), places=5)
DAYS = st.none() | st.dates()
BEGINNINGS = st.builds(
    Beginning,
    title=st.none() | TEXTS,
    seed=st.none() | TEXTS,
    claims=st.lists(TEXTS, max_size=3).map(tuple),
    pace=st.none() | TEXTS | st.dictionaries(TEXTS, PLAIN, max_size=3),
    clock=st.builds(
        ClockSetting,
        st.sampled_from(list(CLOCKS)),
        st.none() | st.datetimes(datetime(2000, 1, 1), datetime(2199, 12, 31)),
        st.decimals("0.000000001", 1_000_000, places=9),
    ),
    enterprises=st.lists(
        st.builds(Enterprise, TEXTS, TEXTS, st.lists(st.sampled_from(list(TRADES))).map(tuple)), max_size=3
    ).map(tuple),
    people=st.lists(
        st.builds(Person, TEXTS, st.lists(st.tuples(st.integers(2016, 2199), YUAN), max_size=3).map(tuple)), max_size=3
    ).map(tuple),
    stock=st.lists(st.builds(Stock, TEXTS, TEXTS, QUANTITIES, QUANTITIES, QUANTITIES), max_size=3).map(tuple),
    goods=st.lists(st.builds(Good, TEXTS, TEXTS, TEXTS), max_size=3).map(tuple),
    positive_list=st.lists(st.builds(PositiveLine, TEXTS, DAYS, DAYS), max_size=3).map(tuple),
    legal_units=st.lists(st.builds(LegalUnits, TEXTS, TEXTS, st.none() | TEXTS), max_size=3).map(tuple),
)


@given(BEGINNINGS)
def test_what_is_kept_comes_back(beginning: Beginning) -> None:
    kept = beginning.to_json()
    again = Beginning.from_json(kept)
    assert again == beginning
    assert hash(again) == hash(beginning)
    assert again.to_json() == kept


def test_what_an_older_kouan_has_kept_says_nothing_of_goods() -> None:
    kept = orjson.loads(EMPTY.to_json())
    for name in ("goods", "positive_list", "legal_units"):
        del kept[name]
    assert Beginning.from_json(orjson.dumps(kept)) == EMPTY


def test_equal_beginnings_are_equal_bytes() -> None:
    other = FULL.replace('"100.5"', '"100.50000"').replace('"26000.00"', "26000").replace('"60"', "60.0")
    other = other.replace("2027 = 1, 2026 = 26000", "2026 = 26000, 2027 = 1")
    other = other.replace("10:00:00", "02:00:00Z")
    other = other.replace(
        '{ accept = "1s", rushes = [{ factor = 2 }], office = true }', "{ office = true, rushes = [] }"
    )
    again = FULL.replace(
        '{ accept = "1s", rushes = [{ factor = 2 }], office = true }', "{ rushes = [], office = true }"
    )
    assert read_beginning(again, "a").to_json() == read_beginning(other, "b").to_json()


def test_numbers_come_back_as_they_are_written() -> None:
    beginning = replace(read_beginning(FULL, "shop.toml"), pace="typical")
    assert str(Beginning.from_json(beginning.to_json())) == str(beginning)


def test_nothing_is_kept_too() -> None:
    assert Beginning.from_json(EMPTY.to_json()) == EMPTY


def test_a_beginning_cannot_be_changed() -> None:
    given = {"steps": {"accept": "1s"}}
    beginning = Beginning(pace=given)
    given["steps"]["accept"] = "2s"
    assert beginning.pace == {"steps": {"accept": "1s"}}
    with pytest.raises(TypeError):
        beginning.pace["steps"]["accept"] = "2s"  # type: ignore[index,call-overload]


def test_every_kind_has_its_chinese() -> None:
    assert (tuple(CLOCKS), tuple(TRADES)) == (get_args(ClockKind), get_args(Trade))

"""A beginning written as a world file is read as the same beginning."""

import tomllib
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given

from simulator.beginning.reading import read_beginning
from simulator.beginning.start import EMPTY, Beginning
from simulator.beginning.writing import to_toml, written_tables
from tests.beginning.test_good_files import FULL
from tests.beginning.test_round_trip import BEGINNINGS
from tests.cli.running import ROOT


@pytest.mark.parametrize("text", [FULL, *[one.read_text() for one in (ROOT / "scenarios/worlds").glob("*.toml")]])
def test_files_come_back(text: str) -> None:
    beginning = read_beginning(text, "first")
    assert read_beginning(to_toml(beginning), "second") == beginning


def test_nothing_comes_back() -> None:
    assert read_beginning(to_toml(EMPTY), "nothing") == EMPTY


@given(BEGINNINGS)
def test_whatever_it_is_it_is_toml(beginning: Beginning) -> None:
    assert tomllib.loads(to_toml(beginning))["clock"]["kind"] == beginning.clock.kind


def test_tables_of_a_program() -> None:
    tables = {
        "a b": ['x"\\\x7f\n', 1, True, 0.5, Decimal("2.50")],
        "at": datetime(2026, 1, 2, 3),
        "on": date(2026, 1, 2),
    }
    assert written_tables(tables) == (
        '"a b" = ["x\\"\\\\\\u007f\\n", 1, true, 0.5, "2.50"]\n"at" = 2026-01-02T03:00:00\n"on" = 2026-01-02\n'
    )


def test_what_toml_has_no_words_for() -> None:
    with pytest.raises(TypeError, match=r"^pace\.steps\[2\]\.time: a NoneType cannot stand in a world file: None$"):
        written_tables({"pace": {"steps": [1, {"time": None}]}})

"""The example files are what they claim to be: well made, of our own making, and told once."""

import re
from collections import Counter
from pathlib import Path

import pytest
from lxml import etree

from simulator.cli.examples import File, Purchase, purchases, scenarios

EXAMPLES = purchases()
FILES = [pytest.param(file, id=f"{one.name}/{file.name}") for one in EXAMPLES for file in one.files]
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def test_enough_of_both_kinds() -> None:
    assert sum(one.ends == "released" for one in EXAMPLES) >= 24
    assert len({each.code for one in EXAMPLES for each in one.refused}) >= 10
    assert {one.name for one in EXAMPLES} == {
        path.name for path in (scenarios() / "purchases").iterdir() if path.is_dir()
    }


def test_every_file_is_sent() -> None:
    for one in EXAMPLES:
        folder = one.files[0].path.parent
        assert {file.path for file in one.files} == set(folder.iterdir())


def test_stories_are_told_once_in_both_languages() -> None:
    for lang in ("en", "zh"):
        assert max(Counter(one.story.lang(lang) for one in EXAMPLES).values()) == 1


def test_small_enough_to_travel() -> None:
    assert sum(path.stat().st_size for path in scenarios().rglob("*") if path.is_file()) < 1_000_000


def test_guids_are_unique_and_upper_case() -> None:
    guids = [file.guid for one in EXAMPLES for file in one.files]
    assert max(Counter(guids).values()) == 1
    assert all(re.fullmatch(r"[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}", guid) for guid in guids)


@pytest.mark.parametrize("file", FILES)
def test_looks_like_a_real_message(file: File) -> None:
    text = file.body.decode()
    assert text.startswith('<?xml version="1.0" encoding="UTF-8"?>\n<ceb:CEB')
    assert text.endswith("Message>\n")
    assert all(re.match(r"( {4})*</?ceb:", line) for line in text.splitlines()[1:])


@pytest.mark.parametrize("file", FILES)
def test_identity_numbers_have_their_check_digit_and_are_nobodys(file: File) -> None:
    root = etree.fromstring(file.body)
    numbers = [e.text or "" for name in ("buyerIdNumber", "payerIdNumber") for e in root.iterfind(f".//{{*}}{name}")]
    for number in numbers:
        total = sum(int(digit) * weight for digit, weight in zip(number[:17], _WEIGHTS, strict=True))
        assert number[17] == "10X98765432"[total % 11]
        assert number[14:17] == "000"  # an order within the day that is never given


def test_each_party_has_its_own_dxp_id() -> None:
    for one in EXAMPLES:
        parties = {file.name.partition("-")[0]: file.dxp_id for file in one.files}
        assert len(set(parties.values())) == len(parties)


def test_found_in_an_installed_package_too(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("simulator.cli.examples.__file__", str(tmp_path / "a" / "b" / "examples.py"))
    assert scenarios().parts[-3:] == ("simulator", "data", "scenarios")


def one(name: str) -> Purchase:
    return next(each for each in EXAMPLES if each.name == name)


def test_the_edges_are_where_the_stories_say() -> None:
    assert one("17-five-thousand-exactly").goods_value == "5000.00"
    assert one("38-over-the-single-limit").goods_value == "5000.01"
    values = {name: float(one(name).goods_value) for name in ("25-massage-chair", "26-year-used-up")}
    assert sum(values.values()) == 26000

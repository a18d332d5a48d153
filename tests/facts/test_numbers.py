"""The forms of the numbers that port and customs give, by examples of the specification and of real receipts."""

from datetime import date

import pytest

from gateway_client.facts.numbers import (
    InvtNo,
    PreNo,
    RkdNo,
    TaxNo,
    invt_no,
    is_day,
    is_enterprise_code,
    is_invt_no,
    is_pre_no,
    is_rkd_no,
    is_tax_no,
    pre_no,
    rkd_no,
    tax_no,
)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("B20160512000001882", PreNo("B", date(2016, 5, 12), 1882)),
        ("B20181113676723229", PreNo("B", date(2018, 11, 13), 676723229)),
        ("C20200629524696153", PreNo("C", date(2020, 6, 29), 524696153)),
        ("T20160506000000281", PreNo("T", date(2016, 5, 6), 281)),
        ("R20160401000000007", PreNo("R", date(2016, 4, 1), 7)),
    ],
)
def test_numbers_of_the_port(text: str, said: PreNo) -> None:
    assert pre_no(text) == said
    assert is_pre_no(text)
    assert is_pre_no(text, said.letter)
    assert not is_pre_no(text, "BCTR".replace(said.letter, ""))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "B2016051200000188",
        "B201605120000018820",
        "b20160512000001882",
        "A20160512000001882",
        "B20160532000001882",
        "B2016051200000188２",
        "B20160512 00001882",
        "B20160512000001882\n",
    ],
)
def test_what_is_no_number_of_the_port(text: str) -> None:
    assert not is_pre_no(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("90072018I735812360", InvtNo("9007", 2018, 735812360)),
        ("49212020I046118061", InvtNo("4921", 2020, 46118061)),
        ("64092023I000722460", InvtNo("6409", 2023, 722460)),
    ],
)
def test_numbers_of_lists(text: str, said: InvtNo) -> None:
    assert invt_no(text) == said
    assert is_invt_no(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "90072018I73581236",
        "90072018I7358123600",
        "90072018E735812360",
        "90072018i735812360",
        "9007-2018-I-73581",
        "９0072018I735812360",
        " 90072018I735812360",
        "B20160512000001882",
    ],
)
def test_what_is_no_number_of_an_import_list(text: str) -> None:
    assert not is_invt_no(text)


def test_numbers_of_arrival_lists() -> None:
    assert rkd_no("010220160308000008") == RkdNo("0102", date(2016, 3, 8), 8)
    assert is_rkd_no("010220160308000008")
    for text in ("", "01022016030800000", "0102201603080000080", "010220160230000008", "R10220160308000008"):
        assert not is_rkd_no(text)


def test_numbers_of_tax_bills() -> None:
    assert tax_no("90072018I600814218_0") == TaxNo(InvtNo("9007", 2018, 600814218), 0)
    assert is_tax_no("90072018I600814218_0")
    for text in ("", "90072018I600814218", "90072018I600814218_", "90072018E600814218_0", "90072018I600814218-0"):
        assert not is_tax_no(text)


@pytest.mark.parametrize("code", ["4401960001", "4401960A0Z", "91350100M000100Y43"])
def test_codes_of_enterprises(code: str) -> None:
    assert is_enterprise_code(code)


@pytest.mark.parametrize(
    "code", ["", "440196000", "44019600010", "4401960a01", "4401960-01", "91350100M000100Y44", "４401960001"]
)
def test_what_is_no_code_of_an_enterprise(code: str) -> None:
    assert not is_enterprise_code(code)


def test_days() -> None:
    assert is_day("20240229")
    for text in ("", "20230229", "2024029", "2024-2-29", "202402299", "２0240229"):
        assert not is_day(text)

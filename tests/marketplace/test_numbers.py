"""Numbers that check themselves, against examples worked out by hand, and the table of districts."""

from datetime import date

import pytest

from gateway_client.facts.districts import districts, names
from gateway_client.facts.numbers import birth_date, credit_check, is_credit_code, is_resident_id, resident_check


@pytest.mark.parametrize(
    ("head", "check"),
    [
        # 7+9+0+5+0+20+2+9+24+27+7+18+30+5+0+0+4 = 167 = 15 x 11 + 2, and 2 stands for X (the standard's own example)
        ("11010519491231002", "X"),
        # 28+36+0+5+0+24+2+9+54+0+0+27+0+35+8+8+6 = 242 = 22 x 11 + 0, and 0 stands for 1
        ("44010619900307123", "1"),
        # 28+36+0+25+16+16+2+8+48+0+0+9+0+5+0+0+2 = 195 = 17 x 11 + 8, and 8 stands for 4
        ("44052418800101001", "4"),
    ],
)
def test_check_character_of_an_identity_number(head: str, check: str) -> None:
    assert resident_check(head) == check
    assert is_resident_id(head + check)
    assert not is_resident_id(head + ("0" if check != "0" else "1"))


@pytest.mark.parametrize(
    "number",
    [
        "",
        "11010519491231002",
        "11010519491231002x",
        "110105491231002",
        "1101051949123100２X",
        "110105194912310O2X",
        "11010519491331002" + resident_check("11010519491331002"),
        "11010519490229002" + resident_check("11010519490229002"),
    ],
)
def test_what_is_no_identity_number(number: str) -> None:
    assert not is_resident_id(number)


def test_any_wrong_digit_is_found() -> None:
    number = "440106199003071231"
    for place, digit in enumerate(number):
        for other in set("0123456789") - {digit}:
            assert not is_resident_id(number[:place] + other + number[place + 1 :])


def test_birth_date() -> None:
    assert birth_date("11010519491231002X") == date(1949, 12, 31)
    assert birth_date("11010519491331002X") is None
    assert birth_date("1101") is None


def test_only_17_digits_have_a_check_character() -> None:
    with pytest.raises(ValueError, match="17 digits"):
        resident_check("1101051949123100")


@pytest.mark.parametrize(
    ("head", "check"),
    [
        # 9x1+1x3+3x9+5x27+1x26+21x20+1x8+30x30+4x28 = 1640 = 52 x 31 + 28, and 31 - 28 = 3
        ("91350100M000100Y4", "3"),
        # 9x1+1x3 = 12, and 31 - 12 = 19, the place of K
        ("91000000000000000", "K"),
        # 1x1+10x3 = 31 = 1 x 31 + 0, and 31 - 0 is written 0
        ("1A000000000000000", "0"),
    ],
)
def test_check_character_of_a_credit_code(head: str, check: str) -> None:
    assert credit_check(head) == check
    assert is_credit_code(head + check)
    assert not is_credit_code(head + ("1" if check != "1" else "2"))


@pytest.mark.parametrize(
    "code", ["", "91350100M000100Y4", "91350100M000I00Y43", "91350100m000100Y43", "９1350100M000100Y43"]
)
def test_what_is_no_credit_code(code: str) -> None:
    assert not is_credit_code(code)


def test_only_17_characters_of_the_alphabet_have_a_check_character() -> None:
    with pytest.raises(ValueError, match="17 characters"):
        credit_check("91350100M000I00Y4")


def test_districts_know_what_lies_above_them() -> None:
    known = districts()
    assert len(known) == 2855
    assert known["440115"].address == "广东省广州市南沙区"
    assert known["110101"].address == "北京市东城区"
    assert known["429004"].address == "湖北省仙桃市"
    assert not [one for one in known.values() if "市辖区" in one.address or "直辖县" in one.address]
    assert names()["440100"] == "广州市"

"""How two numbers differ, in words; and when they are simply two numbers."""

import pytest

from simulator.near.slips import slip

NUMBER = "CZ26111160213719"


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (NUMBER, "the same"),
        ("CZ26111160213719 ", "the same but for blanks"),
        ("CZ2611116021\u200b3719", "the same but for blanks"),
        ("cz26111160213719", "the same but for upper and lower case"),
        ("ＣＺ２６１１１１６０２１３７１９", "the same but for full-width characters"),
        ("cz 26111160213719", "the same but for blanks and upper and lower case"),
        ("ｃＺ26111160213719\u3000", "the same but for full-width characters and blanks and upper and lower case"),
        ("CZ26111160213718", "one character is another"),
        ("XZ26111160213719", "one character is another"),
        ("CZ26111160217319", "two neighbouring characters are exchanged"),
        ("ZC26111160213719", "two neighbouring characters are exchanged"),
        ("CZ2611116021371", "one character is missing"),
        ("Z26111160213719", "one character is missing"),
        ("CZ261111602137199", "one character too many"),
        ("cz26111160213718 ", "one character is another"),
        ("CZ26111160212718", "two slips"),
        ("Z2611116021371", "two slips"),
        ("CZ62111160213791", "two slips"),
        ("CZ26111160217391", "two slips"),
        ("SHOP-CZ26111160213719", "it stands there with more around it"),
        ("60213719", "only a part of it stands there"),
        ("CZ26111160213808", None),
        ("CZ26111160362479", None),
        ("SOMEBODY-ELSES", None),
        ("", None),
    ],
)
def test_it_is_named(found: str, said: str | None) -> None:
    named = slip(NUMBER, found)
    assert (named and named.words.en) == said


@pytest.mark.parametrize(
    ("wanted", "found", "alike"),
    [
        ("W1", "W2", False),
        ("w1", "W1", True),
        ("T0001", "T0002", True),
        ("T0001", "T0022", False),
        ("T0001-AB", "T0022-AB", True),
        ("12345", "0012345000", False),
        ("123456", "000123456000", True),
        ("123456", "0001234560000", False),
    ],
)
def test_short_numbers_bear_fewer_slips(wanted: str, found: str, alike: bool) -> None:
    assert (slip(wanted, found) is not None) is alike


def test_the_likelier_has_the_lower_rank() -> None:
    numbers = [NUMBER, NUMBER.lower(), NUMBER[:-1], NUMBER[1:-1], f"{NUMBER}-0001"]
    ranks = [named.rank for number in numbers if (named := slip(NUMBER, number))]
    assert ranks == [0, 1, 2, 3, 4]

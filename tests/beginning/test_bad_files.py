"""What is wrong in a world file is told with file, line, key, value, reason and way out, all of it at once."""

import pytest

from simulator.beginning.reading import read_beginning
from simulator.strict.finding import Finding, WrongFile
from tests.beginning.bad_files import BadFile, bad_files

SEVERAL = """\
titel = "Year's end"

[[people]]
used = { 2026 = 26000.01 }
idNumber = "110101199003078516"

[clock]
kind = "steped"

[[people]]
used = {}
"""


def findings(text: str) -> tuple[Finding, ...]:
    with pytest.raises(WrongFile) as wrong:
        read_beginning(text, "shop.toml")
    return wrong.value.findings


@pytest.mark.parametrize("bad", bad_files(), ids=lambda bad: bad.en.partition(": ")[0])
def test_a_bad_file_is_told_why(bad: BadFile) -> None:
    with pytest.raises(WrongFile) as wrong:
        read_beginning(bad.text, "shop.toml")
    assert str(wrong.value) == bad.en
    assert wrong.value.said("zh") == bad.zh


def test_several_findings_stand_in_the_order_of_the_text() -> None:
    assert [(one.line, one.place, one.value) for one in findings(SEVERAL)] == [
        (1, "titel", '"Year\'s end"'),
        (4, "people[1].used.2026", "26000.01"),
        (5, "people[1].idNumber", '"110101199003078516"'),
        (8, "clock.kind", '"steped"'),
        (10, "people[2].idNumber", None),
    ]


def test_a_finding_as_json() -> None:
    (finding,) = findings('[[people]]\nidNumber = "110101199003078516"\nused = {}')
    assert finding.as_json() == {
        "source": "shop.toml",
        "line": 2,
        "place": "people[1].idNumber",
        "value": '"110101199003078516"',
        "en": "the check digit is wrong, it should be 5",
        "zh": "校验码错误，应为5",
    }

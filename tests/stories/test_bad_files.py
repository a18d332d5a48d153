"""What is wrong in a story is told with file, line, key, value, reason and way out, all of it at once."""

from pathlib import Path

import pytest

from simulator.stories.written.reading import read_stories
from simulator.strict.finding import Finding, WrongFile
from tests.stories.bad_files import BESIDE, BadFile, bad_files, read, said


@pytest.mark.parametrize("bad", bad_files(), ids=lambda bad: bad.en.partition(": ")[0])
def test_a_bad_file_is_told_why(bad: BadFile, tmp_path: Path) -> None:
    assert said(bad.text, tmp_path) == (bad.en, bad.zh)
    assert bad.en != "nothing"


def test_a_finding_as_json(tmp_path: Path) -> None:
    with pytest.raises(WrongFile) as wrong:
        read('extends = "base.story.toml"\npurchases.milk.fold = 1', tmp_path)
    assert wrong.value.findings[0].as_json()["place"] == "purchases.milk.fold"
    assert wrong.value.findings[0].line == 2


def test_findings_name_the_file_that_says_it_as_its_user_would(tmp_path: Path) -> None:
    path = tmp_path / "of mine"
    path.mkdir()
    (path / "one.story.toml").write_text('extends = "../wrong-base.story.toml"\nworld = "nowhere.toml"\n')
    (tmp_path / "wrong-base.story.toml").write_bytes((BESIDE / "wrong-base.story.toml").read_bytes())
    with pytest.raises(WrongFile) as wrong:
        read_stories(path / "one.story.toml", "stories/of mine/one.story.toml")
    assert [(one.source, one.line, one.place) for one in wrong.value.findings] == [
        ("stories/of mine/one.story.toml", 2, "world"),
        ("stories/wrong-base.story.toml", 4, "purchases.milk.sale"),
        ("stories/wrong-base.story.toml", 7, "steps[1].declare"),
        ("stories/wrong-base.story.toml", 10, "steps[2].advance"),
    ]


def test_what_is_wrong_with_every_variant_is_told_once(tmp_path: Path) -> None:
    with pytest.raises(WrongFile) as wrong:
        read('generate.count = 50\nsed = "${n}"\npace = "slw"\npurchases.a.sale = "${n}0"', tmp_path)
    findings = wrong.value.findings
    assert [one for one in findings if one.place == "pace"] == [findings[50]]
    assert findings[0].words.en.endswith("(variant 1)")
    assert len(findings) == 50 + 1 + 50


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("nothing.story.toml", "nothing.story.toml: there is no such file"),
        ("papers", "papers: there is no such file"),
        ("bas.story.toml", "bas.story.toml: there is no such file. Did you mean base.story.toml?"),
    ],
)
def test_a_file_that_is_not_there(name: str, why: str) -> None:
    with pytest.raises(WrongFile) as wrong:
        read_stories(BESIDE / name, name)
    assert wrong.value.findings[0].source == name
    assert str(wrong.value).startswith(why)
    assert isinstance(wrong.value.findings[0], Finding)

"""Stories among the tests: collected, played, and told of when they fail or cannot be read."""

import re

import pytest

from tests.cli.running import ROOT, same_as_golden

GOOD = """
title = { en = "A parcel clears", zh = "一个包裹通关" }

[purchases.milk]

[[steps]]
declare = "milk"

[[steps]]
expect = "milk"
state = "released"
"""

BAD = """
title = { en = "Some cents are missing", zh = "少付几分钱" }

[purchases.milk]
fault = "coupon_rounded_elsewhere"

[[steps]]
declare = "milk"

[[steps]]
expect = "milk"
state = "released"

[[steps]]
advance = "1d"
"""


def test_stories_are_tests(project: pytest.Pytester) -> None:
    (project.path / "good.story.toml").write_text(GOOD, encoding="utf-8")
    (project.path / "other.toml").write_text("this = is no TOML")
    project.makepyfile(test_it="def test_it(kouan): ...")
    ran = project.runpytest_subprocess("-v", "-p", "no:randomly")
    ran.assert_outcomes(passed=2)
    ran.stdout.fnmatch_lines(["good.story.toml::good PASSED*"])
    project.runpytest_subprocess("-k", "good", "-n2").assert_outcomes(passed=1)
    project.runpytest_subprocess("good.story.toml::good").assert_outcomes(passed=1)


def test_they_can_be_left_out(project: pytest.Pytester) -> None:
    (project.path / "good.story.toml").write_text(GOOD, encoding="utf-8")
    project.runpytest_subprocess("-o", "kouan_stories=false").assert_outcomes()


def test_the_stories_of_the_box(project: pytest.Pytester) -> None:
    box = ROOT / "scenarios" / "stories"
    ran = project.runpytest_subprocess("-c", str(project.path / "pytest.ini"), str(box), "-k", "main-path")
    ran.assert_outcomes(passed=1)


@pytest.mark.parametrize(("lang", "locale"), [("en", "C.UTF-8"), ("zh", "zh_CN.UTF-8")])
def test_a_story_that_comes_out_otherwise(
    project: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, lang: str, locale: str
) -> None:
    monkeypatch.setenv("LANG", locale)
    (project.path / "bad.story.toml").write_text(BAD, encoding="utf-8")
    ran = project.runpytest_subprocess("-p", "no:randomly")
    ran.assert_outcomes(failed=1)
    told = re.search(r"^_+ bad _+\n(.*\n)=+ short", ran.stdout.str(), re.DOTALL | re.MULTILINE)
    assert told
    same_as_golden(f"pytest-story-{lang}.txt", told[1])
    line = re.search(r"pytest \S*bad\.story\.toml::bad", told[1])
    assert line
    project.runpytest_subprocess(*line[0].split()[1:]).assert_outcomes(failed=1)


def test_a_file_that_is_no_story(project: pytest.Pytester) -> None:
    (project.path / "bad.story.toml").write_text(GOOD.replace("state", "stade") + "\n[[steps]]\n", encoding="utf-8")
    ran = project.runpytest_subprocess("-p", "no:randomly")
    ran.assert_outcomes(errors=1)
    ran.stdout.fnmatch_lines(["*ERROR collecting bad.story.toml*", "bad.story.toml, line 11, *stade*"])
    assert "Traceback" not in ran.stdout.str()
    assert len(re.findall(r"^bad\.story\.toml, line", ran.stdout.str(), re.MULTILINE)) >= 2

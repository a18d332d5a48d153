"""What a terminal shows of stories that were played."""

import pytest
from hypothesis import given

from simulator.drawing.letters import legal
from simulator.reports import console
from simulator.stories.result import StoryResult
from tests.cli.running import same_as_golden
from tests.reports.played import anything, results


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_lines_failures_and_summary(lang: str) -> None:
    lines = [console.line(one, lang) for one in results()]
    failures = [console.failure(one, lang) for one in results() if one.status == "failed"]
    said = ["\n".join(lines), *failures, console.summary(results(), 1.25, lang)]
    same_as_golden(f"story-console-{lang}.txt", "\n\n".join(said) + "\n")


def test_no_stories() -> None:
    assert console.summary([], 0, "en") == "0 stories; in 0.0 s"
    assert console.summary(results()[:1], 0, "en") == "1 story: 1 passed; 1 order: released 1; in 0.0 s"


@given(anything())
def test_any_letters(one: StoryResult) -> None:
    for lang in ("en", "zh"):
        assert len(console.line(one, lang).splitlines()) <= 1
        assert legal(console.failure(one, lang)) == console.failure(one, lang)

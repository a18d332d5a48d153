"""JSON reports: a summary, every story in its order, and nothing that differs from run to run."""

import json
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from simulator.reports.json_report import json_report
from simulator.stories.result import StoryResult
from tests.cli.running import same_as_golden
from tests.reports.played import anything, results


def test_what_programs_read() -> None:
    same_as_golden("story-report.json", json_report(results()))


def test_two_runs_give_the_same_bytes() -> None:
    slower = [replace(one, seconds=one.seconds + 9) for one in reversed(results())]
    assert json_report(slower) == json_report(results())


@given(st.lists(anything(), max_size=2))
def test_any_letters(found: list[StoryResult]) -> None:
    said = json.loads(json_report(found))
    assert next(iter(said.keys() - {"kouan", "version"} & {"summary"}), "summary") == "summary"
    assert said["summary"]["stories"] == len(said["stories"]) == len(found)

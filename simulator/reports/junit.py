"""Results as JUnit XML, which build servers read: a suite per file, a case per story."""

from collections.abc import Sequence
from itertools import groupby

from lxml import etree

from simulator.drawing.letters import in_one_line, legal
from simulator.reports import console
from simulator.reports.wording import failed_step, sorted_by_file
from simulator.stories.result import StoryResult

_SUITES = "kouan"
_SUFFIX = ".story.toml"
_LANG = "en"


def junit(results: Sequence[StoryResult]) -> bytes:
    """Return the XML of results, in English."""
    suites = etree.Element("testsuites", {"name": _SUITES, **_counts(results)})
    for path, group in groupby(sorted_by_file(results), lambda one: one.story.path):
        ones = list(group)
        suite = etree.SubElement(suites, "testsuite", {"name": legal(path), **_counts(ones)})
        for one in ones:
            _case(suite, one)
    return etree.tostring(suites, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _case(suite: etree._Element, one: StoryResult) -> None:
    story = one.story
    case = etree.SubElement(
        suite,
        "testcase",
        name=legal(story.full_name),
        classname=legal(story.path.removesuffix(_SUFFIX).replace("/", ".").strip(".")),
        time=f"{one.seconds:.3f}",
        file=legal(story.path),
    )
    if one.line is not None:
        case.set("line", str(one.line))
    if one.status == "failed":
        failure = etree.SubElement(case, "failure", message=_message(one), type="story")
        failure.text = legal(console.failure(one, _LANG))
    elif one.status == "skipped":
        etree.SubElement(case, "skipped", message=_message(one))


def _message(one: StoryResult) -> str:
    step = failed_step(one)
    why = one.why or (step and step.why)
    return in_one_line(why.lang(_LANG)) if why else ""


def _counts(results: Sequence[StoryResult]) -> dict[str, str]:
    statuses = [one.status for one in results]
    return {
        "tests": str(len(statuses)),
        "failures": str(statuses.count("failed")),
        "errors": "0",
        "skipped": str(statuses.count("skipped")),
        "time": f"{sum(one.seconds for one in results):.3f}",
    }

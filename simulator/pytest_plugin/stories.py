"""Stories as tests: each story of a ``*.story.toml`` is an item, played in a world of its own."""

import os
from collections.abc import Iterator
from shlex import quote
from typing import TYPE_CHECKING, Any, Final

import pytest

from gateway_client.wire.findings import Words
from simulator.cli.language import columns, preferred
from simulator.pytest_plugin.naming import address_of
from simulator.stories.returns import DOCUMENTS
from simulator.stories.wording import STATES

if TYPE_CHECKING:
    from simulator.stories.result import Objection, StoryResult
    from simulator.stories.story import Story

_MARKS: Final = {"passed": "✓", "failed": "✗", "skipped": " "}
_REPEAT: Final = Words("repeat it", "重现")
_OBJECTED: Final = Words("{document} {code}: {title}", "{document} {code}：{title}")
_RULE: Final = Words("rule {rule}: {source}", "规则{rule}：{source}")


class StoryFailed(Exception):
    """A story that came out otherwise."""

    def __init__(self, result: "StoryResult") -> None:
        super().__init__(result.why.en if result.why else result.status)
        self.result = result


class StoryFile(pytest.File):
    """A file of stories."""

    def collect(self) -> Iterator[pytest.Item]:
        """Yield its stories; all that is wrong with the file is told at once."""
        from simulator.stories.written.reading import read_stories
        from simulator.strict.finding import WrongFile

        try:
            stories = read_stories(self.path, os.path.relpath(self.path, self.config.invocation_params.dir))
        except WrongFile as wrong:
            raise self.CollectError(wrong.said(preferred())) from None
        except OSError as wrong:
            raise self.CollectError(str(wrong)) from None
        for story in stories:
            yield StoryItem.from_parent(self, name=story.full_name, story=story)


class StoryItem(pytest.Item):
    """A story as a test."""

    def __init__(self, *, story: "Story", **node: Any) -> None:
        super().__init__(**node)
        self.story = story

    def runtest(self) -> None:
        """Play it in the session's simulator."""
        from simulator.pytest_plugin.ground import ground
        from simulator.stories.player import play

        result = play(self.story, ground(self.config), repeat=f"pytest {quote(address_of(self))}")
        if result.status != "passed":
            raise StoryFailed(result)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], *rest: Any, **more: Any) -> Any:
        """Tell where and why a story failed; whatever else went wrong is pytest's to tell."""
        if isinstance(excinfo.value, StoryFailed):
            return told(excinfo.value.result, preferred())
        return super().repr_failure(excinfo, *rest, **more)

    def reportinfo(self) -> "tuple[os.PathLike[str], int | None, str]":
        """Return file, line and name for the report."""
        line = self.story.steps[0].line - 1 if self.story.steps else None
        return self.path, line, self.story.full_name


def told(result: "StoryResult", lang: str) -> str:
    """Return why a story failed: place, step, reason, every objection with both values, and how to repeat it."""
    story = result.story
    place = ":".join(map(str, filter(None, (story.path, result.line))))
    why = result.why.lang(lang) if result.why else result.status
    lines = [f"{place}: {why}", f"{story.full_name}: {story.title.lang(lang)}"]
    lines += [f"  {_MARKS[step.status]} {step.line:>4}  {step.said.lang(lang)}" for step in result.steps]
    for order in result.orders:
        if order.objections:
            state = STATES[order.state].lang(lang) if order.state in STATES else order.state
            lines.append(f"{order.purchase} {order.order_no}: {state}")
            lines += [f"  {line}" for one in order.objections for line in _objection(one, lang)]
    if result.repeat:
        lines.append(f"{_REPEAT.lang(lang)}  {result.repeat}")
    return "\n".join(lines)


def _objection(one: "Objection", lang: str) -> list[str]:
    document = DOCUMENTS[one.document].lang(lang) if one.document in DOCUMENTS else one.document
    head = _OBJECTED.lang(lang).format(document=document, code=one.code, title=one.title.lang(lang))
    values = columns([[side.path, side.value] for side in one.values])
    return [head, *(f"  {line}" for line in (*values, _RULE.lang(lang).format(rule=one.rule, source=one.source)))]

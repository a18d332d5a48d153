"""Stories as tests: each story of a ``*.story.toml`` is an item, played in a world of its own."""

import os
from collections.abc import Iterator
from shlex import quote
from typing import TYPE_CHECKING, Any

import pytest

from simulator.cli.language import preferred
from simulator.pytest_plugin.naming import address_of

if TYPE_CHECKING:
    from simulator.stories.result import StoryResult
    from simulator.stories.story import Story


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
            from simulator.reports.console import failure
            from simulator.reports.wording import place

            result, lang = excinfo.value.result, preferred()
            why = result.why.lang(lang) if result.why else result.status
            return f"{place(result)}: {why}\n\n{failure(result, lang)}"  # pytest's summary has the first line
        return super().repr_failure(excinfo, *rest, **more)

    def reportinfo(self) -> "tuple[os.PathLike[str], int | None, str]":
        """Return file, line and name for the report."""
        line = self.story.steps[0].line - 1 if self.story.steps else None
        return self.path, line, self.story.full_name

"""Finds story files: the named ones, and in folders all that are called ``NAME.story.toml``."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from gateway_client.wire.findings import Words
from simulator.stories.story import Story
from simulator.stories.written.reading import ENDING, read_stories
from simulator.strict.finding import Finding, WrongFile

_ABSENT: Final = Words("is not there", "不存在")
_EMPTY: Final = Words(f"has no file called NAME{ENDING} in it", f"其中没有名为NAME{ENDING}的文件")


def find_stories(paths: Iterable[str]) -> list[Story]:
    """Return the stories of files and folders, in the order given and by name.

    ``WrongFile`` tells everything that is wrong with all of them.
    """
    wrong: list[Finding] = []
    found: list[Story] = []
    for file in _files(paths, wrong):
        try:
            found += read_stories(Path(file), file)
        except WrongFile as each:
            wrong += each.findings
    if wrong:
        raise WrongFile(wrong)
    return found


def _files(paths: Iterable[str], wrong: list[Finding]) -> Sequence[str]:
    """Return the files, each once, as the user would write them."""
    files: dict[Path, str] = {}
    for path in paths:
        place = Path(path)
        if place.is_dir():
            inside = sorted(place.rglob(f"*{ENDING}"))
            if not inside:
                wrong.append(Finding(path, None, "", None, _EMPTY))
            files.update({each.resolve(): str(each) for each in inside if each.resolve() not in files})
        elif place.is_file():
            files.setdefault(place.resolve(), path)
        else:
            wrong.append(Finding(path, None, "", None, _ABSENT))
    return list(files.values())

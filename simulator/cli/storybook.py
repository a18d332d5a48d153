"""What both READMEs say of stories, made from them: the table of the box, the language, one story drawn."""

from itertools import groupby
from typing import Final

from simulator.cli.examples import scenarios
from simulator.drawing.mermaid import mermaid
from simulator.grounds import in_process
from simulator.stories.finding import find_stories
from simulator.stories.player import play
from simulator.stories.written.language import language

DRAWN: Final = "03-inventory-first"

_HEADS: Final = {
    "en": "| story | variants | what it tells |\n|--|--|--|\n",
    "zh": "| 故事 | 变体 | 内容 |\n|--|--|--|\n",
}


def story_table(lang: str) -> str:
    """Return the stories of the box as a table."""
    found = find_stories([str(scenarios() / "stories")])
    rows = []
    for path, variants in groupby(found, key=lambda one: one.path):
        first, *others = variants
        name = f"[{first.name}](scenarios/stories/{path.rpartition('/')[2]})"
        rows.append(f"| {name} | {len(others) + 1 if others else ''} | {first.title.lang(lang)} |\n")
    return _HEADS[lang] + "".join(rows)


def language_table(lang: str) -> str:
    """Return what can stand in a story as tables."""
    return f"{language(lang).strip()}\n"


def drawing(lang: str) -> str:
    """Return one story, played and drawn."""
    (story,) = find_stories([str(scenarios() / "stories" / f"{DRAWN}.story.toml")])
    with in_process() as wire:
        drawn = mermaid(play(story, wire).trace, story.title, lang)
    return f"```mermaid\n{drawn.strip()}\n```\n"

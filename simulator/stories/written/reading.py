"""Read a story file strictly: everything that is wrong is told at once, each with its file, line and the way out."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path, PurePath
from typing import Any, Final, NamedTuple

from gateway_client.wire.findings import Words
from simulator.beginning import fields
from simulator.beginning.start import EMPTY
from simulator.stories.story import Story
from simulator.stories.written import start
from simulator.stories.written.cast import PEOPLE, parties, usual
from simulator.stories.written.extending import Layers, open_story
from simulator.stories.written.purchases import purchases
from simulator.stories.written.rows import Variant, variants
from simulator.stories.written.scope import StoryReport
from simulator.stories.written.verbs import steps
from simulator.strict.entry import Key, Place, optional, table_of, value_of
from simulator.strict.report import MOST_FINDINGS, Note, Report

ENDING: Final = ".story.toml"


class Top(NamedTuple):
    """A key of the outermost table, and what it says in a sentence."""

    words: Words
    key: Key


def _elsewhere(place: Place) -> Any:
    """Return what has been read before the story is."""
    return place.value


TOP: Final[dict[str, Top]] = {
    "title": Top(
        Words("What the story is called, in English (en) and Chinese (zh).", "故事的标题，英文（en）和中文（zh）。"),
        Key(table_of(Words, en=Key(value_of(fields.title)), zh=Key(value_of(fields.title)))),
    ),
    "extends": Top(
        Words("The story that this one goes on from or alters.", "本故事所沿用或改动的故事。"), optional(_elsewhere)
    ),
    "seed": Top(
        Words("From which the world draws its numbers.", "生成世界中各种数值的种子。"), optional(value_of(fields.seed))
    ),
    "pace": Top(Words("How long everything takes.", "各环节的速度方案。"), optional(start.pace)),
    "clock": Top(Words("How time passes, and where it begins.", "时间的走法与起点。"), optional(start.clock)),
    "world": Top(
        Words("The world file that it begins with, or its keys.", "开始时的世界文件，或其内容。"), optional(start.world)
    ),
    "parties": Top(Words("The companies, by name.", "各企业，按名称。"), optional(parties)),
    "people": Top(Words("The people who buy, by name.", "各订购人，按名称。"), optional(PEOPLE)),
    "purchases": Top(Words("What is bought, by name.", "各笔购物，按名称。"), optional(purchases)),
    "rows": Top(
        Words("A variant of the story each; ${key} stands for the row's value.", "每行一个变体；${键}代表该行的值。"),
        optional(_elsewhere),
    ),
    "generate": Top(
        Words("As many variants as count says; ${n} is the number.", "按count生成若干变体；${n}为序号。"),
        optional(_elsewhere),
    ),
    "steps": Top(Words("What happens, one after the other.", "依次发生的事。"), Key(steps)),
}
"""All keys of a story file."""

_STORY: Final = table_of(dict, **{name: top.key for name, top in TOP.items()})


def read_stories(path: Path, shown: str | None = None) -> tuple[Story, ...]:
    """Return the stories of a file, one for each of its variants; ``WrongFile`` tells all that is wrong.

    ``shown`` is the path as its user wrote it.
    """
    layers = open_story(path, str(path) if shown is None else shown)
    first = _report(layers, layers.tree)
    found: list[Story | None] = []
    seen: dict[Note, list[str]] = {}
    for variant in variants(first):
        report = _report(layers, variant.tree)
        report.worlds = first.worlds
        found.append(_story(variant, report))
        for note in dict.fromkeys(report.noted):
            seen.setdefault(note, []).append(variant.name)
        first.adopted += [one for one in report.adopted if one not in first.adopted]
        if len(seen) >= MOST_FINDINGS:
            break
    _keep(seen, len(found), first)
    first.close()
    return tuple(story for story in found if story)


def _report(layers: Layers, tree: dict[str, Any]) -> StoryReport:
    return StoryReport(layers.file.shown, layers.file.text, layers=layers, tree=tree)


def _story(variant: Variant, report: StoryReport) -> Story | None:
    said = _STORY(Place((), variant.tree, report))
    if said is None or report.noted:
        return None
    shown = report.layers.file.shown
    story = Story(
        name=_name(shown),
        path=shown,
        title=said["title"],
        beginning=EMPTY,
        parties=said.get("parties", usual()),
        people=said.get("people", {}),
        purchases=said.get("purchases", {}),
        steps=said["steps"],
        row=variant.name,
    )
    return replace(story, beginning=start.beginning(story.full_name, story.row, said))


def _name(shown: str) -> str:
    name = PurePath(shown).name
    return name.removesuffix(ENDING) if name.endswith(ENDING) else PurePath(shown).stem


def _keep(seen: Mapping[Note, list[str]], count: int, report: Report) -> None:
    """Keep what is wrong with variants; what is wrong with some of them only is said with the first of these."""
    for note, names in seen.items():
        en, zh = note.words
        if len(names) < count:
            en, zh = f"{en} (variant {names[0]})", f"{zh}（变体{names[0]}）"
        report.keep(note._replace(words=Words(en, zh)))

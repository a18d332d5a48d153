"""What the places of a story know beyond themselves: the names of the whole file, its folder, its lines."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from gateway_client.wire.findings import Words
from simulator.beginning.start import Beginning
from simulator.stories.story import ROLES
from simulator.stories.written.extending import Layers
from simulator.strict.entry import Place, near, unknown
from simulator.strict.lines import Path as Way
from simulator.strict.report import Report

_MOST_LISTED: Final = 20
"""How many names are listed when one is not among them."""
_MOST_COMPARED: Final = 200
"""How many names are looked through for the one that was meant."""


@dataclass(slots=True)
class StoryReport(Report):
    """What is wrong with a story, whichever of the files that it is laid together from says so."""

    layers: Layers = field(kw_only=True)
    tree: dict[str, Any] = field(kw_only=True)
    worlds: dict[Path, Beginning | None] = field(kw_only=True, default_factory=dict)
    """World files that were read already."""

    def whence(self, path: Way) -> tuple[str, str, Way]:
        """Return source and text of the file in which a place stands, and the place as that file has it."""
        file, inner = self.layers.whence(path)
        return file.shown, file.text, inner


def story_of(place: Place) -> StoryReport:
    """Return the report of the story to which a place belongs."""
    assert isinstance(place.report, StoryReport)
    return place.report


def line_of(place: Place) -> int:
    """Return the line on which a place stands, in the file that says it."""
    return story_of(place).layers.line(place.path)


def names(place: Place, table: str) -> tuple[str, ...]:
    """Return the names that the story gives in a table: ``purchases``, ``people``, ``parties``."""
    said = story_of(place).tree.get(table)
    own = tuple(said) if isinstance(said, dict) else ()
    return tuple(dict.fromkeys((*ROLES, *own))) if table == "parties" else own


def named(table: str, en: str, zh: str) -> Any:
    """Read the name of something that the story has in a table."""

    def read(place: Place) -> Any:
        if not place.holds(str, Words(f"the name of a {en} in quotes", f"加引号的{zh}名称")):
            return None
        known = names(place, table)
        if place.value in known:
            return place.value
        return place.refuse(_none(place.value, known, f"[{table}.{{}}]"))

    return read


def _none(name: str, known: tuple[str, ...], header: str) -> Words:
    if 0 < len(known) <= _MOST_LISTED:
        return unknown(name, known)
    meant = near(name, known[:_MOST_COMPARED])
    if meant:
        return Words(f"is not known here. Did you mean {meant}?", f"在此处不存在。是否应为{meant}？")
    header = header.format(name)
    return Words(f"is not known here: describe it in {header}", f"在此处不存在，请先写{header}")


def folder_of(place: Place) -> Path:
    """Return the folder from which the paths at a place go on: that of the file that says it."""
    file, _ = story_of(place).layers.whence(place.path)
    return file.path.parent

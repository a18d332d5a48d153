"""The table of bad files: in ``bad_files.txt`` each stands above the messages that it gets, in both languages."""

from pathlib import Path
from typing import NamedTuple

FILE = Path(__file__).with_suffix(".txt")


class BadFile(NamedTuple):
    """A world file and what is said about it."""

    text: str
    en: str
    zh: str


def bad_files() -> list[BadFile]:
    """Return the table; files end without a line break, as some editors leave them."""
    blocks = FILE.read_text(encoding="utf-8").removesuffix("\n").split("\n====\n")
    return [BadFile(*block.split("\n----\n")) for block in blocks]

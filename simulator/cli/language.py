"""In which language a command speaks to people: ``--lang``, or what the environment says."""

import argparse
import os
from typing import Final

from simulator.drawing.letters import width

LANGUAGES: Final = ("en", "zh")


def declare(command: argparse.ArgumentParser) -> None:
    """Declare ``--lang``."""
    command.add_argument("--lang", choices=LANGUAGES, default=preferred(), help="language (default: from LANG)")


def preferred() -> str:
    """Return ``zh`` when the environment asks for Chinese, ``en`` otherwise."""
    said = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    return "zh" if said.startswith("zh") else "en"


def padded(text: str, columns: int, *, right: bool = False) -> str:
    """Return a text filled up with blanks to a number of columns, on its right or its left."""
    blanks = " " * (columns - width(text))
    return blanks + text if right else text + blanks


def columns(rows: list[list[str]]) -> list[str]:
    """Return rows as lines, each column as wide as its widest cell."""
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(padded(cell, wide) for cell, wide in zip(row, widths, strict=True)).rstrip() for row in rows]

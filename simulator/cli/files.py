"""The files that a command is given: named ones, folders of ``*.xml``, and ``-`` for standard input."""

import sys
from collections.abc import Iterator
from pathlib import Path


def contents(names: list[str]) -> Iterator[tuple[str, bytes | str]]:
    """Yield each file's name and bytes, or the reason why there are none."""
    for name in paths(names):
        yield name, sys.stdin.buffer.read() if name == "-" else _bytes(Path(name))


def paths(names: list[str]) -> list[str]:
    """Return the files by name, those of a folder in the order of their names; an empty folder stays itself."""
    found: list[str] = []
    for name in names:
        inside = sorted(map(str, Path(name).rglob("*.xml"))) if name != "-" and Path(name).is_dir() else []
        found += inside or [name]
    return found


def _bytes(path: Path) -> bytes | str:
    if path.is_dir():
        return "no *.xml in this folder"
    try:
        return path.read_bytes()
    except OSError as wrong:
        return wrong.strerror or str(wrong)

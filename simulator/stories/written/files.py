"""The files that stories name: they stand beside the story, and which one was meant is asked when there is none."""

import os
from pathlib import Path, PurePath
from typing import Final

from gateway_client.wire.findings import Words
from gateway_client.wire.lexical import Unreadable
from simulator.beginning import fields
from simulator.strict.entry import Place, near
from simulator.strict.finding import Finding, WrongFile
from simulator.strict.text import MOST_BYTES

_MOST_NEIGHBOURS: Final = 2000
"""How many names of a folder are looked through for the one that was meant."""


def read_text(path: Path, shown: str) -> str:
    """Return the text of a file; ``WrongFile`` says why it cannot be read. What is no UTF-8 is said by who reads it."""
    try:
        if not path.is_file():
            raise _wrong(shown, *missing(path, "file", "文件"))
        if (size := path.stat().st_size) > MOST_BYTES:
            en, zh = f"has {size} bytes, at most {MOST_BYTES} are allowed", f"大小为{size}字节，最多{MOST_BYTES}字节"
            raise _wrong(shown, en, zh)
        return path.read_bytes().decode("utf-8", "surrogateescape").removeprefix("\ufeff")
    except OSError as fault:
        raise _wrong(shown, f"cannot be read: {fault.strerror}", f"无法读取：{fault.strerror}") from None


def named_file(place: Place, folder: Path) -> Path | None:
    """Return the file that a place names, from a folder on."""
    path = _named(place, folder)
    if path is None or os.path.isfile(path):  # noqa: PTH113  # tells of every fault that there is no such file
        return path
    place.refuse(Words(*missing(path, "file", "文件")))
    return None


def named_folder(place: Place, folder: Path) -> Path | None:
    """Return the folder of a purchase's documents that a place names, from a folder on."""
    path = _named(place, folder)
    if path is None or os.path.isfile(path / "inventory.xml"):  # noqa: PTH113
        return path
    if os.path.isdir(path):  # noqa: PTH112
        place.refuse(Words("holds no inventory.xml", "其中没有inventory.xml"))
    else:
        place.refuse(Words(*missing(path, "folder", "文件夹")))
    return None


def missing(path: Path, en: str, zh: str) -> tuple[str, str]:
    """Return what is said of a path where there is nothing, with the neighbour that was meant."""
    meant = near(path.name, _neighbours(path.parent))
    said = (f"there is no such {en}", f"没有此{zh}")
    return (f"{said[0]}. Did you mean {meant}?", f"{said[1]}。是否应为{meant}？") if meant else said


def _named(place: Place, folder: Path) -> Path | None:
    try:
        said = fields.any_text(place.value)
        if PurePath(said).is_absolute():
            raise Unreadable(Words("must be a path from this file's folder on", "应为相对于本文件所在文件夹的路径"))
    except Unreadable as wrong:
        place.refuse(wrong.words)
        return None
    return Path(os.path.normpath(folder.absolute() / said))


def _neighbours(folder: Path) -> list[str]:
    try:
        with os.scandir(folder) as entries:
            return [entry.name for entry, _ in zip(entries, range(_MOST_NEIGHBOURS), strict=False)]
    except (OSError, ValueError):
        return []


def _wrong(shown: str, en: str, zh: str) -> WrongFile:
    return WrongFile([Finding(shown, None, "", None, Words(en, zh))])

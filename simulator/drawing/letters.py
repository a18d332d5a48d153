"""Texts as diagrams and reports can show them: no letter that XML or a terminal chokes on, measured, in lines.

A text may be anything that a company once sent.
"""

import re
import unicodedata
from typing import Final

_UNSHOWN: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_PICTURES: Final = 0x2400
_BLANK: Final = 0x20
_ELLIPSIS: Final = "…"
_MARKUP: Final = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"})


def legal(text: str) -> str:
    """Return a text in which pictures stand for control characters, and for those that turn writing around."""
    return _UNSHOWN.sub(_picture, text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))


def in_one_line(text: str) -> str:
    """Return a text as one line."""
    return " ".join(legal(text).split())


def width(text: str) -> int:
    """Return how many columns a text takes: a Chinese letter takes two, a combining one none."""
    return sum(map(_columns, text))


def shortened(text: str, columns: int) -> str:
    """Return a text that takes no more columns, the last for an ellipsis if something is left out."""
    return text if width(text) <= columns else text[: _fitting(text, columns - 1)].rstrip() + _ELLIPSIS


def wrapped(text: str, columns: int, most: int) -> list[str]:
    """Return a text in at most so many lines, each no wider than ``columns``, broken at blanks where there are any."""
    lines: list[str] = []
    for paragraph in legal(text).split("\n"):
        rest = paragraph.strip()
        while rest:
            if len(lines) == most:
                lines[-1] = shortened(f"{lines[-1]} {rest}", columns - 1).removesuffix(_ELLIPSIS) + _ELLIPSIS
                return lines
            end = len(rest) if width(rest) <= columns else _break(rest, columns)
            lines.append(rest[:end].rstrip())
            rest = rest[end:].lstrip()
    return lines


def _break(text: str, columns: int) -> int:
    end = max(_fitting(text, columns), 1)
    blank = text.rfind(" ", 0, end + 1)
    return blank if blank > end // 2 else end


def _fitting(text: str, columns: int) -> int:
    """Return how many letters fit."""
    taken = 0
    for place, letter in enumerate(text):
        taken += _columns(letter)
        if taken > columns:
            return place
    return len(text)


def _columns(letter: str) -> int:
    if unicodedata.combining(letter):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1


def _picture(found: re.Match[str]) -> str:
    code = ord(found[0])
    return chr(_PICTURES + code) if code < _BLANK else "�"


def escaped(text: str) -> str:
    """Return a text as it may stand in XML and HTML, between tags and in attributes."""
    return legal(text).translate(_MARKUP)

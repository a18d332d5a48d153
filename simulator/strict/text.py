"""The text of a TOML file of ours, read strictly: small, flat, UTF-8, and what is no TOML is said with its line."""

import re
import tomllib
from typing import Any, Final

from gateway_client.wire.findings import Words, shown
from simulator.strict.entry import Place, Reader
from simulator.strict.finding import Finding, WrongFile
from simulator.strict.lines import overdone
from simulator.strict.report import Pointed, Report

MOST_BYTES: Final = 1_000_000
"""Of the text of a world file."""

_FAULT: Final = re.compile(r"(.*) \(at (?:line ([0-9]+), column ([0-9]+)|end of document)\)", re.DOTALL)
_NO_SECONDS: Final = re.compile(r"\s*[\w.]+\s*=\s*[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}\s*(?:#.*)?")


def read_file(text: str, source: str, read: Reader) -> Any:
    """Return what ``read`` makes of a file's text; ``WrongFile`` tells all that is wrong in ``source``."""
    text = text.removeprefix("\ufeff")  # some editors of Windows begin a file with it
    report = Report(source, text)
    value = read(Place((), tables(text, source), report))
    report.close()
    return value


def tables(text: str, source: str) -> dict[str, Any]:
    """Return the tables of a text that is small, flat and TOML."""

    def wrong(line: int | None, en: str, zh: str) -> WrongFile:
        return WrongFile([Finding(source, line, "", None, Words(en, zh))])

    try:
        size = len(text.encode())
    except UnicodeEncodeError:
        raise wrong(None, "is not UTF-8", "不是UTF-8编码") from None
    if size > MOST_BYTES:
        raise wrong(
            None,
            f"has {size} bytes, at most {MOST_BYTES} are allowed",
            f"大小为{size}字节，最多允许{MOST_BYTES}字节",
        )
    if too_much := overdone(text):
        line, words = too_much
        raise wrong(line, *words)
    try:
        return tomllib.loads(text, parse_float=Pointed)
    except ValueError as fault:
        raise wrong(*_fault(str(fault), text)) from None


def _fault(said: str, text: str) -> tuple[int | None, str, str]:
    """Return the line of what tomllib says is no TOML, and its words."""
    if not (match := _FAULT.fullmatch(said)):
        return None, f"is not TOML: {said}", f"不是正确的TOML：{said}"
    lines = text.split("\n")
    line = int(match[2]) if match[2] else len(lines)
    why = f"{shown(match[1])} (column {match[3]})" if match[3] else f"{shown(match[1])} (end of the file)"
    hint = _hint(match[1], lines[line - 1])
    return line, f"is not TOML: {why}{hint.en}", f"不是正确的TOML：{why}{hint.zh}"


def _hint(why: str, line: str) -> Words:
    """Return what to do about the two most frequent slips."""
    if _NO_SECONDS.fullmatch(line):
        return Words(". A time needs seconds: 10:00:00", "。时间须写到秒，如10:00:00")
    if why == "Invalid value":
        return Words(". A text stands in quotes", "。文本须加引号")
    return Words("", "")

"""The single values of a story file: words of the language, durations, codes, counts; and readers made of them."""

import re
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any, Final

from gateway_client.wire.findings import Words
from gateway_client.wire.lexical import Text, Unreadable
from simulator.beginning import fields
from simulator.pace.durations import WRITTEN, milliseconds
from simulator.strict.entry import Place, Reader, list_of, near, type_of, value_of
from simulator.strict.report import Pointed

_LABEL: Final = fields.text(Text(1, 60))
_MOST_LISTED: Final = 15
"""How many words are listed when it is clear which was meant."""
_NO_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def wrong(en: str, zh: str) -> Unreadable:
    """Return what is to be raised about a value."""
    return Unreadable(Words(en, zh))


def mistyped(value: Any, en: str, zh: str) -> Unreadable:
    """Return what is to be raised about a value of another type than it should be."""
    found = type_of(value)
    return wrong(f"must be {en}, not {found.en}", f"应为{zh}，不是{found.zh}")


def label(value: Any) -> str:
    """Take a name that the file gives to something of its own."""
    found = _LABEL(value)
    if re.search(r"[]\[]", found):
        raise wrong("must not hold brackets: they set variants apart", "不能含有方括号，方括号用于区分变体")
    return found


def word(*known: str) -> Callable[[Any], str]:
    """Take one of the words of the language."""

    def made(value: Any) -> str:
        names = ", ".join(known)
        if not isinstance(value, str):
            raise mistyped(value, f"one of {names}, in quotes", f"{names}之一并加引号")
        if value in known:
            return value
        meant = near(value, known)
        if not meant:
            raise wrong(f"is none of {names}", f"只能是{names}")
        if len(known) > _MOST_LISTED:
            raise wrong(f"is not known here. Did you mean {meant}?", f"在此处不存在。是否应为{meant}？")
        raise wrong(f"is none of {names}. Did you mean {meant}?", f"只能是{names}。是否应为{meant}？")

    return made


def form(pattern: str, en: str, zh: str) -> Callable[[Any], str]:
    """Take a text of a form, which is said as ``en`` and ``zh`` have it."""

    def made(value: Any) -> str:
        if not isinstance(value, str):
            raise mistyped(value, f"{en}, in quotes", f"{zh}并加引号")
        if not re.fullmatch(pattern, value):
            raise wrong(f"must be {en}", f"应为{zh}")
        return value

    return made


def whole(least: int, most: int) -> Callable[[Any], int]:
    """Take a whole number between bounds."""

    def made(value: Any) -> int:
        if not isinstance(value, int) or isinstance(value, bool):
            raise mistyped(value, "a whole number without quotes", "不加引号的整数")
        if not least <= value <= most:
            raise wrong(f"must be from {least} to {most}", f"应在{least}至{most}之间")
        return value

    return made


def truth(value: Any) -> bool:
    """Take true or false."""
    if not isinstance(value, bool):
        raise mistyped(value, "true or false without quotes", "不加引号的true或false")
    return value


def duration(value: Any) -> timedelta:
    """Take how long something takes, or is waited for."""
    if not isinstance(value, str):
        raise mistyped(value, 'a duration in quotes, such as "5min"', '加引号的时长，如"5min"')
    found = milliseconds(value)
    if found == 0:
        raise wrong("must be more than nothing", "应大于0")
    if found is None:
        raise wrong(
            f"is no duration: {WRITTEN}",
            '不是时长，正确形式如"250ms"、"1s"、"15min"、"2h"或"3d"，最多"366d"',
        )
    return timedelta(milliseconds=found)


def wire_text(value: Any) -> str:
    """Take a text, or a whole number as text, that can stand in a document; it may be empty."""
    if isinstance(value, Pointed):
        raise wrong(f'write it as text: "{value.written}"', f'请加引号写为文本："{value.written}"')
    if not isinstance(value, str | int) or isinstance(value, bool):
        raise mistyped(value, "a text in quotes or a whole number", "加引号的文本或整数")
    if found := _NO_XML.search(str(value)):
        name = f"U+{ord(found[0]):04X}"
        raise wrong(f"holds {name}, which no XML can hold", f"含有{name}，XML不允许此字符")
    return str(value)


def any_text(value: Any) -> str:
    """Take a text of any kind, of several lines too."""
    if not isinstance(value, str):
        raise mistyped(value, "a text in quotes", "加引号的文本")
    return value


def itself(value: Any) -> Any:
    """Return the value: everything in a list is there once by itself."""
    return value


def filled(read: Reader) -> Reader:
    """Read a list in which something must stand."""

    def checked(place: Place) -> Any:
        if place.value == []:
            return place.refuse(Words("is empty: leave it out or name something", "不能为空，请删去或填写内容"))
        return read(place)

    return checked


def one_or_more(read: Reader, en: str, zh: str) -> Reader:
    """Read one value, or a list of them; a tuple either way."""
    several = filled(list_of(read, Words(en, zh), itself))

    def either(place: Place) -> Any:
        if isinstance(place.value, list):
            return several(place)
        found = read(place)
        return None if found is None else (found,)

    return either


def listed(made: Callable[[Any], Any]) -> Reader:
    """Read a list of single values, each of them once."""
    return list_of(value_of(made), Words("a list of texts", "文本列表"), itself)


def tables(name: str) -> Words:
    """Return how a list of tables is asked for."""
    return Words(f"a list of tables: write {name} = [{{ … }}]", f"表的列表，请写{name} = [{{ … }}]")


def known_near(name: str, known: Iterable[str]) -> tuple[str, str]:
    """Return the question whether a known name was meant, in both languages; else all that there are."""
    names = tuple(known)
    meant = near(name, names)
    listed_names = ", ".join(names)
    return (
        (f". Did you mean {meant}?", f"。是否应为{meant}？")
        if meant
        else (f", only {listed_names}", f"，只有{listed_names}")
    )

"""The places of a file as its reader goes through them: each is read or refused, and the next one follows."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import date, time
from difflib import get_close_matches
from typing import Any, Final, NamedTuple

from gateway_client.wire.findings import Words
from gateway_client.wire.lexical import Unreadable
from gateway_client.wire.record import camel
from simulator.strict.lines import Path
from simulator.strict.report import Pointed, Report, said

MOST_ENTRIES: Final = 10_000
"""Entries of one list."""
_NOTHING: Final = object()


class Contradiction(Unreadable):
    """Values of one table that do not go together; ``key`` is the one to look at."""

    def __init__(self, key: str, words: Words) -> None:
        super().__init__(words)
        self.key = key


@dataclass(frozen=True, slots=True)
class Place:
    """One place of the file and what stands there."""

    path: Path
    value: Any
    report: Report

    def refuse(self, words: Words) -> None:
        """Note that what stands here is wrong."""
        self.report.note(self.path, self.value, words)

    def at(self, key: str) -> "Place":
        """Return the place of a key of this table, whether it is there or not."""
        return Place((*self.path, key), self.value.get(key, _NOTHING), self.report)

    def entries(self) -> "list[Place]":
        """Return the places of the entries of this list."""
        return [Place((*self.path, number), each, self.report) for number, each in enumerate(self.value, 1)]

    def holds(self, wanted: type, words: Words) -> bool:
        """Does a value of this type stand here? Otherwise refuse it."""
        if isinstance(self.value, wanted):
            return True
        found = type_of(self.value)
        self.refuse(Words(f"must be {words.en}, not {found.en}", f"应为{words.zh}，不是{found.zh}"))
        return False


Reader = Callable[[Place], Any]
"""Returns what stands at a place, or notes what is wrong there and returns ``None``."""


class Key(NamedTuple):
    """How the value of a key is read, and whether the key may be left out."""

    read: Reader
    needed: bool = True


def optional(read: Reader) -> Key:
    """Return a key that may be left out."""
    return Key(read, needed=False)


def value_of(made: Callable[[Any], Any]) -> Reader:
    """Read a single value; ``made`` returns it, or says by ``Unreadable`` what is wrong with it."""

    def read(place: Place) -> Any:
        try:
            return made(place.value)
        except Unreadable as wrong:
            place.refuse(wrong.words)
            return None

    return read


def table_of(made: Callable[..., Any], **keys: Key) -> Reader:
    """Read a table of these keys and no others; they are given in snake case, as ``made`` takes them."""
    known = {camel(attr): (attr, key) for attr, key in keys.items()}

    def read(place: Place) -> Any:
        if not place.holds(dict, Words("a table", "表")):
            return None
        values = {}
        for name in place.value:
            if name in known:
                attr, key = known[name]
                values[attr] = key.read(place.at(name))
            else:
                place.at(name).refuse(unknown(name, known))
        for name, (attr, key) in known.items():
            if key.needed and name not in place.value:
                place.at(name).refuse(Words("is missing", "缺少此项"))
                values[attr] = None
        return None if None in values.values() else _made(made, values, place)

    return read


def tables_of(name: Callable[[Any], str], read: Reader, words: Words) -> Reader:
    """Read a table whose keys are names of the file's own, which ``name`` takes; each value is read the same way."""

    def read_all(place: Place) -> Any:
        if not place.holds(dict, words) or _too_many(place):
            return None
        found = {}
        for key in place.value:
            below = place.at(key)
            try:
                name(key)
            except Unreadable as wrong:
                Place(below.path, _NOTHING, place.report).refuse(wrong.words)
            found[key] = read(below)
        return None if None in found.values() else found

    return read_all


def list_of(read: Reader, words: Words, once: Callable[[Any], Hashable], key: str = "") -> Reader:
    """Read a list, in which everything is there once by what ``once`` returns; ``key`` is named when it is not."""

    def read_all(place: Place) -> Any:
        if not place.holds(list, words) or _too_many(place):
            return None
        found, seen = [], dict[Hashable, Place]()
        for entry in place.entries():
            found.append(value := read(entry))
            if value is not None and (first := seen.setdefault(once(value), entry)) is not entry:
                twice = said(first.path)
                (entry.at(key) if key else entry).refuse(Words(f"stands in {twice} already", f"与{twice}重复"))
        return None if None in found else tuple(found)

    return read_all


def _too_many(place: Place) -> bool:
    if (size := len(place.value)) <= MOST_ENTRIES:
        return False
    en, zh = f"has {size} entries, at most {MOST_ENTRIES} are allowed", f"有{size}项，最多允许{MOST_ENTRIES}项"
    place.refuse(Words(en, zh))
    return True


def near(name: str, known: Iterable[str]) -> str | None:
    """Return the known name that was probably meant, ``None`` if none is like it."""
    by_plain = {_bare(each): each for each in known}
    return next((by_plain[found] for found in get_close_matches(_bare(name), by_plain, 1)), None)


def type_of(value: Any) -> Words:
    """Return what the trade calls the type of a value."""
    match value:
        case str():
            return Words("a text", "文本")
        case bool():
            return Words("true or false", "布尔值")
        case int():
            return Words("a whole number", "整数")
        case Pointed():
            return Words("a number with a point", "小数")
        case date():
            return Words("a date", "日期")
        case time():
            return Words("a time", "时间")
        case list():
            return Words("a list", "列表")
        case _:
            return Words("a table", "表")


def _made(made: Callable[..., Any], values: dict[str, Any], place: Place) -> Any:
    try:
        return made(**values)
    except Contradiction as wrong:
        place.at(wrong.key).refuse(wrong.words)
        return None


def unknown(name: str, known: Iterable[str]) -> Words:
    """Return what is said of a name that does not exist here, with those that do and the one that was meant."""
    known = tuple(known)
    names, meant = ", ".join(known), near(name, known)
    en, zh = f"is not known here, only {names}", f"在此处不存在，只能是{names}"
    return Words(f"{en}. Did you mean {meant}?", f"{zh}。是否应为{meant}？") if meant else Words(en, zh)


def _bare(name: str) -> str:
    return name.lower().replace("_", "").replace("-", "")

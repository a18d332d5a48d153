"""Variants of a story: a row each, or as many as are asked for; ``${key}`` in a text or key is the row's value.

``$${`` is ``${`` itself. Everything is checked on the story as it is written, once; only then are variants made.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final, NamedTuple

from gateway_client.wire.findings import Words
from simulator.stories.written.scope import StoryReport
from simulator.stories.written.values import any_text, known_near, label, mistyped, whole, wrong
from simulator.strict.entry import Key, Place, list_of, table_of, tables_of, value_of
from simulator.strict.text import MOST_BYTES

MOST_VARIANTS: Final = 1000
MOST_TOGETHER: Final = 20_000_000
"""Bytes of text that all variants of a file may have together."""

_ROWS: Final = ("rows", "generate")
_USE: Final = re.compile(r"\$\$\{|\$\{(?:([^{}]*)\})?")
_MOST_VALUE: Final = 1000
_MOST_NAME: Final = 40

Value = str | int


class Variant(NamedTuple):
    """A story's tables with a row's values in them; ``name`` is empty when there is only one."""

    name: str
    tree: dict[str, Any]


def _key(value: Any) -> str:
    found = label(value)
    if not re.fullmatch(r"\w[\w-]*", found):
        raise wrong("has other characters than letters, digits, _ and -", "只能含有字母、数字、_和-")
    return found


def _value(value: Any) -> Value:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if not isinstance(value, str):
        raise mistyped(value, "a text in quotes or a whole number", "加引号的文本或整数")
    if len(value) > _MOST_VALUE:
        raise wrong(
            f"has {len(value)} characters, at most {_MOST_VALUE} are allowed",
            f"长度为{len(value)}位，最多允许{_MOST_VALUE}位",
        )
    return any_text(value)


def _name(value: Any) -> str:
    found = label(value)
    if len(found) > _MOST_NAME:
        raise wrong(
            f"has {len(found)} characters, at most {_MOST_NAME} are allowed",
            f"长度为{len(found)}位，最多允许{_MOST_NAME}位",
        )
    return found


_VALUES: Final = tables_of(_key, value_of(_value), Words("a table", "表"))


def _row(place: Place) -> Any:
    found = _VALUES(place)
    if found is None:
        return None
    if "name" not in found:
        return place.at("name").refuse(Words("is missing", "缺少此项"))
    return None if value_of(_name)(place.at("name")) is None else found


ROWS: Final = list_of(
    _row, Words("a list of tables: write [[rows]]", "表的列表，请写[[rows]]"), lambda row: row["name"], "name"
)
GENERATE: Final = table_of(lambda count: count, count=Key(value_of(whole(1, MOST_VARIANTS))))


def variants(report: StoryReport) -> Iterator[Variant]:
    """Yield the variants of a story; ``WrongFile`` if the file does not say them rightly."""
    place = Place((), report.tree, report)
    rows = _rows(place)
    keys = tuple(rows[0]) if rows else ()
    used: set[str] = set()
    longest = max((len(str(value)) for row in rows for value in row.values()), default=0)
    size = 0
    below = [place.at(key) for key in report.tree if key not in _ROWS]
    for text in (found for each in below for found in _texts(each)):
        used |= _used(text, keys)
        size += len(text.value) + text.value.count("${") * longest
    _refuse_unused(place, keys, used)
    if size > MOST_BYTES or size * len(rows) > MOST_TOGETHER:
        place.at(next((key for key in _ROWS if key in report.tree), "title")).refuse(
            Words("makes more text than can be read: write fewer or shorter rows", "展开后的文本过大，请减少或缩短各行")
        )
    report.close()
    if not rows:
        yield Variant("", {each.path[0]: _filled(each.value, {}) for each in below})  # type: ignore[misc]
    for row in rows:
        yield Variant(
            str(row.get("name", row.get("n"))), {str(each.path[0]): _filled(each.value, row) for each in below}
        )


def _rows(place: Place) -> list[Mapping[str, Value]]:
    both = [key for key in _ROWS if key in place.value]
    if len(both) > 1:
        place.at(both[1]).refuse(
            Words("goes without rows: variants are one or the other", "不能与rows同用，二者只能取一")
        )
    elif both == ["generate"]:
        count = GENERATE(place.at("generate"))
        return [{"n": number} for number in range(1, (count or 0) + 1)]
    elif both:
        return _alike(place.at("rows"))
    return []


def _alike(place: Place) -> list[Mapping[str, Value]]:
    rows = ROWS(place)
    if rows is None:
        return []
    if not 1 <= len(rows) <= MOST_VARIANTS:
        place.refuse(
            Words(
                f"has {len(rows)} rows, 1 to {MOST_VARIANTS} are allowed", f"有{len(rows)}行，应为1至{MOST_VARIANTS}行"
            )
        )
        return []
    every = dict.fromkeys(key for row in rows for key in row)
    for entry, row in zip(place.entries(), rows, strict=True):
        for key in every:
            if key not in row:
                entry.at(key).refuse(Words("is missing: all rows have the same keys", "缺少此项：各行的键须相同"))
    place.report.close()
    return list(rows)


def _texts(place: Place) -> Iterator[Place]:
    match place.value:
        case str() if "${" in place.value:
            yield place
        case dict():
            for key in place.value:
                if "${" in key:
                    yield replace(place.at(key), value=key)
                yield from _texts(place.at(key))
        case list():
            for entry in place.entries():
                yield from _texts(entry)


def _used(place: Place, keys: tuple[str, ...]) -> set[str]:
    """Return the keys that a text uses; refuse those that no row has."""
    found: set[str] = set()
    for match in _USE.finditer(place.value):
        key = match[1]
        if match[0] == "$${":
            continue
        if key in keys:
            found.add(key)
        elif key is None:
            place.refuse(
                Words(
                    '"${" has no "}" behind it; "${" itself is written "$${"', '"${"之后缺少"}"；如需"${"本身请写"$${"'
                )
            )
        elif not keys:
            place.refuse(
                Words(
                    f'there are no rows that could say ${{{key}}}; "${{" itself is written "$${{"',
                    f'没有rows可供代入${{{key}}}；如需"${{"本身请写"$${{"',
                )
            )
        else:
            en, zh = known_near(key, keys)
            place.refuse(Words(f"no row has the key {key}{en}", f"rows中没有键{key}{zh}"))
    return found


def _refuse_unused(place: Place, keys: tuple[str, ...], used: set[str]) -> None:
    if "rows" not in place.value:
        return
    for key in keys:
        if key != "name" and key not in used:
            place.at("rows").entries()[0].at(key).refuse(
                Words(
                    f"is used by no text: write ${{{key}}} where it belongs",
                    f"没有文本使用它，请在相应位置写${{{key}}}",
                )
            )


def _filled(value: Any, row: Mapping[str, Value]) -> Any:
    match value:
        case str():
            whole_text = _USE.fullmatch(value)
            if whole_text and whole_text[1] is not None:
                return row[whole_text[1]]
            return _USE.sub(lambda found: "${" if found[1] is None else str(row[found[1]]), value)
        case dict():
            return {str(_filled(key, row)): _filled(each, row) for key, each in value.items()}
        case list():
            return [_filled(each, row) for each in value]
        case _:
            return value

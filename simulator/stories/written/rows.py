"""Variants of a story: a row each, or as many as are asked for.

Everything is checked on the story as it is written, once; only then are variants made.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from gateway_client.wire.findings import Words
from simulator.stories.written.filling import Value, filled, texts, used_in
from simulator.stories.written.scope import StoryReport
from simulator.stories.written.values import any_text, label, mistyped, whole, wrong
from simulator.strict.entry import Key, Place, list_of, table_of, tables_of, value_of
from simulator.strict.text import MOST_BYTES

MOST_VARIANTS: Final = 1000
MOST_TOGETHER: Final = 20_000_000
"""Bytes of text that all variants of a file may have together."""

_ROWS: Final = ("rows", "generate")
_MOST_VALUE: Final = 1000
_MOST_NAME: Final = 40
_MOST_KEYS: Final = 50


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
    if len(found) > _MOST_KEYS:
        return place.refuse(
            Words(f"has {len(found)} keys, at most {_MOST_KEYS} are allowed", f"有{len(found)}个键，最多{_MOST_KEYS}个")
        )
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
    for text in (found for each in below for found in texts(each)):
        used |= used_in(text, keys)
        size += len(text.value) + text.value.count("${") * longest
    _refuse_unused(place, keys, used)
    if size > MOST_BYTES or size * len(rows) > MOST_TOGETHER:
        place.at(next((key for key in _ROWS if key in report.tree), "title")).refuse(
            Words("makes more text than can be read: write fewer or shorter rows", "展开后的文本过大，请减少或缩短各行")
        )
    report.close()
    if not rows:
        yield Variant("", {each.path[0]: filled(each.value, {}) for each in below})  # type: ignore[misc]
    for row in rows:
        yield Variant(
            str(row.get("name", row.get("n"))), {str(each.path[0]): filled(each.value, row) for each in below}
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

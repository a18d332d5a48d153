"""Texts and keys of a story that a row fills: ``${key}`` stands for the row's value, ``$${`` is ``${`` itself."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from gateway_client.wire.findings import Words
from simulator.stories.written.values import known_near
from simulator.strict.entry import Place

Value = str | int

_USE: Final = re.compile(r"\$\$\{|\$\{(?:([^{}]*)\})?")


def texts(place: Place) -> Iterator[Place]:
    """Yield the places of all texts below a place that a row may fill."""
    match place.value:
        case str() if "${" in place.value:
            yield place
        case dict():
            for key in place.value:
                if "${" in key:
                    yield replace(place.at(key), value=key)
                yield from texts(place.at(key))
        case list():
            for entry in place.entries():
                yield from texts(entry)


def used_in(place: Place, keys: tuple[str, ...]) -> set[str]:
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


def filled(value: Any, row: Mapping[str, Value]) -> Any:
    """Return a value with those of a row in its texts; a text that is just ``${key}`` becomes the value itself."""
    match value:
        case str():
            whole_text = _USE.fullmatch(value)
            if whole_text and whole_text[1] is not None:
                return row[whole_text[1]]
            return _USE.sub(lambda found: "${" if found[1] is None else str(row[found[1]]), value)
        case dict():
            found: dict[str, Any] = {}
            for key, each in value.items():
                name = str(filled(key, row))
                found[key if name in found else name] = filled(each, row)  # twice the same: refused as it is written
            return found
        case list():
            return [filled(each, row) for each in value]
        case _:
            return value

"""Are the values of a record what its table allows? Asked before anything is written, for all values at once.

The codes: VAL-01 missing, VAL-02 wrong type, VAL-03 wrong number of entries, VAL-04 text of a wrong length or
form, VAL-05 a character that XML cannot carry, VAL-06 a number outside its bounds.
"""

import re
import sys
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Final, NamedTuple

from gateway_client.wire.findings import Finding, Words, shown
from gateway_client.wire.lexical import Fixed, Kind, Text, Unreadable, Whole
from gateway_client.wire.record import UNBOUNDED, Field, Record

_ILLEGAL: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LONGEST_NUMBER: Final = 100
"""Digits up to which a number is written out to be judged: ``Decimal("1E+999999999")`` would fill the memory."""


def check_values(value: Record, path: str = "") -> list[Finding]:
    """Return everything that is wrong with a record's values: types, lengths, digits, missing ones, counts."""
    texts: list[str] = []
    if _plain(value, texts) and not _ILLEGAL.search("".join(texts)):
        return []
    return list(_record(value, path or type(value).table.name))


class _Shape(NamedTuple):
    """What a field's value usually is: enough to say yes quickly, not to say why not."""

    wanted: type
    least: int
    most: int
    optional: bool
    entity: type | None = None


_SHAPES: Final[dict[type[Record], list[_Shape]]] = {}
_USUAL: Final = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,5})?")  # breaks no facet of the specification


def _shape(field: Field) -> _Shape:
    optional = not field.least
    if field.listed and field.entity:
        most = sys.maxsize if field.most == UNBOUNDED else field.most
        return _Shape(tuple, field.least, most, optional, field.entity.record)
    if field.entity:
        return _Shape(field.entity.record, 0, 0, optional)
    if isinstance(field.kind, Text) and not field.listed:
        return _Shape(str, field.kind.least, sys.maxsize if field.kind.most < 0 else field.kind.most, optional)
    if isinstance(field.kind, Fixed):
        return _Shape(Decimal, 0, 0, optional)
    return _Shape(int if isinstance(field.kind, Whole) else object, 0, 999_999_999, optional)


def _plain(value: Record, texts: list[str]) -> bool:
    """Is everything plainly right? Most of what is sent is, and needs no word said about it. Collects the texts."""
    shapes = _SHAPES.get(type(value))
    if shapes is None:
        shapes = _SHAPES[type(value)] = [_shape(field) for field in value.table.fields]
    for found, (wanted, least, most, optional, entity) in zip(value, shapes, strict=True):
        kind = type(found)
        if found is None:
            if not optional:
                return False
        elif kind is not wanted:
            return False
        elif wanted is str:
            if not least <= len(found) <= most:
                return False
            texts.append(found)
        elif wanted is Decimal:
            if not _USUAL.fullmatch(str(found)):
                return False
        elif wanted is int:
            if not 0 <= found <= most:
                return False
        elif wanted is not tuple:
            if not _plain(found, texts):
                return False
        elif not least <= len(found) <= most or not _plain_lines(found, entity, texts):
            return False
    return True


def _plain_lines(found: tuple[Any, ...], entity: type | None, texts: list[str]) -> bool:
    return {*map(type, found)} <= {entity} and all(_plain(each, texts) for each in found)


def _record(value: Record, path: str) -> Iterator[Finding]:
    for field, found in zip(value.table.fields, value, strict=True):
        place = f"{path}/{field.wire}"
        if found is None:
            if field.least:
                yield Finding("VAL-01", place, Words(f"is missing ({field.zh})", f"缺少必填项（{field.zh}）"))
        elif field.listed:
            yield from _listed(field, found, place)
        elif field.role != "any":
            yield from _one(field, found, place)
        elif not isinstance(found, bytes):
            yield _mistyped("bytes", found, place)


def _listed(field: Field, found: Any, place: str) -> Iterator[Finding]:
    if not isinstance(found, tuple) or isinstance(found, Record):
        yield _mistyped("tuple", found, place)
        return
    if len(found) < field.least or len(found) > field.most != UNBOUNDED:
        words = Words(
            f"has {len(found)} entries, {field.least} to {field.most} are allowed",
            f"共{len(found)}项，允许{field.least}至{field.most}项",
        )
        yield Finding("VAL-03", place, words)
    for number, each in enumerate(found, 1):
        yield from _one(field, each, f"{place}[{number}]")


def _one(field: Field, found: Any, place: str) -> Iterator[Finding]:
    if field.entity:
        if isinstance(found, field.entity.record):
            yield from _record(found, place)
        else:
            yield _mistyped(field.entity.record.__name__, found, place)
    elif field.kind:
        yield from _value(field.kind, found, place)


def _value(kind: Kind, found: Any, place: str) -> Iterator[Finding]:
    wanted = Decimal if isinstance(kind, Fixed) else int if isinstance(kind, Whole) else str
    if not isinstance(found, wanted) or isinstance(found, bool):
        yield _mistyped(wanted.__name__, found, place)
        return
    if isinstance(found, str) and (illegal := _ILLEGAL.search(found)):
        name = f"U+{ord(illegal[0]):04X}"
        words = Words(f"holds {name}, which XML cannot carry", f"含有XML不允许的字符{name}")
        yield Finding("VAL-05", place, words, shown(_ILLEGAL.sub("\ufffd", found)))
        return
    if _is_endless(found):
        yield Finding("VAL-06", place, Words("has far too many digits", "数字位数过多"))
        return
    try:
        kind.read(kind.write(found))
    except Unreadable as wrong:
        yield Finding("VAL-04" if wanted is str else "VAL-06", place, wrong.words, shown(str(found)))


def _is_endless(found: Any) -> bool:
    if isinstance(found, Decimal):
        exponent = found.as_tuple().exponent
        return isinstance(exponent, int) and max(abs(found.adjusted()), abs(exponent)) > _LONGEST_NUMBER
    return isinstance(found, int) and abs(found) >= 10**_LONGEST_NUMBER


def _mistyped(wanted: str, found: Any, place: str) -> Finding:
    said = "a very long number" if _is_endless(found) else repr(found)
    return Finding("VAL-02", place, Words(f"must be a {wanted}", f"必须是{wanted}"), shown(said))

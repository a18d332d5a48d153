"""Are the values of a record what its table allows? Asked before anything is written, for all values at once.

The codes: VAL-01 missing, VAL-02 wrong type, VAL-03 wrong number of entries, VAL-04 text of a wrong length or
form, VAL-05 a character that XML cannot carry, VAL-06 a number outside its bounds.
"""

import re
import sys
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from types import NoneType
from typing import Any, Final, NamedTuple

from gateway_client.wire.findings import Finding, Words, shown
from gateway_client.wire.lexical import Fixed, Kind, Text, Unreadable, Whole
from gateway_client.wire.record import UNBOUNDED, Field, Record

_LEGAL: Final = "\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff"
_ILLEGAL: Final = re.compile(f"[^{_LEGAL}]")
_LONGEST_NUMBER: Final = 100
"""Digits up to which a number is written out to be judged: ``Decimal("1E+999999999")`` would fill the memory."""


def check_values(value: Record, path: str = "") -> list[Finding]:
    """Return everything that is wrong with a record's values: types, lengths, digits, missing ones, counts."""
    return [] if _is_plain(value) else list(_record(value, path or type(value).table.name))


_UNFIT: Final = re.compile(f"[^\0{_LEGAL}]")
_COUNT: Final = "[0-9]{1,9}+"
_AMOUNT: Final = rf"{_COUNT}(?:\.[0-9]{{1,5}}+)?+"  # breaks no facet of the specification


class _Form(NamedTuple):
    """What a record with values of certain types is when it is plainly right: enough to say yes, not why not.

    Its values are written as one text, with a zero behind each, which no text may hold: so they are judged at once.
    """

    writes: str  # formats the record; empty when it holds nothing but records
    looks: re.Pattern[str]
    nested: list[int]
    lists: list[tuple[int, int, int, set[type]]]  # place, least and most records, their type


def _is_plain(value: Record) -> bool:
    """Is everything plainly right? Most of what is sent is, and needs no word said about it."""
    texts: list[str] = []
    records = [value]
    for record in records:  # which grows on the way
        form = _form(type(record), tuple(map(type, record)))
        if form is None:
            return False
        writes, looks, nested, lists = form
        if writes:
            try:
                text = writes % record
            except ValueError:  # a number of thousands of digits
                return False
            if not looks.fullmatch(text):
                return False
            texts.append(text)
        if nested:
            records += [record[place] for place in nested]
        for place, least, most, types in lists:
            found = record[place]
            if not least <= len(found) <= most or not types.issuperset(map(type, found)):
                return False
            records += found
    return not _UNFIT.search("".join(texts))


@lru_cache(maxsize=1000)
def _form(record: type[Record], types: tuple[type, ...]) -> _Form | None:
    """Return the form of records with values of these types; ``None`` when they are not plainly right."""
    fields = record.table.fields
    if len(types) != len(fields):
        return None
    there = [(place, field) for place, field in enumerate(fields) if types[place] is not NoneType or field.least]
    if any(types[place] is not _wanted(field) for place, field in there):
        return None
    looks = {place: f"{_looks(field.kind)}\0" for place, field in there if field.kind}
    return _Form(
        writes="".join("%s\0" if place in looks else "%.0s" for place in range(len(fields))) if looks else "",
        looks=re.compile("".join(looks.values())),
        nested=[place for place, field in there if field.entity and not field.listed],
        lists=[
            (place, field.least, sys.maxsize if field.most == UNBOUNDED else field.most, {field.entity.record})
            for place, field in there
            if field.entity and field.listed
        ],
    )


def _wanted(field: Field) -> type | None:
    """Return the type that a field's values plainly have, if there is one."""
    if field.entity:
        return tuple if field.listed else field.entity.record
    if field.listed or not isinstance(field.kind, Text | Fixed | Whole):
        return None
    return str if isinstance(field.kind, Text) else Decimal if isinstance(field.kind, Fixed) else int


def _looks(kind: Kind) -> str:
    if isinstance(kind, Text):
        return f"[^\0]{{{kind.least},{kind.most if kind.most >= 0 else ''}}}+"
    return _AMOUNT if isinstance(kind, Fixed) else _COUNT


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

"""Are the values of a record what its table allows? Asked before anything is written, for all values at once."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from gateway_client.wire.findings import Finding, Words, shown
from gateway_client.wire.lexical import Fixed, Kind, Unreadable, Whole
from gateway_client.wire.record import UNBOUNDED, Field, Record


def check_values(value: Record, path: str = "") -> list[Finding]:
    """Return everything that is wrong with a record's values: types, lengths, digits, missing ones, counts."""
    return list(_record(value, path or type(value).table.name))


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


def _listed(field: Field, found: Any, place: str) -> Iterator[Finding]:
    if not isinstance(found, tuple):
        yield Finding("VAL-02", place, Words("must be a tuple", "必须是元组"), shown(repr(found)))
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
            name = field.entity.record.__name__
            yield Finding("VAL-02", place, Words(f"must be a {name}", f"必须是{name}"), shown(repr(found)))
    elif field.kind:
        yield from _value(field.kind, found, place)


def _value(kind: Kind, found: Any, place: str) -> Iterator[Finding]:
    wanted: type | tuple[type, ...] = str
    if isinstance(kind, Fixed):
        wanted = (Decimal, int)
    elif isinstance(kind, Whole):
        wanted = int
    if not isinstance(found, wanted) or isinstance(found, bool):
        name = "Decimal" if isinstance(kind, Fixed) else "int" if isinstance(kind, Whole) else "str"
        yield Finding("VAL-02", place, Words(f"must be a {name}", f"必须是{name}"), shown(repr(found)))
        return
    try:
        kind.read(kind.write(found))
    except Unreadable as wrong:
        yield Finding("VAL-04", place, wrong.words, shown(str(found)))

"""Paths into the documents of a purchase, and what stories change, take away, spoil and expect there.

``OrderHead.buyerName``, ``OrderList[2].price``: entities and wire names as the tables of the messages have them.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final, NamedTuple

from gateway_client.wire.ceb.arrival import Delivery
from gateway_client.wire.ceb.cancel import CEB623Message, InvtCancel
from gateway_client.wire.ceb.inventory import Inventory
from gateway_client.wire.ceb.order import Order
from gateway_client.wire.ceb.payment import Payment
from gateway_client.wire.ceb.refund import InvtRefund
from gateway_client.wire.ceb.tail import Request
from gateway_client.wire.ceb.waybill import CEB513Message, Logistics, LogisticsStatus
from gateway_client.wire.findings import Words
from gateway_client.wire.lexical import Unreadable
from gateway_client.wire.record import Field
from simulator.stories.story import Change
from simulator.stories.written.values import itself, known_near, wire_text, wrong
from simulator.strict.entry import Contradiction, Place, Reader, list_of, value_of

PARTS: Final[dict[str, Field]] = {
    part.wire: part
    for document in (Order, Payment, Logistics, Inventory)
    for part in document.table.fields
    if part.entity
}
"""The entities of which the documents of a purchase consist, by their names on the wire."""
PARTS[LogisticsStatus.table.name] = replace(
    next(part for part in CEB513Message.table.fields if part.entity is LogisticsStatus.table), listed=False, most=1
)
APPLIED: Final[dict[str, Field]] = {
    **{part.wire: part for document in (InvtRefund, Delivery) for part in document.table.fields if part.entity},
    InvtCancel.table.name: replace(
        next(part for part in CEB623Message.table.fields if part.entity is InvtCancel.table), listed=False, most=1
    ),
}
"""The entities of which cancellations, returns and arrival lists consist."""
TAIL: Final[dict[str, Field]] = {part.wire: part for part in Request.table.fields if part.entity}
"""What stands behind the documents of a message, and can only be spoilt."""

_PATH: Final = re.compile(r"(\w+)(?:\[([0-9]{1,9})\])?(?:\.(\w+))?")
_QUOTED: Final = Words(
    'a table of paths in quotes, such as { "OrderHead.buyerName" = "…" }',
    '路径加引号的表，如{ "OrderHead.buyerName" = "…" }',
)
_PATHS: Final = Words('a list of paths, such as ["OrderHead.note"]', '路径列表，如["OrderHead.note"]')


class Target(NamedTuple):
    """What a path names: a field of an entity, or (``None``) a whole line."""

    part: Field
    field: Field | None


def target(path: str, parts: Mapping[str, Field] = PARTS) -> Target:
    """Return what a path names; ``Unreadable`` says why it names nothing."""
    match = _PATH.fullmatch(path)
    if not match:
        raise wrong(
            "is no path such as OrderHead.buyerName or OrderList[2].price",
            "不是路径，正确形式如OrderHead.buyerName或OrderList[2].price",
        )
    part = parts.get(match[1])
    if part is None:
        en, zh = known_near(match[1], parts)
        raise wrong(f"there is no {match[1]}{en}", f"没有{match[1]}{zh}")
    _count(part, match[2])
    if match[3] is None:
        if not part.listed:
            raise wrong(f"names no field: write {part.wire}.x", f"未指明字段，请写{part.wire}.x")
        return Target(part, None)
    assert part.entity
    known = {field.wire: field for field in part.entity.fields}
    if match[3] not in known:
        en, zh = known_near(match[3], known)
        raise wrong(f"{part.wire} has no field {match[3]}{en}", f"{part.wire}没有字段{match[3]}{zh}")
    return Target(part, known[match[3]])


def _count(part: Field, number: str | None) -> None:
    if not part.listed and number is not None:
        raise wrong(f"there is one {part.wire} only: leave out [{number}]", f"{part.wire}只有一个，请删去[{number}]")
    if part.listed and number is None:
        raise wrong(f"names no line: write {part.wire}[1]", f"未指明第几行，请写{part.wire}[1]")
    if number is not None and not 1 <= int(number) <= part.most:
        raise wrong(
            f"lines are counted from 1 to {part.most}, there is no [{number}]",
            f"行号应在1至{part.most}之间，没有[{number}]",
        )


def field_at(path: str, parts: Mapping[str, Field] = PARTS) -> Field:
    """Return the field that a path names; a whole line is none."""
    field = target(path, parts).field
    if field is None:
        raise wrong(f"names no field: write {path}.x", f"未指明字段，请写{path}.x")
    return field


def changed(path: str, value: Any) -> str:
    """Take the text that a field is to have; the field must be able to hold it."""
    field = field_at(path)
    text = wire_text(value)
    try:
        if field.kind:
            field.kind.read(text)
    except Unreadable as fault:
        en, zh = fault.words
        raise wrong(
            f"{en}; what no {field.wire} can be is written by spoil", f"{zh}；要写入不合规的内容请用spoil"
        ) from None
    return text


def spoilt(path: str, value: Any) -> str:
    """Take the text that is to stand in the XML of a field, whatever the field can hold."""
    field_at(path, {**PARTS, **TAIL})
    return wire_text(value)


def spoilt_applied(path: str, value: Any) -> str:
    """The same in a cancellation, a return or an arrival list."""
    field_at(path, {**APPLIED, **TAIL})
    return wire_text(value)


def _texts_at(made: Any) -> Reader:
    def read(place: Place) -> Any:
        if not place.holds(dict, _QUOTED):
            return None
        found = []
        for path, value in place.value.items():
            try:
                if isinstance(value, dict):
                    raise wrong(f'a path stands in quotes as a whole: "{path}.…"', f'路径须整体加引号："{path}.…"')
                found.append((path, made(path, value)))
            except Unreadable as fault:
                place.at(path).refuse(fault.words)
        return tuple(found) if len(found) == len(place.value) else None

    return read


def _removed(path: Any) -> str:
    found = wire_text(path)
    field = target(found).field
    if field and field.least:
        raise wrong(
            "is required by the schema: to leave out what it wants use omit, which writes into the XML itself",
            "是报文格式的必填项，要删去必填项请用omit（直接改写XML）",
        )
    return found


def _omitted(path: Any) -> str:
    found = wire_text(path)
    target(found, {**PARTS, **TAIL})
    return found


TEXTS: Final = _texts_at(changed)
"""Reads texts that fields are to have, by path."""
SPOILT: Final = _texts_at(spoilt)
"""Reads texts that are to stand in the XML, or must stand there, whatever a field can hold."""
SPOILT_APPLIED: Final = _texts_at(spoilt_applied)
"""The same in what is applied for."""
REMOVED: Final = list_of(value_of(_removed), _PATHS, itself)
OMITTED: Final = list_of(value_of(_omitted), _PATHS, itself)


def together(texts: tuple[tuple[str, str], ...], gone: tuple[str, ...], key: str, other: str) -> tuple[Change, ...]:
    """Return what is changed and what is taken away; nothing can be both. ``key`` is that of what is ``gone``."""
    for path in gone:
        for written, _ in texts:
            if written == path or written.startswith(f"{path}."):
                raise Contradiction(key, Words(f"{other} writes {written}, which is gone", f"{other}又写入了{written}"))
    return (*texts, *((path, None) for path in gone))

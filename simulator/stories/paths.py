"""Places of documents, as rules name them: ``OrderHead.buyerName``, ``InventoryList[2].price``; read and changed."""

import re
from collections.abc import Mapping
from typing import Any, Final

from gateway_client.rules.kinds import Kind, head_of
from gateway_client.wire.ceb.arrival import DeliveryHead, DeliveryList
from gateway_client.wire.ceb.cancel import InvtCancel
from gateway_client.wire.ceb.inventory import InventoryHead, InventoryList
from gateway_client.wire.ceb.order import OrderHead, OrderList
from gateway_client.wire.ceb.payment import PaymentHead
from gateway_client.wire.ceb.refund import InvtRefundHead, InvtRefundList
from gateway_client.wire.ceb.waybill import LogisticsHead, LogisticsStatus
from gateway_client.wire.findings import Words
from gateway_client.wire.record import Field, Record
from simulator.stories.failing import Failed
from simulator.stories.story import Change

ENTITIES: Final[dict[str, tuple[Kind, type[Record]]]] = {
    record.table.name: (kind, record)
    for kind, record in (
        (Kind.ORDER, OrderHead),
        (Kind.ORDER, OrderList),
        (Kind.PAYMENT, PaymentHead),
        (Kind.WAYBILL, LogisticsHead),
        (Kind.DELIVERY, LogisticsStatus),
        (Kind.INVENTORY, InventoryHead),
        (Kind.INVENTORY, InventoryList),
    )
}
"""The entities that a path can name, with the kind of document that holds them."""
RECORDS: Final[dict[str, type[Record]]] = {
    **{name: record for name, (_, record) in ENTITIES.items()},
    **{one.table.name: one for one in (InvtCancel, InvtRefundHead, InvtRefundList, DeliveryHead, DeliveryList)},
}
"""All entities into which a text can be written, those of what is applied for among them."""

PATH: Final = re.compile(r"([A-Za-z]+)(?:\[([1-9][0-9]{0,2})\])?(?:\.([A-Za-z0-9]+))?")
"""Entity, number of a line from 1 on, field."""

Documents = Mapping[Kind, Any]


def kind_at(path: str) -> Kind | None:
    """Return the kind of document that a path is in; ``None`` for what stands behind the documents of a message."""
    entity = path.partition("[")[0].partition(".")[0]
    return ENTITIES[entity][0] if entity in ENTITIES else None


def changed(documents: Documents, changes: tuple[Change, ...]) -> dict[Kind, Any]:
    """Return documents with other texts at places. Raises ``Failed`` for a line or document that is not there."""
    found = dict(documents)
    for path, text in changes:
        entity, number, name = _parts(path)
        kind = ENTITIES[entity][0]
        if kind not in found:
            raise Failed(Words(f"{path}: the purchase has no {kind.label}", f"{path}：该订单没有{kind.label}"))
        if name and text_at(found, path) == text:
            so = "nothing stands there" if text is None else f"{text} stands there already"
            so_zh = "此处本无内容" if text is None else f"此处已是{text}"
            raise Failed(Words(f"{path}: {so}, so nothing would change", f"{path}：{so_zh}，无可更改"))
        found[kind] = _changed(found[kind], path, text, (number, name))
    return found


def text_at(documents: Documents, path: str) -> str | None:
    """Return the text that stands at a place, ``None`` if nothing does."""
    entity, number, name = _parts(path)
    kind, record = ENTITIES[entity]
    document = documents.get(kind)
    if document is None:
        return None
    part = _line(document, path, number) if number else head_of(document)
    field = _field(record, name)
    value = getattr(part, field.attr)
    return None if value is None or field.kind is None else field.kind.write(value)


def _changed(document: Any, path: str, text: str | None, at: tuple[int, str]) -> Any:
    number, name = at
    if not number:
        head = head_of(document)
        new = head.changed(**_value(type(head), name, text))
        return new if head is document else document.changed(head=new)
    line = _line(document, path, number)
    lines = list(document.lines)
    if name:
        lines[number - 1] = line.changed(**_value(type(line), name, text))
    else:
        del lines[number - 1]
    return document.changed(lines=tuple(lines))


def _value(record: type[Record], name: str, text: str | None) -> dict[str, Any]:
    field = _field(record, name)
    return {field.attr: None if text is None or field.kind is None else field.kind.read(text)}


def _line(document: Any, path: str, number: int) -> Any:
    if number > len(document.lines):
        count = len(document.lines)
        raise Failed(Words(f"{path}: there are only {count} lines", f"{path}：只有{count}项商品"))
    return document.lines[number - 1]


def _field(record: type[Record], name: str) -> Field:
    return next(field for field in record.table.fields if field.wire == name)


def _parts(path: str) -> tuple[str, int, str]:
    match = PATH.fullmatch(path)
    if match is None or match[1] not in ENTITIES:
        raise ValueError(f"{path!r} is no path")
    return match[1], int(match[2] or 0), match[3] or ""

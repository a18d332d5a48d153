"""Documents packed into messages: one kind each, at most a hundred, under the sender's name."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from gateway_client.rules import documents as rules
from gateway_client.rules.kinds import KIND_OF
from gateway_client.rules.rule import Refusal
from gateway_client.wire import ceb
from gateway_client.wire.ceb.tail import BaseSubscribe, BaseTransfer, ExtendMessage, Request
from gateway_client.wire.encode import encode
from gateway_client.wire.findings import Finding
from gateway_client.wire.record import Record
from gateway_client.wire.values import check_values

_DOCUMENTS: Final = {
    next(field.entity.record for field in message.table.fields if field.attr == "documents" and field.entity): message
    for message in ceb.REQUESTS.values()
}
"""The message that each kind of document travels in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Who transmits: the company's code and name, and its dxpId. ``readers`` get copies, as they subscribe."""

    dxp_id: str
    cop_code: str
    cop_name: str
    readers: tuple[BaseSubscribe, ...] = ()


@dataclass(frozen=True, slots=True)
class Packed:
    """A message ready to go. ``cop_msg_id`` is its root guid: sent again, it is the same message."""

    cop_msg_id: str
    message_type: str
    count: int
    body: bytes


def check(documents: Iterable[Record]) -> tuple[list[Finding], list[Refusal]]:
    """Return everything that is wrong with documents in themselves: values first, then their own rules."""
    findings: list[Finding] = []
    refusals: list[Refusal] = []
    for number, document in enumerate(documents, 1):
        message = _DOCUMENTS.get(type(document))
        if message is None:
            raise TypeError(f"{type(document).__name__} is no document that is sent on its own")
        found = check_values(document, f"{document.table.name}[{number}]")
        findings += found
        kind = KIND_OF.get(message.table.name)
        if kind and all(one.code == "VAL-04" for one in found):  # the rules read types, not lengths
            refusals += rules.refusals(kind, document)
    return findings, refusals


def pack(
    documents: Iterable[Record],
    sender: Sender,
    new_guid: Callable[[], str],
    *,
    extend: ExtendMessage | None = None,
) -> Iterator[Packed]:
    """Yield the messages that carry documents, in their order, neighbours of one kind together."""
    for message, alike in groupby(documents, key=lambda document: _DOCUMENTS[type(document)]):
        most = next(field.most for field in message.table.fields if field.attr == "documents")
        group = list(alike)
        for first in range(0, len(group), most):
            yield _packed(message, tuple(group[first : first + most]), sender, new_guid(), extend)


def _packed(
    message: type[Request], documents: tuple[Any, ...], sender: Sender, guid: str, extend: ExtendMessage | None
) -> Packed:
    whole = message(
        guid=guid,
        version="1.0",
        documents=documents,
        base_transfer=BaseTransfer(
            cop_code=sender.cop_code, cop_name=sender.cop_name, dxp_mode="DXP", dxp_id=sender.dxp_id
        ),
        base_subscribes=sender.readers,
        extend_message=extend,
        signature=None,
    )
    return Packed(guid, message.table.name, len(documents), encode(whole, prefixed=True))

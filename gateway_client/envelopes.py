"""Documents packed into messages: one kind each, at most a hundred, under the sender's name.

A message's CopMsgId is made of its content. So the same documents sent by the same sender are the same
message, whoever sends them and however often, and the port declares it once.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, Final
from uuid import UUID, uuid5

from gateway_client.errors import Objection
from gateway_client.rules import documents as rules
from gateway_client.rules.kinds import KIND_OF
from gateway_client.wire import ceb
from gateway_client.wire.ceb.tail import BaseSubscribe, BaseTransfer, ExtendMessage, Request
from gateway_client.wire.encode import encode
from gateway_client.wire.findings import Finding, Words, shown
from gateway_client.wire.record import Record
from gateway_client.wire.values import check_values

_DOCUMENTS: Final = {
    next(field.entity.record for field in message.table.fields if field.attr == "documents" and field.entity): message
    for message in ceb.REQUESTS.values()
}
"""The message that each kind of document travels in."""

_LARGEST: Final = 5_000_000
"""Bytes of a message beyond which it is halved; ports take 8 MB, and base64 adds a third."""

_FORMAL: Final = frozenset({"VAL-03", "VAL-04", "VAL-05"})
"""Findings that do not keep the rules from reading a document: all its types and numbers are right."""

_BLANK: Final = "0" * 36
_NAMESPACE: Final = UUID("7d6f9a52-9c0e-5a57-8a54-5a6b1a2c3e01")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Who transmits: its dxpId (at most 30 characters), the company's customs code and name.

    ``readers`` get copies of documents, receipts or both, as they subscribe; at most five.
    """

    dxp_id: str
    cop_code: str
    cop_name: str
    readers: tuple[BaseSubscribe, ...] = ()

    @property
    def transfer(self) -> BaseTransfer:
        """The part of a message that names the sender."""
        return BaseTransfer(cop_code=self.cop_code, cop_name=self.cop_name, dxp_mode="DXP", dxp_id=self.dxp_id)


@dataclass(frozen=True, slots=True)
class Packed:
    """A message ready to go. ``cop_msg_id`` is its root guid: sent again, it is the same message."""

    cop_msg_id: str
    message_type: str
    count: int
    body: bytes

    def __str__(self) -> str:
        return f"{self.message_type} {self.cop_msg_id}"


def check(
    documents: Iterable[Any], sender: Sender | None = None, extend: ExtendMessage | None = None
) -> tuple[list[Finding], list[Objection]]:
    """Return everything that is wrong with documents in themselves: values first, then their own rules.

    With a ``sender`` the tail of the messages is checked, too. Whatever is given is answered by findings.
    """
    findings = _tail(sender, extend) if sender else []
    objections: list[Objection] = []
    for number, document in enumerate(documents, 1):
        message = _DOCUMENTS.get(type(document))
        if message is None:
            words = Words("is no document that is sent on its own", "不是可单独报送的单证")
            findings.append(Finding("VAL-02", f"documents[{number}]", words, shown(type(document).__name__)))
            continue
        place = f"{document.table.name}[{number}]"
        found = check_values(document, place)
        findings += found
        kind = KIND_OF.get(message.table.name)
        if kind and _FORMAL.issuperset([one.code for one in found]):
            objections += [Objection(place, refusal) for refusal in rules.refusals(kind, document)]
    return findings, objections


def _tail(sender: Sender, extend: ExtendMessage | None) -> list[Finding]:
    found = check_values(sender.transfer)
    readers: tuple[Any, ...] = sender.readers  # or whatever else was given
    for number, reader in enumerate(readers, 1):
        if isinstance(reader, BaseSubscribe):
            found += check_values(reader, f"BaseSubscribe[{number}]")
        else:
            words = Words("must be a BaseSubscribe", "必须是BaseSubscribe")
            found.append(Finding("VAL-02", f"BaseSubscribe[{number}]", words, shown(repr(reader))))
    most = next(field.most for field in Request.table.fields if field.attr == "base_subscribes")
    if len(sender.readers) > most:
        words = Words(f"stands there {len(sender.readers)} times, {most} are allowed", f"最多允许{most}个")
        found.append(Finding("VAL-03", "BaseSubscribe", words))
    return found + (check_values(extend) if extend is not None else [])


def pack(documents: Iterable[Record], sender: Sender, *, extend: ExtendMessage | None = None) -> Iterator[Packed]:
    """Yield the messages that carry documents: those of a kind together, in the order in which they are given."""
    kinds: dict[type[Request], list[Any]] = {}
    for document in documents:
        kinds.setdefault(_DOCUMENTS[type(document)], []).append(document)
    for message, alike in kinds.items():
        most = next(field.most for field in message.table.fields if field.attr == "documents")
        for first in range(0, len(alike), most):
            yield from _packed(message, tuple(alike[first : first + most]), sender, extend)


def _packed(
    message: type[Request], documents: tuple[Any, ...], sender: Sender, extend: ExtendMessage | None
) -> Iterator[Packed]:
    whole = message(
        guid=_BLANK,
        version="1.0",
        documents=documents,
        base_transfer=sender.transfer,
        base_subscribes=sender.readers,
        extend_message=extend,
        signature=None,
    )
    body = encode(whole, prefixed=True)
    if len(body) > _LARGEST and len(documents) > 1:
        half = len(documents) // 2
        yield from _packed(message, documents[:half], sender, extend)
        yield from _packed(message, documents[half:], sender, extend)
        return
    guid = str(uuid5(_NAMESPACE, blake2b(body, digest_size=32).hexdigest())).upper()
    yield Packed(guid, message.table.name, len(documents), body.replace(_BLANK.encode(), guid.encode(), 1))

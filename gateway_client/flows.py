"""The conversations with the port, each written once: what is asked, what is heard, when to ask again.

A message that may or may not have arrived is sent again with the same bytes and the same CopMsgId, which
the port declares once. A refused message is not sent again.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final, Generic, NamedTuple, TypeAlias, TypeVar

import orjson

from gateway_client.asking import Ask, Flow, Pause, Reply, Silence
from gateway_client.envelopes import Packed
from gateway_client.errors import Garbled, Rejected, Unreachable
from gateway_client.wire import ceb
from gateway_client.wire.ceb.tail import Root, SignedRequest
from gateway_client.wire.decode import Undecodable, decode
from gateway_client.wire.dxp import DxpRep
from gateway_client.wire.encode import encode
from gateway_client.wire.parse import Broken, parse
from gateway_client.wire.signature import (
    CanonicalizationMethod,
    DigestMethod,
    Ds,
    Reference,
    Signature,
    SignatureMethod,
    SignatureValue,
    SignedInfo,
)

MOST_RECEIPTS: Final = 100
LONGEST_WAIT: Final = 60.0
_NO_SIGNATURE: Final = Signature(
    signed_info=SignedInfo(
        canonicalization_method=CanonicalizationMethod(algorithm="", anything=b""),
        signature_method=SignatureMethod(algorithm="", anything=b""),
        references=(Reference(uri="", digest_method=DigestMethod(algorithm="", anything=b""), digest_value=""),),
    ),
    signature_value=SignatureValue(value=""),
)
_MESSAGES: Final = "/dxp/messages"
_RECEIPTS: Final = "/dxp/receipts"
_ACK: Final = "/dxp/receipts/ack"
_ACCEPTED: Final = "0000"
_MOST_IDS: Final = 1000
_AGAIN: Final = frozenset({408, 425, 429})

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Tries:
    """How often to ask before giving up, and how long to pause between: doubled each time. All in seconds.

    ``patience`` is for one answer. ``longest_wait`` is how long the port may hold back an answer until
    there is a receipt (at most 60); 0 makes the client look again and again, as with a clock of its own.
    """

    most: int = 6
    pause: float = 0.2
    longest_pause: float = 5.0
    patience: float = 30.0
    longest_wait: float = 60.0

    def __post_init__(self) -> None:
        if self.most < 1 or self.patience <= 0 or not 0 <= self.longest_wait <= LONGEST_WAIT:
            raise ValueError("Tries wants most >= 1, patience > 0 and a longest_wait of 0 to 60 seconds")


@dataclass(frozen=True, slots=True)
class Receipt:
    """A receipt as it came: ``body`` is its XML, ``return_time`` Beijing time, ``YYYYMMDDhhmmssSSS``."""

    id: str
    message_type: str
    cop_msg_id: str
    return_time: str
    body: str
    _read: list[Root | None] = field(default_factory=list, init=False, repr=False, compare=False)

    @property
    def message(self) -> Root | None:
        """Its record, or ``None`` when it is none that we know. Read when it is first asked for.

        Readers get copies of documents, too: then it is the message of their sender.
        """
        if not self._read:
            self._read.append(read(self.body))
        return self._read[0]

    @property
    def key(self) -> tuple[str, str, str]:
        """What tells it from all others, also after the port was reset and its ids began anew."""
        return self.id, self.cop_msg_id, self.return_time

    @property
    def returns(self) -> tuple[Any, ...]:
        """What it says, a return per document."""
        return getattr(self.message, "returns", ())


def post(packed: Packed, tries: Tries) -> Flow[None]:
    """Hand a message to the port; ends when the port has it for good."""
    ask = Ask("POST", _MESSAGES, body=packed.body, content_type="application/xml", patience=tries.patience)

    def judge(heard: Reply) -> _Verdict[None]:
        said = _response(heard.body)
        if said is None:
            return _HALF if _breaks_off(heard, b"DxpRep") else None
        if heard.status == 200 and said.response_code == _ACCEPTED:
            return _Heard(None)
        if said.response_code == _ACCEPTED:
            return None
        raise Rejected(str(packed), heard.status, said.response_code, said.response_info or "", said.note)

    yield from _until(ask, tries, judge)


def fetch(dxp_id: str, *, most: int, wait: float, tries: Tries) -> Flow[list[Receipt]]:
    """Ask for the oldest receipts that are not acknowledged; ``wait`` seconds for the first."""
    query = {"dxpId": dxp_id, "max": str(most), "wait": f"{wait:.3f}"}
    ask = Ask("GET", _RECEIPTS, query, patience=tries.patience + wait)
    return (yield from _until(ask, tries, _fetched))


def acknowledge(dxp_id: str, ids: list[str], tries: Tries) -> Flow[None]:
    """Tell the port that receipts have arrived; saying it twice does no harm."""
    for first in range(0, len(ids), _MOST_IDS):
        body = orjson.dumps({"ids": ids[first : first + _MOST_IDS]})
        ask = Ask("POST", _ACK, {"dxpId": dxp_id}, body, "application/json", tries.patience)
        yield from _until(ask, tries, _acknowledged)


class _Heard(NamedTuple, Generic[T]):
    """An answer that was understood."""

    value: T


_Verdict: TypeAlias = _Heard[T] | str | None
"""What an answer means: its value, why it is only half of one, or nothing that a port says."""
_HALF: Final = "an answer that breaks off"


def _until(ask: Ask, tries: Tries, judge: Callable[[Reply], _Verdict[T]]) -> Flow[T]:
    """Ask until there is an answer that means something, or the tries are used up."""
    why = ""
    for attempt in range(tries.most):
        if attempt:
            yield Pause(min(tries.pause * float(2 ** (attempt - 1)), tries.longest_pause))
        heard = yield ask
        if isinstance(heard, Silence):
            why = heard.why
            continue
        assert isinstance(heard, Reply)
        if _worth_another_try(heard.status):
            why = f"HTTP {heard.status}"
            continue
        verdict = judge(heard)
        if isinstance(verdict, _Heard):
            value: T = verdict.value
            return value
        if verdict is None:
            raise Garbled(ask.path, heard.status, heard.body)
        why = verdict
    raise Unreachable(ask.path, tries.most, why)


def _fetched(heard: Reply) -> _Verdict[list[Receipt]]:
    said = _json(heard)
    if isinstance(said, dict) and isinstance(said.get("receipts"), list):
        receipts = [_receipt(each) for each in said["receipts"]]
        return _Heard([one for one in receipts if one]) if all(receipts) else None
    return _HALF if said is None and _breaks_off(heard, b'{"receipts"') else None


def _acknowledged(heard: Reply) -> _Verdict[None]:
    said = _json(heard)
    if isinstance(said, dict):
        return _Heard(None)
    return _HALF if said is None and _breaks_off(heard, b"{") else None


def _json(heard: Reply) -> Any:
    try:
        return orjson.loads(heard.body) if heard.status == 200 else None
    except orjson.JSONDecodeError:
        return None


def _breaks_off(heard: Reply, mark: bytes) -> bool:
    """Is this the beginning of a good answer that was lost on its way? Then the question may be put again."""
    return heard.status == 200 and (not heard.body.strip() or mark in heard.body[:1000])


def _worth_another_try(status: int) -> bool:
    return status >= 500 or status in _AGAIN


def _response(body: bytes) -> Any:
    """Return the first Response of a DxpRep; ``None`` when the body is none."""
    parsed = parse(body)
    if isinstance(parsed, Broken):
        return None
    try:
        return decode(parsed.root, DxpRep).responses[0]
    except Undecodable:
        return None


def _receipt(said: Any) -> Receipt | None:
    names = ("id", "messageType", "copMsgId", "returnTime", "body")
    values = [said.get(name) for name in names] if isinstance(said, dict) else [None]
    texts = [value for value in values if isinstance(value, str)]
    if len(texts) != len(names):
        return None
    one, kind, about, moment, body = texts
    return Receipt(one, kind, about, moment, body)


def read(body: str) -> Root | None:
    """Return the record of a receipt's XML, or of a message that is copied to its readers; else ``None``."""
    parsed = parse(body.encode())
    if isinstance(parsed, Broken):
        return None
    record = ceb.MESSAGES.get(str(parsed.root.tag).rpartition("}")[2])
    if record is None:
        return None
    try:
        if issubclass(record, SignedRequest) and parsed.root.find(f"{{{Ds.table.namespace}}}Signature") is None:
            return _unsigned(parsed.root, record)
        return decode(parsed.root, record, parsed.text)
    except Undecodable:
        return None


def _unsigned(root: Any, record: type[SignedRequest]) -> Root:
    """Read a message that must be signed but was handed in bare: its sender's client would have signed it."""
    place = parse(encode(_NO_SIGNATURE, prefixed=True))
    assert not isinstance(place, Broken)
    root.append(place.root)
    return decode(root, record).changed(signature=None)

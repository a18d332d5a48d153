"""The conversations with the port, each written once: what is asked, what is heard, when to ask again.

A message that may or may not have arrived is sent again with the same bytes and the same CopMsgId, which
the port declares once. A refused message is not sent again.
"""

from dataclasses import dataclass
from typing import Any, Final

import orjson

from gateway_client.asking import Ask, Flow, Pause, Reply, Silence
from gateway_client.envelopes import Packed
from gateway_client.errors import Garbled, Rejected, Unreachable
from gateway_client.wire import ceb
from gateway_client.wire.ceb.tail import Root
from gateway_client.wire.decode import Undecodable, decode
from gateway_client.wire.dxp import DxpRep
from gateway_client.wire.parse import Broken, parse

MOST_RECEIPTS: Final = 100
LONGEST_WAIT: Final = 60.0
_ACCEPTED: Final = "0000"
_AGAIN: Final = frozenset({408, 425, 429})


@dataclass(frozen=True, slots=True)
class Tries:
    """How often to ask before giving up, and how long to pause between: doubled each time, in seconds."""

    most: int = 6
    pause: float = 0.2
    longest_pause: float = 5.0
    patience: float = 30.0


@dataclass(frozen=True, slots=True)
class Receipt:
    """A receipt as it came. ``message`` is its record, or ``None`` when it is none that we know.

    ``return_time`` is Beijing time, ``YYYYMMDDhhmmssSSS``; ``body`` the receipt's XML.
    """

    id: str
    message_type: str
    cop_msg_id: str
    return_time: str
    body: str
    message: Root | None

    @property
    def returns(self) -> tuple[Any, ...]:
        """What it says, a return per document."""
        return getattr(self.message, "returns", ())


def post(packed: Packed, tries: Tries) -> Flow[None]:
    """Hand a message to the port; ends when the port has it for good."""
    path = "/dxp/messages"
    ask = Ask("POST", path, body=packed.body, content_type="application/xml", patience=tries.patience)
    why = ""
    for attempt in range(tries.most):
        if attempt:
            yield Pause(_pause(tries, attempt))
        heard = yield ask
        if isinstance(heard, Silence):
            why = heard.why
            continue
        assert isinstance(heard, Reply)
        said = _response(heard.body)
        if heard.status == 200 and said is not None:
            if said.response_code != _ACCEPTED:
                raise Rejected(200, said.response_code, said.response_info or "", said.note)
            return
        why = f"HTTP {heard.status}"
        if _worth_another_try(heard.status):
            continue
        if said is not None:
            raise Rejected(heard.status, said.response_code, said.response_info or "", said.note)
        raise Garbled(path, heard.status, heard.body)
    raise Unreachable(path, tries.most, why)


def fetch(dxp_id: str, *, most: int, wait: float, tries: Tries) -> Flow[list[Receipt]]:
    """Ask for the oldest receipts that are not acknowledged; ``wait`` seconds for the first."""
    path = "/dxp/receipts"
    query = {"dxpId": dxp_id, "max": str(most), "wait": f"{wait:g}"}
    said = yield from _until_json(Ask("GET", path, query, patience=tries.patience + wait), tries)
    try:
        return [_receipt(each) for each in said["receipts"]]
    except (KeyError, TypeError):
        raise Garbled(path, 200, orjson.dumps(said)) from None


def acknowledge(dxp_id: str, ids: list[str], tries: Tries) -> Flow[None]:
    """Tell the port that receipts have arrived; saying it twice does no harm."""
    if ids:
        body = orjson.dumps({"ids": ids})
        ask = Ask("POST", "/dxp/receipts/ack", {"dxpId": dxp_id}, body, "application/json", tries.patience)
        yield from _until_json(ask, tries)


def _until_json(ask: Ask, tries: Tries) -> Flow[Any]:
    why = ""
    for attempt in range(tries.most):
        if attempt:
            yield Pause(_pause(tries, attempt))
        heard = yield ask
        if isinstance(heard, Silence):
            why = heard.why
            continue
        assert isinstance(heard, Reply)
        if not _worth_another_try(heard.status):
            try:
                said = orjson.loads(heard.body)
            except orjson.JSONDecodeError:
                said = None
            if heard.status != 200 or not isinstance(said, dict):
                raise Garbled(ask.path, heard.status, heard.body)
            return said
        why = f"HTTP {heard.status}"
    raise Unreachable(ask.path, tries.most, why)


def _worth_another_try(status: int) -> bool:
    return status >= 500 or status in _AGAIN


def _pause(tries: Tries, attempt: int) -> float:
    return min(tries.pause * float(2 ** (attempt - 1)), tries.longest_pause)


def _response(body: bytes) -> Any:
    """Return the first Response of a DxpRep; ``None`` when the body is none."""
    parsed = parse(body)
    if isinstance(parsed, Broken):
        return None
    try:
        return decode(parsed.root, DxpRep).responses[0]
    except Undecodable:
        return None


def _receipt(said: Any) -> Receipt:
    body = said["body"]
    return Receipt(
        id=said["id"],
        message_type=said["messageType"],
        cop_msg_id=said["copMsgId"],
        return_time=said["returnTime"],
        body=body,
        message=read(body),
    )


def read(body: str) -> Root | None:
    """Return the record of a receipt's XML; ``None`` when it is no receipt that we know."""
    parsed = parse(body.encode())
    if isinstance(parsed, Broken):
        return None
    record = ceb.RECEIPTS.get(str(parsed.root.tag).rpartition("}")[2])
    if record is None:
        return None
    try:
        return decode(parsed.root, record)
    except Undecodable:
        return None

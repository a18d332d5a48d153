"""The port's first two gates: the envelope, then the form of the business message.

(1) size, encoding, well-formedness and the schema of DxpMsg: refused with HTTP 400 and a DxpRep.
(2) the schema of the business message: accepted, and answered by CEB900.
Signatures, port rules and customs come behind; what an earlier gate forbids never reaches a later one.
A bare CEB message counts as handed to the port's own client software, which signs for its owner.
"""

from copy import deepcopy
from dataclasses import dataclass
from typing import Final, NamedTuple

from lxml import etree

from gateway_client.rules.documents import refusals
from gateway_client.rules.kinds import KIND_OF
from gateway_client.wire import ceb
from gateway_client.wire.ceb.tail import SignedRequest
from gateway_client.wire.dxp import IMPORT_SYSTEM, DxpMsg
from gateway_client.wire.findings import Finding, Words
from gateway_client.wire.form import check_form
from gateway_client.wire.lexical import from_base64
from gateway_client.wire.parse import Broken, Parsed, parse
from gateway_client.wire.signature import Ds
from gateway_client.wire.validate import Schemas
from simulator.port.submission import BARE, Submission

_DXP_MSG: Final = f"{{{DxpMsg.table.namespace}}}DxpMsg"
_SIGNATURE: Final = f"{{{Ds.table.namespace}}}Signature"
_LONGEST_ID: Final = 30
NOT_HANDLED: Final = "DXP-04"
"""The finding against a message whose form is right, but whose kind this version does not take."""
_BY_THE_PORT: Final = etree.fromstring(
    f'<ds:Signature xmlns:ds="{Ds.table.namespace}"><ds:SignedInfo><ds:CanonicalizationMethod Algorithm=""/>'
    '<ds:SignatureMethod Algorithm=""/><ds:Reference URI=""><ds:DigestMethod Algorithm=""/><ds:DigestValue/>'
    "</ds:Reference></ds:SignedInfo><ds:SignatureValue/></ds:Signature>"
)
"""What the port's own client software adds to a bare message: the place of a signature."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A message that did not pass the envelope. ``code`` is the DxpRep's ResponseCode."""

    code: str
    findings: list[Finding]
    sender: str = ""
    cop_msg_id: str = ""
    message_type: str = ""


class _Envelope(NamedTuple):
    """What is known of a message before it is read itself, and by which rules its documents are judged."""

    sender: str
    cop_msg_id: str
    entrance: str
    only_sourced: bool


def examine(data: bytes, schemas: Schemas, *, signed: bool = False, only_sourced: bool = False) -> Submission | Refused:
    """Lead the bytes of a request through both gates.

    ``signed`` asks a bare message for the signature that the port's client software would add. ``only_sourced``
    leaves the documents' assumed rules out.
    """
    parsed = parse(data)
    if isinstance(parsed, Broken):
        return Refused(parsed.code, [parsed.finding])
    if parsed.root.tag == _DXP_MSG:
        return _enveloped(parsed, schemas, only_sourced)
    return _bare(parsed, data, schemas, signed, only_sourced)


def _enveloped(envelope: Parsed, schemas: Schemas, only_sourced: bool) -> Submission | Refused:
    form = check_form(envelope, schemas, DxpMsg)
    if isinstance(form, list):
        return Refused("0002", form)
    info = form.trans_info
    said = (info.sender_id, info.cop_msg_id, info.msg_type)
    if IMPORT_SYSTEM not in info.receiver_ids.ids:
        place = "DxpMsg/TransInfo/ReceiverIds/ReceiverId"
        words = Words(f"is unknown: the import system is {IMPORT_SYSTEM}", f"接收方不存在，进口系统为{IMPORT_SYSTEM}")
        return Refused("2001", [Finding("DXP-01", place, words, info.receiver_ids.ids[0])], *said)
    entrance = f"dxp {info.msg_type}" if info.msg_type else "dxp"
    around = _Envelope(info.sender_id, info.cop_msg_id, entrance, only_sourced)
    body = from_base64(form.data)
    parsed = parse(body)
    if isinstance(parsed, Broken):
        return _rejected(body, [parsed.finding], around, "", _known(info.msg_type))
    name = etree.QName(parsed.root).localname
    if info.msg_type and info.msg_type != name:
        words = Words(f"does not name the message inside, which is {name}", f"与业务报文类型{name}不一致")
        finding = Finding("DXP-02", "DxpMsg/TransInfo/MsgType", words, info.msg_type)
        return _rejected(body, [finding], around, "", _known(name))
    return _business(parsed, body, schemas, around)


def _bare(parsed: Parsed, data: bytes, schemas: Schemas, signed: bool, only_sourced: bool) -> Submission | Refused:
    root = parsed.root
    sender = _transmitter(root)
    if sender is None:
        words = Words(
            "is neither a DxpMsg nor a business message with BaseTransfer/dxpId: nobody could be answered",
            "既不是DxpMsg也不是带有BaseTransfer/dxpId的业务报文，无法回复",
        )
        return Refused("0002", [Finding("DXP-03", etree.QName(root).localname, words, str(root.tag)[:100])])
    message = ceb.REQUESTS.get(etree.QName(root).localname)
    must_sign = message is not None and issubclass(message, SignedRequest)
    if must_sign and not signed and (not len(root) or root[-1].tag != _SIGNATURE):
        root.append(deepcopy(_BY_THE_PORT))
    guid = str(root.get("guid") or "Unknown")[:255]
    return _business(parsed, data, schemas, _Envelope(sender, guid, BARE, only_sourced))


def _transmitter(root: etree._Element) -> str | None:
    """Return BaseTransfer/dxpId of a message whatever its namespace: a broken one wants an answer too."""
    for child in root.iterchildren("{*}BaseTransfer"):
        for leaf in child.iterchildren("{*}dxpId"):
            found = (leaf.text or "").strip()
            return found if 0 < len(found) <= _LONGEST_ID else None
    return None


def _business(parsed: Parsed, body: bytes, schemas: Schemas, around: _Envelope) -> Submission | Refused:
    root = parsed.root
    name = etree.QName(root).localname
    dxp_id = _transmitter(root) or ""
    message = ceb.REQUESTS.get(name)
    if message is None:
        return _rejected(body, [_no_request(root, name)], around, dxp_id, _known(name))
    form = check_form(parsed, schemas, message)
    if isinstance(form, list):
        return _rejected(body, form, around, dxp_id, name)
    kind = KIND_OF.get(name)
    if kind is None:
        words = Words(f"is not handled by this version: it takes {', '.join(KIND_OF)}", "本版本暂不支持该报文类型")
        return Refused("0999", [Finding(NOT_HANDLED, name, words)], around.sender, around.cop_msg_id, name)
    documents = form.documents
    return Submission(
        sender=around.sender,
        dxp_id=form.base_transfer.dxp_id,
        cop_msg_id=around.cop_msg_id,
        entrance=around.entrance,
        message_type=name,
        body=body,
        kind=kind,
        documents=documents,
        refusals=[refusals(kind, document, only_sourced=around.only_sourced) for document in documents],
        subscriptions=form.base_subscribes,
    )


def _no_request(root: etree._Element, name: str) -> Finding:
    if name in ceb.RECEIPTS:
        words = Words("is a receipt: the port sends these and takes none", "是回执报文，口岸不接收回执")
    else:
        words = Words(f"is unknown: known are {', '.join(ceb.REQUESTS)}", "未知的报文类型")
    line: int | None = root.sourceline  # type: ignore[assignment]  # the stubs leave its type open
    return Finding("FMT-10", name, words, str(root.tag)[:100], line)


def _known(name: str) -> str:
    return name if name in ceb.MESSAGES else "Unknown"


def _rejected(body: bytes, findings: list[Finding], around: _Envelope, dxp_id: str, message_type: str) -> Submission:
    return Submission(
        sender=around.sender,
        dxp_id=dxp_id,
        cop_msg_id=around.cop_msg_id,
        message_type=message_type,
        entrance=around.entrance,
        body=body,
        findings=findings,
    )

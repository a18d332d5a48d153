"""What the port itself writes: the DxpRep to the sender at once, and CEB900 for a broken message."""

import re
from base64 import b64encode
from datetime import datetime
from typing import Final

from gateway_client.rules.rule import Confidence
from gateway_client.wire.ceb.format_return import CEB900Message, MessageReturn
from gateway_client.wire.dxp import IMPORT_SYSTEM, DxpRep, OriHead, ReceiverIds, Response
from gateway_client.wire.encode import encode
from gateway_client.wire.findings import Finding
from simulator.texts import TextBook

ACCEPTED: Final = "0000"
"""ResponseCode of success; assumed, the table 7-1 has only failures."""

FORMAT_ERROR: Final = "-999999"

TEXTS: Final = TextBook()
TEXTS.text(
    "DxpRep",
    ACCEPTED,
    "接收成功",
    source="the table 7-1 has only failures",
    confidence=Confidence.ASSUMED,
)
for _code, _text in {
    "0001": "报文格式错误",
    "0002": "数据包不能通过schema验证",
    "0999": "其他格式错误",
    "2001": "指定的接收方不存在",
    "2999": "其他业务逻辑错误",
    "3001": "数据库、中间件等系统错误",
}.items():
    TEXTS.text("DxpRep", _code, _text, source="table 7-1", confidence=Confidence.SPECIFICATION)
RESPONSES: Final = {text.status: text.text for text in TEXTS.texts}
TEXTS.text(
    "CEB900",
    FORMAT_ERROR,
    "{}",
    source="code of another simulator, no real CEB900 was seen; the words about each fault are ours",
    confidence=Confidence.ASSUMED,
)
_ILLEGAL: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_PLACE: Final = "\ue000original\ue000"
_LONGEST: Final = {"receiver": 16, "info": 300, "note": 500, "id": 255, "type": 30, "return_info": 5000}


def dxp_rep(
    code: str, now: datetime, *, findings: list[Finding], sender: str, cop_msg_id: str, message_type: str
) -> bytes:
    """Return the answer to a message: accepted, or what was wrong with its envelope."""
    info = "; ".join([RESPONSES[code], *(finding.said("zh") for finding in findings)])
    note = "; ".join(finding.said("en") for finding in findings)
    head = OriHead(
        cop_msg_id=cop_msg_id or "Unknown",
        sender_id=sender[: _LONGEST["receiver"]] or "Unknown",
        receiver_ids=ReceiverIds(ids=(IMPORT_SYSTEM,)),
        creat_time=now.isoformat(timespec="seconds"),
        msg_type=message_type[: _LONGEST["type"]],
    )
    response = Response(
        response_code=code,
        response_info=_legal(info)[: _LONGEST["info"]],
        notice_time=now.date().isoformat(),
        note=_legal(note)[: _LONGEST["note"]] or None,
        ori_head=head,
    )
    return encode(DxpRep(recevier_id=sender[: _LONGEST["receiver"]] or "Unknown", responses=(response,)))


def format_return(
    findings: list[Finding], *, original: bytes, message_type: str, cop_msg_id: str, time: int, guid: str
) -> bytes:
    """Return the CEB900 that answers a message which does not fit its schema.

    The original travels in it as CDATA; where XML cannot carry it, as base64.
    """
    said = MessageReturn(
        guid=guid,
        return_status=FORMAT_ERROR,
        return_info=_legal("; ".join(finding.said("zh") for finding in findings))[: _LONGEST["return_info"]],
        return_time=str(time),
        ori_cop_msg_id=cop_msg_id,
        ori_message_type=message_type,
        ori_biz_message=_PLACE,
    )
    message = encode(CEB900Message(guid=guid, version="1.0", returns=(said,)))
    carried = _carried(original).replace("]]>", "]]]]><![CDATA[>")
    head, _, tail = message.rpartition(_PLACE.encode())  # the last one is ours, whatever the sender wrote
    return b"".join((head, f"<![CDATA[{carried}]]>".encode(), tail))


def _carried(original: bytes) -> str:
    try:
        text = original.decode()
    except UnicodeDecodeError:
        return b64encode(original).decode()
    return b64encode(original).decode() if _ILLEGAL.search(text) else text


def _legal(text: str) -> str:
    return _ILLEGAL.sub("�", text)

"""Reads receipts as an enterprise does, and holds every one of them to the form that real ones have."""

import re
from dataclasses import dataclass
from typing import Any

from gateway_client.wire.ceb import RECEIPTS
from gateway_client.wire.decode import decode
from gateway_client.wire.dxp import DxpRep
from gateway_client.wire.parse import Parsed, parse
from gateway_client.wire.validate import Schemas

_SCHEMAS = Schemas()
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


@dataclass(frozen=True)
class Receipt:
    id: str
    type: str
    cop_msg_id: str
    time: str
    body: str
    returns: tuple[Any, ...]


def receipt_of(fetched: dict[str, Any]) -> Receipt:
    """Return the receipt behind an entry of ``GET /dxp/receipts``, once its form has been checked."""
    assert fetched.keys() == {"id", "messageType", "copMsgId", "returnTime", "body"}
    body = fetched["body"]
    parsed = parse(body.encode())
    assert isinstance(parsed, Parsed)
    assert _SCHEMAS.fits(parsed.root), _SCHEMAS.first_error(parsed.root)
    name = fetched["messageType"]
    read = decode(parsed.root, RECEIPTS[name])
    lines = body.splitlines()
    assert lines[0] == '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    assert re.fullmatch(
        rf'<{name} xmlns="http://www.chinaport.gov.cn/ceb" guid="{_UUID.pattern}" version="1.0">', lines[1]
    )
    if name in ("CEB816Message", "CEB818Message"):
        assert lines[2] == "    <Tax>"
        for said in read.returns:
            check_bill(said.head)
            assert said.head.return_time == fetched["returnTime"]
    else:
        assert re.match("    <[A-Z][A-Za-z]+Return>$", lines[2])
        assert re.match("        <guid>", lines[3])
        for said in read.returns:
            check_form(said)
            assert said.return_time == fetched["returnTime"]
    return Receipt(fetched["id"], name, fetched["copMsgId"], fetched["returnTime"], body, read.returns)


def check_form(said: Any) -> None:
    """Hold a single return to the forms of its guid, its time and its numbers."""
    assert re.fullmatch("[0-9]{17}", said.return_time)
    status = int(said.return_status)
    if status > 0:
        assert _UUID.fullmatch(said.guid)
    elif status != -999999:
        assert not re.search("[a-z]", said.guid)
    if type(said).__name__ != "InventoryReturn":
        return
    assert re.fullmatch("B[0-9]{8}[0-9]{9}", said.pre_no)
    if status in (120, 800):
        assert re.fullmatch("[0-9]{4}[0-9]{4}I[0-9]{9}", said.invt_no)
    elif status == 100:  # judged and never taken in, or taken in and refused by an officer
        assert re.fullmatch("([0-9]{4}[0-9]{4}I[0-9]{9})?", said.invt_no or "")
    else:
        assert said.invt_no is None


def check_bill(head: Any) -> None:
    """Hold the head of a tax bill, or of its state, to the forms of its numbers."""
    assert re.fullmatch("[0-9]{17}", head.return_time)
    assert head.guid == head.guid.upper()
    assert _UUID.fullmatch(head.guid.lower())
    assert re.fullmatch("[0-9]{8}I[0-9]{9}", head.invt_no)
    assert head.tax_no == f"{head.invt_no}_0"
    assert head.status in ("1", "2", "3")
    assert re.fullmatch("[0-9]{18}" if head.status == "2" else "", head.ent_duty_no)


def answer_of(content: bytes) -> Any:
    """Return the one Response of a DxpRep, once its form has been checked."""
    parsed = parse(content)
    assert isinstance(parsed, Parsed)
    assert _SCHEMAS.fits(parsed.root), _SCHEMAS.first_error(parsed.root)
    (response,) = decode(parsed.root, DxpRep).responses
    return response

"""What the port does: keep a message, answer each of its documents, hand what it accepts to customs."""

from string import ascii_lowercase, ascii_uppercase
from typing import Any, Final

from gateway_client.rules.documents import app_time
from gateway_client.rules.documents import refusals as own_refusals
from gateway_client.rules.kinds import Kind, head_of, key, key_of
from gateway_client.rules.rule import Refusal
from simulator.declaration import DECLARING, RECEIVED, Declaration, Origin
from simulator.docket import Docket
from simulator.port import goods
from simulator.port.answers import format_return
from simulator.port.rules import Arrival, Version, refusals
from simulator.port.submission import Submission
from simulator.steps import Event
from simulator.store.ids import sequence

_UPPER: Final = str.maketrans(ascii_lowercase, ascii_uppercase)
"""Of ASCII only: other letters may become two, and the guid too long for its receipt."""


def receive(docket: Docket, submission: Submission) -> None:
    """Take a message in; the very same message once more is accepted and changes nothing."""
    if docket.is_known(submission.digest):
        return
    number = docket.world.next_id("entry")
    origin = Origin(number, submission.sender, submission.dxp_id, submission.cop_msg_id, submission.subscriptions)
    docket.receive(origin, submission.digest, submission.message_type, submission.entrance, submission.body)
    if submission.kind is None:
        _reject(docket, origin, submission)
        return
    docket.pass_on(origin, submission.message_type, submission.body)
    declared = []
    for place, document in enumerate(submission.documents):
        head = head_of(document)
        declaration = Declaration(
            id=docket.world.next_id("document"),
            kind=submission.kind,
            key=key_of(submission.kind, head),
            order_no=_number(submission.kind, head),
            app_time=head.app_time,
            status=RECEIVED,
            current=False,
            origin=origin,
            place=place,
            accepted=None,
            entered=None,
            finished=None,
            document=document,
            own_refusals=submission.refusals[place],
        )
        docket.declare(declaration)
        declared.append(declaration)
    docket.plan(Event.ACCEPT, declared)


def accept(docket: Docket, declarations: list[Declaration]) -> None:
    """Answer documents: status 2 and on to customs, or a negative code."""
    accepted = []
    for declaration in declarations:
        found = _refusals(docket, declaration)
        if found:
            _refuse(docket, declaration, found)
            continue
        declaration.status = DECLARING
        declaration.accepted = docket.time
        docket.supersede(declaration)
        guid = docket.world.guid("port", sequence(declaration.id))
        docket.answer(declaration, DECLARING, _accepted(docket, declaration), guid)
        accepted.append(declaration)
    docket.plan(Event.ENTER, accepted)


def _number(kind: Kind, head: Any) -> str:
    """Return the number by which people look for a document; a delivery has that of its waybill only."""
    number: str = head.logistics_no if kind is Kind.DELIVERY else head.order_no
    return number


def _reject(docket: Docket, origin: Origin, submission: Submission) -> None:
    body = format_return(
        submission.findings,
        original=submission.body,
        message_type=submission.message_type,
        cop_msg_id=origin.cop_msg_id,
        time=docket.time,
        guid=docket.world.guid("format", sequence(origin.message)),
    )
    docket.send(origin, "CEB900Message", body)


def _refusals(docket: Docket, declaration: Declaration) -> list[Refusal]:
    before = docket.find(declaration.kind, declaration.key)
    origin = declaration.origin
    arrival = Arrival(
        kind=declaration.kind,
        document=declaration.document,
        head=declaration.head,
        sender_id=origin.sender,
        dxp_id=origin.dxp_id,
        day=docket.day,
        before=Version(before.app_time, before.refused, before.status) if before else None,
        subscriptions=origin.subscriptions,
        enterprises=docket.world.enterprises or None,
        filed=docket.world.filed,
    )
    own = declaration.own_refusals
    if own is None:
        own = own_refusals(declaration.kind, declaration.document)
    return [*own, *refusals(arrival), *goods.refusals(arrival)]


def _refuse(docket: Docket, declaration: Declaration, found: list[Refusal]) -> None:
    """Answer with the first objection and keep all; a refused version never displaces a living one."""
    first = found[0]
    declaration.status = int(first.status)
    declaration.finished = docket.time
    before = docket.find(declaration.kind, declaration.key)
    if any(refusal.rule is app_time for refusal in found):
        docket.change(declaration)  # nothing could ever be newer than a time that is none
    elif before is None or (before.refused and declaration.app_time > before.app_time):
        docket.supersede(declaration)
    else:
        docket.change(declaration)
    docket.verdict(declaration, [refusal.as_json() for refusal in found])
    docket.answer(declaration, declaration.status, first.info, declaration.head.guid.translate(_UPPER))


def _accepted(docket: Docket, declaration: Declaration) -> str:
    head = declaration.head
    if declaration.kind is not Kind.INVENTORY:
        return f"新增申报成功[{head.guid}]"
    name = f"[电商企业编码：{head.ebc_code}订单编号：{head.order_no}]"
    missing = _missing(docket, head)
    if not missing:
        return f"清单新增申报成功[{head.guid}]{name}"
    separator = "; " if len(missing) == 1 else " "
    return separator.join([f"清单新增申报成功{name}", *missing])


def _missing(docket: Docket, head: Any) -> list[str]:
    """Name the documents of an inventory that the port does not have, in the words of real receipts."""
    order = docket.find(Kind.ORDER, key(head.ebp_code, head.order_no))
    waybill = docket.find(Kind.WAYBILL, key(head.logistics_code, head.logistics_no))
    named = []
    if order is None or order.refused:
        named.append(_ORDER_MISSING.format(head.ebc_code, head.order_no))
    if waybill is None or waybill.refused:
        named.append(_WAYBILL_MISSING.format(head.logistics_code, head.logistics_no))
    if docket.payment_for(head.ebp_code, head.order_no) is None:
        named.append(_PAYMENT_MISSING.format(head.ebp_code, head.order_no))
    return named


_ORDER_MISSING: Final = "对应电商企业为[{}]订单号为[{}]的订单信息不存在"
_WAYBILL_MISSING: Final = "对应物流企业为[{}]物流单号为[{}]的运单信息不存在"
_PAYMENT_MISSING: Final = "对应电商平台为[{}]订单号为[{}]支付信息不存在"

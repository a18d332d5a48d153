"""What the port does: keep a message, answer each of its documents, hand what it accepts to customs."""

from string import ascii_lowercase, ascii_uppercase
from typing import Any, Final

from gateway_client.rules.documents import app_time
from gateway_client.rules.documents import refusals as own_refusals
from gateway_client.rules.kinds import Kind, head_of, key, key_of
from gateway_client.rules.rule import Confidence, Refusal
from simulator.charging import give_back
from simulator.clock import day_of
from simulator.course import following, is_usual
from simulator.declaration import CHANGE, DELETION, NEW, Declaration, Origin
from simulator.docket import Docket
from simulator.life import BEFORE_ENTRY, DECLARING, MOVES, OPEN, RECEIVED, STORED
from simulator.port.answers import format_return
from simulator.port.applied import listed, return_days, used_by
from simulator.port.arrival import Arrival, Version
from simulator.port.rules import refusals
from simulator.port.submission import Submission
from simulator.receipts import invt_no, pre_no
from simulator.steps import Event
from simulator.store.ids import sequence
from simulator.texts import ALL_RECEIPTS, TextBook

_STORE: Final = "1"
_STORED: Final = next(one.info for one in MOVES if one.to == STORED)
_APPLICATIONS: Final = (Kind.CANCEL, Kind.RETURN)
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
    """Answer documents: status 2 and on to customs, 1 for those that are only to be stored, or a negative code."""
    accepted: dict[Event, list[Declaration]] = {}
    for declaration in declarations:
        found = _refusals(docket, declaration)
        if found:
            _refuse(docket, declaration, found)
            continue
        stored = declaration.head.app_status == _STORE
        declaration.status = STORED if stored else DECLARING
        declaration.accepted = docket.time
        _take_over(docket, declaration)
        guid = docket.world.guid("port", sequence(declaration.id))
        info = _STORED if stored else _accepted(docket, declaration)
        docket.answer(declaration, declaration.status, info, guid)
        if not stored:
            accepted.setdefault(_next(docket, declaration), []).append(declaration)
    for event, ones in accepted.items():
        docket.plan(event, ones)


def _take_over(docket: Docket, declaration: Declaration) -> None:
    """Let what was accepted count for its key, or take away what it deletes.

    What customs has charged for an inventory that is changed is given back with that: the change is judged anew.
    """
    before = docket.find(declaration.kind, declaration.key) if declaration.head.app_type != NEW else None
    if declaration.kind is Kind.INVENTORY and before is not None and before.status in OPEN:
        give_back(docket, before)
    if not declaration.deletes:
        docket.supersede(declaration)
        return
    if before is not None:
        docket.remove(before)
    docket.change(declaration)


def _next(docket: Docket, declaration: Declaration) -> Event:
    """Return what comes behind 2: customs, if the course of an inventory has nothing before that."""
    if declaration.kind is Kind.INVENTORY and not is_usual(docket.world):
        to = following(docket.world, declaration)
        return Event.MOVE if to in BEFORE_ENTRY else Event.ENTER
    return Event.ENTER


def _number(kind: Kind, head: Any) -> str:
    """Return the number by which people look for a document: its order's; a delivery and an arrival list have none."""
    attr = {Kind.DELIVERY: "logistics_no", Kind.ARRIVAL: "bill_no"}.get(kind, "order_no")
    number: str = getattr(head, attr)
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
        before=_version(before) if before else None,
        subscriptions=origin.subscriptions,
        enterprises=docket.world.enterprises or None,
        used_by=used_by(docket, declaration) if declaration.head.app_type != NEW else None,
        listed=listed(docket, declaration) if declaration.kind in _APPLICATIONS else None,
        return_days=return_days(docket) if declaration.kind is Kind.RETURN else None,
    )
    own = declaration.own_refusals
    if own is None:
        own = own_refusals(declaration.kind, declaration.document, only_sourced=docket.only_sourced)
    return [*own, *refusals(arrival, only_sourced=docket.only_sourced)]


def _version(before: Declaration) -> Version:
    head, day = before.head, day_of(before.accepted) if before.accepted else None
    known = Version(before.app_time, before.gives_way, before.status, day)
    if before.kind is not Kind.INVENTORY:
        return known
    numbers = (pre_no(before, before.accepted or before.finished or 0), invt_no(before))
    return known._replace(agent_code=head.agent_code, pre_no=numbers[0], invt_no=numbers[1])


def _refuse(docket: Docket, declaration: Declaration, found: list[Refusal]) -> None:
    """Answer with the first objection and keep all; a refused version never displaces a living one."""
    first = found[0]
    declaration.status = int(first.status)
    declaration.finished = docket.time
    before = docket.find(declaration.kind, declaration.key)
    if any(refusal.rule is app_time for refusal in found):
        docket.change(declaration)  # nothing could ever be newer than a time that is none
    elif before is None or (before.gives_way and declaration.head.app_type == NEW and _is_newer(declaration, before)):
        docket.supersede(declaration)
    else:
        docket.change(declaration)
    docket.verdict(declaration, [refusal.as_json() for refusal in found])
    docket.answer(declaration, declaration.status, first.info, declaration.head.guid.translate(_UPPER))


def _is_newer(declaration: Declaration, before: Declaration) -> bool:
    return declaration.app_time > before.app_time


def _accepted(docket: Docket, declaration: Declaration) -> str:
    head = declaration.head
    if head.app_type != NEW:
        return _DONE[head.app_type].format(_NOUNS[declaration.kind], head.guid)
    if declaration.kind is not Kind.INVENTORY:
        return _ACCEPTED[declaration.kind].format(head.guid)
    missing = _missing(docket, head)
    if not missing:
        return _INVENTORY_ACCEPTED.format(head.guid, head.ebc_code, head.order_no)
    separator = "; " if len(missing) == 1 else " "
    return separator.join([_INVENTORY_WAITS.format(head.ebc_code, head.order_no), *missing])


def _missing(docket: Docket, head: Any) -> list[str]:
    """Name the documents of an inventory that the port does not have, in the words of real receipts."""
    order = docket.find(Kind.ORDER, key(head.ebp_code, head.order_no))
    waybill = docket.find(Kind.WAYBILL, key(head.logistics_code, head.logistics_no))
    named = []
    if order is None or not order.declared:
        named.append(_ORDER_MISSING.format(head.ebc_code, head.order_no))
    if waybill is None or not waybill.declared:
        named.append(_WAYBILL_MISSING.format(head.logistics_code, head.logistics_no))
    if docket.payment_for(head.ebp_code, head.order_no) is None:
        named.append(_PAYMENT_MISSING.format(head.ebp_code, head.order_no))
    return named


TEXTS: Final = TextBook()
_PAPER_ACCEPTED: Final = TEXTS.text(
    "CEB312, CEB412, CEB512, CEB514",
    "2",
    "新增申报成功[{}]",
    source="a real CEB312 of 2023; CEB312 and CEB512 in official samples",
    confidence=Confidence.TWO_SOURCES,
)
_PATTERN: Final = "made after the pattern of real receipts"
_ACCEPTED: Final = {
    **dict.fromkeys((Kind.ORDER, Kind.PAYMENT, Kind.WAYBILL, Kind.DELIVERY), _PAPER_ACCEPTED),
    **{
        kind: TEXTS.text(receipt, "2", f"{noun}新增申报成功[{{}}]", source=_PATTERN, confidence=Confidence.ASSUMED)
        for kind, receipt, noun in (
            (Kind.CANCEL, "CEB624", "撤销申请单"),
            (Kind.RETURN, "CEB626", "退货申请单"),
            (Kind.ARRIVAL, "CEB712", "入库明细单"),
        )
    },
}
_NOUNS: Final = {
    **dict.fromkeys(Kind, ""),
    Kind.INVENTORY: "清单",
    Kind.RETURN: "退货申请单",
    Kind.ARRIVAL: "入库明细单",
}
_DONE: Final = {
    CHANGE: TEXTS.text(ALL_RECEIPTS, "2", "{}变更申报成功[{}]", source=_PATTERN, confidence=Confidence.ASSUMED),
    DELETION: TEXTS.text(ALL_RECEIPTS, "2", "{}删除申报成功[{}]", source=_PATTERN, confidence=Confidence.ASSUMED),
}
_INVENTORY_ACCEPTED: Final = TEXTS.text(
    "CEB622",
    "2",
    "清单新增申报成功[{}][电商企业编码：{}订单编号：{}]",
    source="a real CEB622",
    confidence=Confidence.PRACTICE,
)
_WAITING: Final = "a real text pasted into test data of a declaration system"
_INVENTORY_WAITS: Final = TEXTS.text(
    "CEB622", "2", "清单新增申报成功[电商企业编码：{}订单编号：{}]", source=_WAITING, confidence=Confidence.PRACTICE
)
_ORDER_MISSING: Final = TEXTS.text(
    "CEB622",
    "2",
    "对应电商企业为[{}]订单号为[{}]的订单信息不存在",
    source=_WAITING,
    confidence=Confidence.PRACTICE,
)
_WAYBILL_MISSING: Final = TEXTS.text(
    "CEB622",
    "2",
    "对应物流企业为[{}]物流单号为[{}]的运单信息不存在",
    source=_WAITING,
    confidence=Confidence.PRACTICE,
)
_PAYMENT_MISSING: Final = TEXTS.text(
    "CEB622",
    "2",
    "对应电商平台为[{}]订单号为[{}]支付信息不存在",
    source=_WAITING,
    confidence=Confidence.PRACTICE,
)

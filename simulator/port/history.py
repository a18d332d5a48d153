"""The port's rules about a document's history: new, changed or deleted (appType), newer, and in a state for it.

A new document wants a key that nobody living has; a change (改单) or deletion wants a living document, a newer
appTime, and that no inventory was declared with it. Official codes and texts are those of table 7-2; real
receipts win where they differ.
"""

from datetime import date
from typing import Final

from gateway_client.rules.documents import PARAMETERS
from gateway_client.rules.kinds import Kind
from gateway_client.rules.rule import Confidence, Conflict, RuleBook, conflict
from simulator.life import AWAITED, ENTERED, REFUSED, REVIEWED, STORED, SUSPENDED
from simulator.port.arrival import Arrival, Version

BOOK: Final = RuleBook()

_NEW: Final = "1"
_CHANGE: Final = "2"
_DELETION: Final = "3"
_ANEW: Final = (_CHANGE, _DELETION)
_NAME: Final = "清单[电商企业编码：{ebc_code},订单编号：{order_no}]"

_NO_SUCH_TYPE: Final = {
    Kind.ORDER: ("-301012", "订单报文处理失败，未找到对应操作"),
    Kind.PAYMENT: ("-401010", "支付单报文处理失败，未找到对应操作"),
    Kind.WAYBILL: ("-504014", "运单标识(appType)不正确,未找到操作的运单"),
    Kind.DELIVERY: ("-505014", "物流运单状态报文处理失败，未找到对应操作"),
    Kind.INVENTORY: PARAMETERS[Kind.INVENTORY],
    Kind.CANCEL: PARAMETERS[Kind.CANCEL],
    Kind.RETURN: PARAMETERS[Kind.RETURN],
    Kind.ARRIVAL: PARAMETERS[Kind.ARRIVAL],
}


@BOOK.rule("PRT-02", answers=_NO_SUCH_TYPE, source="table 7-2", confidence=Confidence.SPECIFICATION)
def app_type(arrival: Arrival) -> Conflict | None:
    """The appType must be 1 (new), 2 (change) or 3 (deletion); of a cancellation 1."""
    value = arrival.head.app_type
    if value == _NEW or (value in _ANEW and arrival.kind is not Kind.CANCEL):
        return None
    allowed = "1" if arrival.kind is Kind.CANCEL else "1, 2, 3"
    return conflict(
        (f"{arrival.place}.appType", value), ("allowed", allowed), reason=f"appType填写[{value}]不正确,应为[{allowed}]"
    )


_NOT_FOUND: Final = {
    Kind.ORDER: ("-301009", "订单标识(appType)不正确,未找到操作的订单"),
    Kind.PAYMENT: ("-401006", "支付单标识(appType)不正确,未找到对应操作的支付单"),
    Kind.WAYBILL: ("-504014", "运单标识(appType)不正确,未找到操作的运单"),
    Kind.DELIVERY: ("-505014", "物流运单状态报文处理失败，未找到对应操作"),
    Kind.INVENTORY: ("-621011", f"不存在已申报的{_NAME}，无法进行改单操作"),
    Kind.RETURN: PARAMETERS[Kind.RETURN],
    Kind.ARRIVAL: PARAMETERS[Kind.ARRIVAL],
}


@BOOK.rule("PRT-03", answers=_NOT_FOUND, source="table 7-2", confidence=Confidence.SPECIFICATION)
def change_of_unknown(arrival: Arrival) -> Conflict | None:
    """A change (appType 2) or deletion (3) needs a document of this key; of a refused one only the deletion does."""
    value, before = arrival.head.app_type, arrival.before
    if value not in _ANEW or _can_be_meant(arrival, before):
        return None
    said = before.status if before else "none"
    return conflict(
        (f"{arrival.place}.appType", value),
        ("documents of this key", said),
        reason=f"appType填写[{value}],未找到对应的单证",
    )


def _can_be_meant(arrival: Arrival, before: Version | None) -> bool:
    if before is None:
        return False
    return arrival.head.app_type == _DELETION or arrival.kind is Kind.INVENTORY or not before.gives_way


_OLD: Final = {
    Kind.ORDER: ("-301014", "订单报文处理失败，接收报文为旧报文数据，不做处理;"),
    Kind.PAYMENT: ("-401012", "支付单报文处理失败，接收报文为旧报文数据，不做处理"),
    Kind.WAYBILL: ("-504015", "已存在相同编号的运单"),
    Kind.DELIVERY: ("-505016", "物流报文处理失败，接收报文为旧报文数据，不做处理"),
    Kind.INVENTORY: ("-621055", "已存在较新清单，请修改app_time为最新时间"),
    Kind.CANCEL: ("-623009", "撤销清单[{invt_no}]已经申报过"),
    Kind.RETURN: ("-625022", "退货申请单[{cop_no}]已经申报过，请勿重复申报"),
    Kind.ARRIVAL: ("-800005", "入库明细单报文处理失败，接收报文为旧报文数据，不做处理"),
}


@BOOK.rule("PRT-04", answers=_OLD, source="table 7-2 and real receipts", confidence=Confidence.TWO_SOURCES)
def newer_than_before(arrival: Arrival) -> Conflict | None:
    """A resend, change or deletion must have a newer appTime than the version that the port knows."""
    head, before = arrival.head, arrival.before
    if before is None or head.app_time > before.app_time or _is_free(arrival, before):
        return None
    place = f"{arrival.place}.appTime"
    return conflict((place, head.app_time), (f"{place} of the known version", before.app_time))


_EXISTS: Final = {
    Kind.ORDER: ("-301010", "已存在相同编号的订单"),
    Kind.PAYMENT: ("-401007", "已存在相同编号的支付单"),
    Kind.WAYBILL: ("-504015", "已存在相同编号的运单"),
    Kind.DELIVERY: ("-505012", "物流运单状态已存在"),
    Kind.INVENTORY: ("-621004", f"{_NAME}已经申报过，请勿重复申报"),
    Kind.CANCEL: ("-623009", "撤销清单[{invt_no}]已经申报过"),
    Kind.RETURN: ("-625022", "退货申请单[{cop_no}]已经申报过，请勿重复申报"),
    Kind.ARRIVAL: ("-800003", "入库明细单报已存在"),
}


@BOOK.rule("PRT-05", answers=_EXISTS, source="table 7-2", confidence=Confidence.SPECIFICATION)
def not_declared_before(arrival: Arrival) -> Conflict | None:
    """A new document's key must not belong to a living one: only what was refused, cancelled or just stored gives way.

    A waybill number may be used again after six months.
    """
    head, before = arrival.head, arrival.before
    if head.app_type != _NEW or before is None or head.app_time <= before.app_time:
        return None
    if before.gives_way or before.status == STORED or _is_free(arrival, before):
        return None
    name = type(arrival.document).table.name
    return conflict((f"{arrival.place}.appType", head.app_type), (f"status of the known {name}", before.status))


_MONTHS: Final = 6


def _is_free(arrival: Arrival, before: Version) -> bool:
    """Was the known waybill of this number accepted six months ago or earlier? Then its number may be used again."""
    if arrival.kind not in (Kind.WAYBILL, Kind.DELIVERY) or arrival.head.app_type != _NEW or before.day is None:
        return False
    return _months(arrival.day) - _months(before.day) - (arrival.day.day < before.day.day) >= _MONTHS


def _months(day: date) -> int:
    return day.year * 12 + day.month


_USED: Final = {
    Kind.ORDER: ("-301011", "该订单已向海关申报清单，状态不符"),
    Kind.PAYMENT: ("-401008", "该支付单已向海关申报支付单，状态不符"),
    Kind.WAYBILL: ("-504016", "该运单已向海关申报运单，状态不符"),
}


@BOOK.rule("PRT-21", answers=_USED, source="table 7-2", confidence=Confidence.SPECIFICATION)
def not_used(arrival: Arrival) -> Conflict | None:
    """A document can only be changed or deleted while no inventory is declared with it."""
    if arrival.head.app_type not in _ANEW or arrival.used_by is None:
        return None
    return conflict((f"{arrival.place}.appType", arrival.head.app_type), ("status of its inventory", arrival.used_by))


_NO_RIGHT: Final = {Kind.INVENTORY: ("-621016", "[{agent}]没有权限进行操作")}


@BOOK.rule(
    "PRT-22",
    answers=_NO_RIGHT,
    source="table 7-2; that it answers another declarant is assumed",
    confidence=Confidence.ASSUMED,
)
def declarant_changes(arrival: Arrival) -> Conflict | None:
    """An inventory may only be changed or deleted by the enterprise that declared it."""
    head, before = arrival.head, arrival.before
    if head.app_type not in _ANEW or before is None or head.agent_code == before.agent_code:
        return None
    return conflict(
        ("InventoryHead.agentCode", head.agent_code),
        ("agentCode of the known version", before.agent_code),
        agent=head.agent_code,
    )


_CHANGEABLE: Final = (ENTERED, REVIEWED, AWAITED, SUSPENDED, REFUSED)
_STATE: Final = {
    Kind.INVENTORY: ("-621012", f"{_NAME}的申报状态不符合改单申报的条件"),
    Kind.RETURN: ("-625022", "退货申请单[{cop_no}]的申报状态不符合改单申报的条件"),
    Kind.ARRIVAL: PARAMETERS[Kind.ARRIVAL],
}


@BOOK.rule(
    "PRT-23", answers=_STATE, source="table 7-2; which states allow it is assumed", confidence=Confidence.ASSUMED
)
def state_allows_change(arrival: Arrival) -> Conflict | None:
    """A list can be changed once customs has numbered it and while nobody inspects, detains or has finished it.

    It can be deleted while it is stored only, or refused; so can a return or an arrival list, which nobody changes
    otherwise.
    """
    value, before = arrival.head.app_type, arrival.before
    if value not in _ANEW or before is None:
        return None
    if value == _CHANGE and arrival.kind is Kind.INVENTORY:
        allowed = before.status in _CHANGEABLE and before.invt_no is not None
    else:
        allowed = before.gives_way or before.status == STORED
    if allowed:
        return None
    return conflict(
        (f"{arrival.place}.appType", value),
        ("status of the known version", before.status),
        reason="申报状态不符合改单申报的条件",
    )


@BOOK.rule(
    "PRT-24",
    answers={Kind.INVENTORY: ("-621053", "改单失败,preno和invono不能为空:[{empty}字段为空]，请重试")},
    source="receipt texts of real systems",
    confidence=Confidence.PRACTICE,
)
def change_names_numbers(arrival: Arrival) -> Conflict | None:
    """A change of an inventory must carry its preNo and invtNo."""
    head = arrival.head
    if head.app_type != _CHANGE:
        return None
    for name, value in (("PreNo", head.pre_no), ("InvtNo", head.invt_no)):
        if not value:
            return conflict(
                (f"InventoryHead.{name[0].lower()}{name[1:]}", value), ("allowed", "its number"), empty=name
            )
    return None


@BOOK.rule(
    "PRT-25",
    answers={Kind.INVENTORY: ("-621999", "海关清单编号不允许修改")},
    source="receipt texts of real systems; that the preNo is held to it, too, is assumed",
    confidence=Confidence.PRACTICE,
)
def change_keeps_numbers(arrival: Arrival) -> Conflict | None:
    """A change of an inventory must carry the very preNo and invtNo of the known version."""
    head, before = arrival.head, arrival.before
    if head.app_type != _CHANGE or before is None or before.invt_no is None or not (head.pre_no and head.invt_no):
        return None
    for name, ours, known in (("invtNo", head.invt_no, before.invt_no), ("preNo", head.pre_no, before.pre_no)):
        if ours != known:
            return conflict((f"InventoryHead.{name}", ours), (f"{name} of the known version", known))
    return None

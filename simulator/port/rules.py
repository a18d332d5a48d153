"""The port's rules: what a document's sender, its history and the single limit decide, before customs.

The rules of the document itself (``gateway_client.rules.documents``) come first and are the same for
the client. Official codes and texts are those of table 7-2; real receipts win where they differ.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final, NamedTuple

from gateway_client.facts.limits import limits_on
from gateway_client.rules.documents import PARAMETERS
from gateway_client.rules.kinds import Kind, names_of
from gateway_client.rules.money import total
from gateway_client.rules.rule import Confidence, Conflict, Refusal, RuleBook, all_conflicts, conflict
from gateway_client.wire.ceb.tail import BaseSubscribe
from gateway_client.wire.record import camel
from simulator.beginning.filed import NOTHING, Filed

BOOK: Final = RuleBook()

_NOUNS: Final = {
    Kind.ORDER: "订单",
    Kind.PAYMENT: "支付单",
    Kind.WAYBILL: "运单",
    Kind.DELIVERY: "运单状态",
    Kind.INVENTORY: "清单",
}


class Version(NamedTuple):
    """The version of a document that counts when another one of the same key arrives."""

    app_time: str
    refused: bool
    status: int


class Arrival(NamedTuple):
    """A document at the moment the port answers it, and its head.

    ``enterprises`` is customs' register, by code what each is registered as; ``None`` where it is not armed.
    ``filed`` are the registers of goods.
    """

    kind: Kind
    document: Any
    head: Any
    sender_id: str
    dxp_id: str
    day: date
    before: Version | None
    subscriptions: tuple[BaseSubscribe, ...] = ()
    enterprises: Mapping[str, frozenset[str]] | None = None
    filed: Filed = NOTHING

    @property
    def place(self) -> str:
        """What its head is called."""
        return type(self.head).table.name  # type: ignore[no-any-return]  # documents are Any by nature


def refusals(arrival: Arrival) -> list[Refusal]:
    """Return everything that the port objects to beyond the document itself, in the rules' order."""
    found = all_conflicts(_RULES[arrival.kind], arrival)
    names = names_of(arrival.kind, arrival.head) if found else {}
    return [rule.refuse(arrival.kind, conflict_, names) for rule, conflict_ in found]


@BOOK.rule(
    "PRT-01",
    answers=PARAMETERS,
    source="receipt of a real 311; the other kinds by analogy",
    confidence=Confidence.PRACTICE,
)
def sender_is_transmitter(arrival: Arrival) -> Conflict | None:
    """The SenderId of the envelope must be the dxpId in BaseTransfer."""
    if arrival.sender_id == arrival.dxp_id:
        return None
    return conflict(
        ("DxpMsg.TransInfo.SenderId", arrival.sender_id),
        ("BaseTransfer.dxpId", arrival.dxp_id),
        reason=f"{_NOUNS[arrival.kind]}客户端协议发送方的senderId与传输节点dxpId信息不一致",
    )


_TRADES: Final = {
    Kind.ORDER: {"ebp_code": "platform", "ebc_code": "retailer"},
    Kind.PAYMENT: {"pay_code": "payment", "ebp_code": "platform"},
    Kind.WAYBILL: {"logistics_code": "carrier"},
    Kind.DELIVERY: {"logistics_code": "carrier"},
    Kind.INVENTORY: {
        "ebp_code": "platform",
        "ebc_code": "retailer",
        "logistics_code": "carrier",
        "agent_code": "declarant",
        "area_code": "warehouse",
    },
}
"""Which enterprises a document names, and what each has to be registered as."""


def _named(arrival: Arrival) -> Iterator[tuple[str, str, str]]:
    """Yield place, code and wanted trade of the enterprises that a document names."""
    for attr, trade in _TRADES[arrival.kind].items():
        if code := getattr(arrival.head, attr):
            yield f"{arrival.place}.{camel(attr)}", code, trade


@BOOK.rule(
    "PRT-09",
    answers=dict.fromkeys(Kind, ("-10102", "无效企业代码")),
    source="table 7-2; that the register of enterprises decides is assumed",
    confidence=Confidence.ASSUMED,
)
def enterprise_registered(arrival: Arrival) -> Conflict | None:
    """Each enterprise named must be registered with customs, once the world's register holds any."""
    if arrival.enterprises is None:
        return None
    for place, code, trade in _named(arrival):
        if code not in arrival.enterprises:
            return conflict((place, code), (f"registered as {trade}", _some(arrival.enterprises, trade)))
    return None


@BOOK.rule(
    "PRT-10",
    answers=dict.fromkeys(Kind, ("-10101", "无效企业类型")),
    source="table 7-2; that the register of enterprises decides is assumed",
    confidence=Confidence.ASSUMED,
)
def enterprise_of_its_trade(arrival: Arrival) -> Conflict | None:
    """Each enterprise named must be registered as what the document names it for."""
    if arrival.enterprises is None:
        return None
    for place, code, trade in _named(arrival):
        registered = arrival.enterprises.get(code)
        if registered is not None and trade not in registered:
            return conflict((place, code), (f"what {code} is registered as", ", ".join(sorted(registered))))
    return None


def _some(enterprises: Mapping[str, frozenset[str]], trade: str) -> str:
    found = sorted(code for code, trades in enterprises.items() if trade in trades)
    return ", ".join([*found[:3], "…"] if len(found) > 3 else found) or "none"


@BOOK.rule(
    "PRT-08",
    answers=PARAMETERS,
    source="specification 202205, BaseSubscribe; that the port refuses is assumed",
    confidence=Confidence.ASSUMED,
)
def subscriptions(arrival: Arrival) -> Conflict | None:
    """A BaseSubscribe must say ALL, DATA or RET, dxpMode DXP, and a dxpAddress that can be a dxpId."""
    for number, one in enumerate(arrival.subscriptions, 1):
        if one.status not in _SUBSCRIBED:
            return _not_subscribable(number, "status", one.status, ", ".join(_SUBSCRIBED))
        if one.dxp_mode != "DXP":
            return _not_subscribable(number, "dxpMode", one.dxp_mode, "DXP")
        if not _DXP_ID.fullmatch(one.dxp_address):
            return _not_subscribable(number, "dxpAddress", one.dxp_address, "1 to 30 characters without white space")
    return None


_SUBSCRIBED: Final = ("ALL", "DATA", "RET")
_DXP_ID: Final = re.compile(r"\S{1,30}")


def _not_subscribable(number: int, field: str, value: str, allowed: str) -> Conflict:
    return conflict(
        (f"BaseSubscribe[{number}].{field}", value),
        ("allowed", allowed),
        reason=f"订阅信息{field}填写[{value}]不正确,应为[{allowed}]",
    )


_UNSUPPORTED: Final = {
    Kind.ORDER: ("-301012", "订单报文处理失败，未找到对应操作"),
    Kind.PAYMENT: ("-401010", "支付单报文处理失败，未找到对应操作"),
    Kind.WAYBILL: ("-504014", "运单标识(appType)不正确,未找到操作的运单"),
    Kind.DELIVERY: ("-505014", "物流运单状态报文处理失败，未找到对应操作"),
    Kind.INVENTORY: PARAMETERS[Kind.INVENTORY],
}


@BOOK.rule("PRT-02", answers=_UNSUPPORTED, source="table 7-2", confidence=Confidence.ASSUMED)
def app_type(arrival: Arrival) -> Conflict | None:
    """The appType must be 1 (new): change and deletion of a known document are not supported yet."""
    value = arrival.head.app_type
    if value == "1" or (value in ("2", "3") and arrival.before is None):
        return None
    return conflict(
        (f"{arrival.place}.appType", value), ("allowed", "1"), reason=f"appType填写[{value}]不正确,未找到对应操作"
    )


_NOT_FOUND: Final = {
    Kind.ORDER: ("-301009", "订单标识(appType)不正确,未找到操作的订单"),
    Kind.PAYMENT: ("-401006", "支付单标识(appType)不正确,未找到对应操作的支付单"),
    Kind.WAYBILL: ("-504014", "运单标识(appType)不正确,未找到操作的运单"),
    Kind.DELIVERY: ("-505014", "物流运单状态报文处理失败，未找到对应操作"),
    Kind.INVENTORY: (
        "-621011",
        "不存在已申报的清单[电商企业编码：{ebc_code},订单编号：{order_no}]，无法进行改单操作",
    ),
}


@BOOK.rule("PRT-03", answers=_NOT_FOUND, source="table 7-2", confidence=Confidence.SPECIFICATION)
def change_of_unknown(arrival: Arrival) -> Conflict | None:
    """A change (appType 2) or deletion (3) needs a document of this key."""
    value = arrival.head.app_type
    if value not in ("2", "3") or arrival.before is not None:
        return None
    return conflict((f"{arrival.place}.appType", value), ("documents of this key", "none"))


_OLD: Final = {
    Kind.ORDER: ("-301014", "订单报文处理失败，接收报文为旧报文数据，不做处理;"),
    Kind.PAYMENT: ("-401012", "支付单报文处理失败，接收报文为旧报文数据，不做处理"),
    Kind.WAYBILL: ("-504015", "已存在相同编号的运单"),
    Kind.DELIVERY: ("-505016", "物流报文处理失败，接收报文为旧报文数据，不做处理"),
    Kind.INVENTORY: ("-621055", "已存在较新清单，请修改app_time为最新时间"),
}


@BOOK.rule("PRT-04", answers=_OLD, source="table 7-2 and real receipts", confidence=Confidence.TWO_SOURCES)
def newer_than_before(arrival: Arrival) -> Conflict | None:
    """A resend must have a newer appTime than the version that the port knows."""
    head = arrival.head
    if head.app_type != "1" or arrival.before is None or head.app_time > arrival.before.app_time:
        return None
    place = f"{arrival.place}.appTime"
    return conflict((place, head.app_time), (f"{place} of the known version", arrival.before.app_time))


_EXISTS: Final = {
    Kind.ORDER: ("-301010", "已存在相同编号的订单"),
    Kind.PAYMENT: ("-401007", "已存在相同编号的支付单"),
    Kind.WAYBILL: ("-504015", "已存在相同编号的运单"),
    Kind.DELIVERY: ("-505012", "物流运单状态已存在"),
    Kind.INVENTORY: ("-621004", "清单[电商企业编码：{ebc_code},订单编号：{order_no}]已经申报过，请勿重复申报"),
}


@BOOK.rule("PRT-05", answers=_EXISTS, source="table 7-2", confidence=Confidence.SPECIFICATION)
def not_declared_before(arrival: Arrival) -> Conflict | None:
    """A new document's key must not belong to a living one: only what was refused may be declared again."""
    head, before = arrival.head, arrival.before
    if head.app_type != "1" or before is None or before.refused or head.app_time <= before.app_time:
        return None
    name = type(arrival.document).table.name
    return conflict((f"{arrival.place}.appType", head.app_type), (f"status of the known {name}", before.status))


@BOOK.rule(
    "PRT-06",
    answers={Kind.INVENTORY: PARAMETERS[Kind.INVENTORY]},
    source="specification 202205, declTime: the day on which customs takes the declaration",
    confidence=Confidence.ASSUMED,
)
def declared_today(arrival: Arrival) -> Conflict | None:
    """The declTime must be the day of acceptance, in Beijing time."""
    value, today = arrival.head.decl_time, arrival.day.isoformat().replace("-", "")
    if value == today:
        return None
    return conflict(
        ("InventoryHead.declTime", value),
        ("day of acceptance", today),
        reason=f"申报日期[{value}]与系统接收申报日期[{today}]不一致",
    )


@BOOK.rule(
    "PRT-07",
    answers={
        Kind.INVENTORY: (
            "-621005",
            "清单[电商企业编码：{ebc_code},订单编号：{order_no}]的购买金额超过单笔限额[[{limit}]]",
        )
    },
    source="table 7-2; 财关税〔2018〕49 and its forerunners",
    confidence=Confidence.SPECIFICATION,
)
def single_limit(arrival: Arrival) -> Conflict | None:
    """A purchase may cost no more than the single limit, unless it is one indivisible piece."""
    lines = arrival.document.lines
    amount, limit = total(line.total_price for line in lines), limits_on(arrival.day).single
    if amount <= limit or (len(lines) == 1 and lines[0].qty == 1):
        return None
    return conflict(("sum of InventoryList.totalPrice", amount), ("single limit", limit), limit=limit)


_RULES: Final = {kind: BOOK.for_kind(kind) for kind in Kind}

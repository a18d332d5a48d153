"""The port's rules, before customs: here, who may say it.

``history`` has what came before, ``applications`` what a cancellation or return asks of its inventory,
``acceptance`` the day and the single limit.

The rules of the document itself (``gateway_client.rules.documents``) come first and are the same for
the client. Official codes and texts are those of table 7-2; real receipts win where they differ.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Final

from gateway_client.rules.documents import PARAMETERS
from gateway_client.rules.kinds import Kind, names_of
from gateway_client.rules.rule import Confidence, Conflict, Refusal, Rule, RuleBook, all_conflicts, conflict
from gateway_client.wire.record import camel
from simulator.port import acceptance, applications, history
from simulator.port.arrival import Arrival

BOOK: Final = RuleBook()

_NOUNS: Final = {
    Kind.ORDER: "订单",
    Kind.PAYMENT: "支付单",
    Kind.WAYBILL: "运单",
    Kind.DELIVERY: "运单状态",
    Kind.INVENTORY: "清单",
    Kind.CANCEL: "撤销申请单",
    Kind.RETURN: "退货申请单",
    Kind.ARRIVAL: "入库明细单",
}


def refusals(arrival: Arrival, *, only_sourced: bool = False) -> list[Refusal]:
    """Return everything that the port objects to beyond the document itself, in the rules' order."""
    found = all_conflicts(_asked(arrival.kind, only_sourced), arrival)
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


_APPLIES: Final = {
    "ebp_code": "platform",
    "ebc_code": "retailer",
    "logistics_code": "carrier",
    "agent_code": "declarant",
}
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
    Kind.CANCEL: _APPLIES,
    Kind.RETURN: _APPLIES,
    Kind.ARRIVAL: {"operator_code": "operator", "logistics_code": "carrier"},
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


BOOKS: Final = (BOOK, history.BOOK, applications.BOOK, acceptance.BOOK)
"""In the order in which they are asked."""


@cache
def _asked(kind: Kind, only_sourced: bool) -> tuple[Rule, ...]:  # a cache is quicker without keywords
    return tuple(rule for book in BOOKS for rule in book.for_kind(kind, only_sourced=only_sourced))

"""How the port answers a document that is wrong in itself, and how its rules word what they find."""

from typing import Any, Final

from gateway_client.rules.kinds import Kind, head_of
from gateway_client.rules.rule import Conflict, conflict

PARAMETERS: Final = {
    Kind.ORDER: ("-301008", "订单[电商企业编码：{ebc_code},订单编号：{order_no}]报文校验失败:{reason}"),
    Kind.PAYMENT: ("-401009", "参数校验不通过，[paymentHead,payment]"),
    Kind.WAYBILL: ("-504011", "参数校验不通过，{reason}"),
    Kind.DELIVERY: ("-505011", "参数校验不通过"),
    Kind.INVENTORY: ("-621001", "清单[电商企业编码：{ebc_code},订单编号：{order_no}]报文校验失败:{reason}"),
}
"""How the port refuses a document whose content is wrong in itself (table 7-2, texts as received)."""

SPEC: Final = "specification 202205"


def answers(*kinds: Kind) -> dict[Kind, tuple[str, str]]:
    """Return how the port refuses these kinds for their content."""
    return {kind: PARAMETERS[kind] for kind in kinds}


def only(place: str, field: str, value: object, allowed: str) -> Conflict:
    """Object to a field's value where something else is allowed."""
    return conflict(
        (f"{place}.{field}", value), ("allowed", allowed), reason=f"{field}填写[{value}]不正确,应为[{allowed}]"
    )


def below(place: str, field: str, value: object, must: str) -> Conflict:
    """Object to a number that is too small."""
    return conflict((f"{place}.{field}", value), ("least", "0"), reason=f"{field}填写[{value}]不正确,{must}")


def missing(place: str, field: str, value: object, when: str, zh: str) -> Conflict:
    """Object to a field that is empty though something else demands it."""
    return conflict((f"{place}.{field}", value), ("needed", when), reason=f"{zh},{field}不能为空")


def place_of(document: Any) -> str:
    """Return what the head of a document is called."""
    name: str = type(head_of(document)).table.name
    return name


def line_of(line: Any) -> str:
    """Return what a line is called: ``OrderList[gnum=2]``."""
    return f"{type(line).table.name}[gnum={line.gnum}]"

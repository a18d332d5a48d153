"""What the port asks of an inventory at last: is it declared today, and within the single limit?"""

from typing import Final

from gateway_client.facts.limits import limits_on
from gateway_client.rules.documents import PARAMETERS
from gateway_client.rules.kinds import Kind
from gateway_client.rules.money import total
from gateway_client.rules.rule import Confidence, Conflict, RuleBook, conflict
from simulator.port.arrival import Arrival

BOOK: Final = RuleBook()


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

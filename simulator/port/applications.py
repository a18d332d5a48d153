"""The port's rules about applications: what a cancellation (CEB623) or a return (CEB625) asks of its inventory."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any, Final

from gateway_client.rules.documents import PARAMETERS
from gateway_client.rules.kinds import Kind
from gateway_client.rules.rule import Confidence, Conflict, RuleBook, conflict
from gateway_client.wire.record import camel
from simulator.life import CANCELLED, CLOSED, RELEASED, move
from simulator.port.arrival import Arrival

BOOK: Final = RuleBook()

_RETURN: Final = {Kind.RETURN: PARAMETERS[Kind.RETURN]}


def _is_new(arrival: Arrival) -> bool:
    return bool(arrival.head.app_type != "3")


@BOOK.rule(
    "APP-01",
    answers={
        Kind.CANCEL: ("-623003", "系统中不存在清单编号为[{invt_no}]的清单！"),
        Kind.RETURN: PARAMETERS[Kind.RETURN],
    },
    source="table 7-2; the code for a return is assumed",
    confidence=Confidence.SPECIFICATION,
)
def list_known(arrival: Arrival) -> Conflict | None:
    """The invtNo of a cancellation or a return must be that of a known inventory."""
    if arrival.listed is not None:
        return None
    number = arrival.head.invt_no
    return conflict(
        (f"{arrival.place}.invtNo", number), ("inventories of this number", "none"), reason=f"清单编号[{number}]不存在"
    )


@BOOK.rule(
    "APP-02",
    answers={
        Kind.CANCEL: ("-623026", "[{agent}]没有权限进行操作"),
        Kind.RETURN: ("-625021", "[{agent}]没有权限进行操作"),
    },
    source="table 7-2; that it answers another declarant is assumed",
    confidence=Confidence.ASSUMED,
)
def by_the_declarant(arrival: Arrival) -> Conflict | None:
    """Only the enterprise that declared an inventory may apply to cancel or return it."""
    if arrival.listed is None or arrival.head.agent_code == arrival.listed.document.head.agent_code:
        return None
    return conflict(
        (f"{arrival.place}.agentCode", arrival.head.agent_code),
        ("InventoryHead.agentCode", arrival.listed.document.head.agent_code),
        agent=arrival.head.agent_code,
    )


_SAME: Final = (
    "customs_code",
    "order_no",
    "ebp_code",
    "ebc_code",
    "logistics_no",
    "logistics_code",
    "buyer_id_number",
    "buyer_name",
)


@BOOK.rule(
    "APP-03",
    answers={Kind.CANCEL: ("-623014", "校验失败[{reason}]"), Kind.RETURN: PARAMETERS[Kind.RETURN]},
    source="table 7-2; which fields are compared is assumed",
    confidence=Confidence.ASSUMED,
)
def agrees_with_list(arrival: Arrival) -> Conflict | None:
    """What an application says of order, enterprises, waybill and buyer must be what its inventory says."""
    if arrival.listed is None:
        return None
    ours, theirs = arrival.head, arrival.listed.document.head
    for attr in _SAME:
        if getattr(ours, attr) != getattr(theirs, attr):
            name = camel(attr)
            return conflict(
                (f"{arrival.place}.{name}", getattr(ours, attr)),
                (f"InventoryHead.{name}", getattr(theirs, attr)),
                reason=f"{name}与清单不一致",
            )
    return None


@BOOK.rule(
    "APP-04",
    answers={Kind.CANCEL: ("-623005", "清单的状态不符合撤单申报要求(清单编号[{invt_no}])！")},
    source="table 7-2; before release only: procedure of a service platform",
    confidence=Confidence.TWO_SOURCES,
)
def can_be_cancelled(arrival: Arrival) -> Conflict | None:
    """An inventory can be cancelled before its release only, and not while it is inspected or detained."""
    if arrival.listed is None or move(Kind.INVENTORY, arrival.listed.status, CANCELLED):
        return None
    return conflict(
        (f"{arrival.place}.invtNo", arrival.head.invt_no), ("status of the inventory", arrival.listed.status)
    )


@BOOK.rule("APP-05", answers=_RETURN, source="procedure of a service platform", confidence=Confidence.PRACTICE)
def is_released(arrival: Arrival) -> Conflict | None:
    """Only goods of a released inventory can be returned."""
    if arrival.listed is None or not _is_new(arrival) or arrival.listed.status in (RELEASED, CLOSED):
        return None
    return conflict(
        (f"{arrival.place}.invtNo", arrival.head.invt_no),
        ("status of the inventory", arrival.listed.status),
        reason=f"清单[{arrival.head.invt_no}]未放行",
    )


@BOOK.rule(
    "APP-06",
    answers=_RETURN,
    source="公告2018年第194号 as remembered in practice (30 days); returnDays of a world says otherwise",
    confidence=Confidence.ASSUMED,
)
def in_time(arrival: Arrival) -> Conflict | None:
    """A return must be declared within the days after release that hold on its day."""
    if arrival.listed is None or not _is_new(arrival) or arrival.listed.released is None or arrival.return_days is None:
        return None
    last = arrival.listed.released + timedelta(days=arrival.return_days)
    if arrival.day <= last:
        return None
    return conflict(
        ("day of acceptance", arrival.day.isoformat()),
        (f"release + {arrival.return_days} days", last.isoformat()),
        reason=f"超过退货期限[{arrival.return_days}]天",
    )


@BOOK.rule(
    "APP-07",
    answers={Kind.RETURN: ("-625201", "存在已申请单证")},
    source="receipt texts of real systems; that it answers a return on its way is assumed",
    confidence=Confidence.PRACTICE,
)
def none_underway(arrival: Arrival) -> Conflict | None:
    """While a return of an inventory is on its way there can be no other one of it."""
    if arrival.listed is None or not _is_new(arrival) or arrival.listed.underway is None:
        return None
    return conflict(
        (f"{arrival.place}.invtNo", arrival.head.invt_no), ("copNo of the return on its way", arrival.listed.underway)
    )


@BOOK.rule(
    "APP-08",
    answers={
        Kind.RETURN: (
            "-625209",
            "退货申请单[{cop_no}],在关联的清单中未找到表体序号为[{gnum}],商品编号为[{gcode}]的数据",
        )
    },
    source="table 7-2",
    confidence=Confidence.SPECIFICATION,
)
def lines_known(arrival: Arrival) -> Conflict | None:
    """Each line of a return must have gnum and gcode of a line of its inventory."""
    for line, theirs in _lines(arrival):
        if theirs is None or line.gcode != theirs.gcode:
            return conflict(
                (f"InvtRefundList[gnum={line.gnum}].gcode", line.gcode),
                (f"InventoryList[gnum={line.gnum}].gcode", theirs.gcode if theirs else "no such line"),
                gnum=line.gnum,
                gcode=line.gcode,
            )
    return None


@BOOK.rule(
    "APP-09",
    answers=_RETURN,
    source="specification 202205, InvtRefundList: name as in the inventory; the unit by analogy",
    confidence=Confidence.SPECIFICATION,
)
def lines_agree(arrival: Arrival) -> Conflict | None:
    """A returned line must have the name and the unit of the inventory's."""
    for line, theirs in _lines(arrival):
        if theirs is None:
            continue
        for attr in ("gname", "unit"):
            if getattr(line, attr) != getattr(theirs, attr):
                return conflict(
                    (f"InvtRefundList[gnum={line.gnum}].{attr}", getattr(line, attr)),
                    (f"InventoryList[gnum={line.gnum}].{attr}", getattr(theirs, attr)),
                    reason=f"第[{line.gnum}]项商品{attr}与清单不一致",
                )
    return None


@BOOK.rule(
    "APP-10", answers=_RETURN, source="specification 202205, InvtRefundList.qty", confidence=Confidence.SPECIFICATION
)
def not_too_much(arrival: Arrival) -> Conflict | None:
    """No more can be returned of a line than was declared and did not go back before."""
    for line, theirs in _lines(arrival):
        if theirs is None or arrival.listed is None:
            continue
        left = theirs.qty - arrival.listed.returned.get(line.gnum, Decimal(0))
        if line.qty > left:
            return conflict(
                (f"InvtRefundList[gnum={line.gnum}].qty", line.qty),
                (f"InventoryList[gnum={line.gnum}].qty not yet returned", left),
                reason=f"第[{line.gnum}]项退货数量[{line.qty}]超过可退数量[{left}]",
            )
    return None


def _lines(arrival: Arrival) -> Iterator[tuple[Any, Any]]:
    """Yield each line of a return with the line of its inventory that it names."""
    if arrival.listed is None or not _is_new(arrival):
        return
    known = {line.gnum: line for line in arrival.listed.document.lines}
    for line in arrival.document.lines:
        yield line, known.get(line.gnum)


@BOOK.rule(
    "APP-11",
    answers={Kind.RETURN: ("-625008", "退货申请单预录入号应由电子口岸生成！")},
    source="table 7-2",
    confidence=Confidence.SPECIFICATION,
)
def no_pre_no(arrival: Arrival) -> Conflict | None:
    """A new return must not carry a preNo: the electronic port gives it."""
    if not arrival.head.pre_no or arrival.head.app_type != "1":
        return None
    return conflict((f"{arrival.place}.preNo", arrival.head.pre_no), ("allowed", ""))

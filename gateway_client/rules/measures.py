"""The rules of numbers in a document: lines count from 1, quantities go with their units, a parcel weighs something."""

from decimal import Decimal
from typing import Any, Final

from gateway_client.rules.answers import SPEC, answers, below, line_of, place_of
from gateway_client.rules.kinds import Kind
from gateway_client.rules.rule import Confidence, Conflict, RuleBook, conflict
from gateway_client.wire.ceb.inventory import Inventory
from gateway_client.wire.ceb.order import Order
from gateway_client.wire.ceb.waybill import Logistics
from gateway_client.wire.record import camel

BOOK: Final = RuleBook()

_NOTHING: Final = Decimal(0)


@BOOK.rule(
    "DOC-13",
    answers=answers(Kind.ORDER, Kind.INVENTORY),
    source=f"{SPEC}, gnum: 从1开始递增 in orders, 从1开始连续 in inventories",
    confidence=Confidence.SPECIFICATION,
)
def counted_from_one(document: Any) -> Conflict | None:
    """The gnum of lines must be 1, 2, 3 and so on, in an order's lines in this order."""
    for place, line in enumerate(document.lines, 1):
        if line.gnum != place:
            return _miscounted(document)
    return None


def _miscounted(document: Any) -> Conflict | None:
    numbers = [line.gnum for line in document.lines]
    counted = list(range(1, len(numbers) + 1))
    ordered = sorted(numbers)
    if len(set(numbers)) < len(numbers) or (ordered == counted and type(document) is not Order):
        return None  # twice the same is said by another rule
    name = type(document.lines[0]).table.name
    return conflict(
        (f"{name}.gnum", ", ".join(map(str, numbers))),
        ("needed", ", ".join(map(str, counted))),
        reason=f"表体序号gnum[{','.join(map(str, numbers))}]不正确,应从1开始连续递增",
    )


@BOOK.rule(
    "INV-11",
    answers=answers(Kind.INVENTORY),
    source="practice: checks of another simulator",
    confidence=Confidence.ASSUMED,
)
def legal_quantity(inventory: Inventory) -> Conflict | None:
    """The legal quantity qty1 of each line must be above 0."""
    for line in inventory.lines:
        if line.qty1 <= _NOTHING:
            return below(line_of(line), "qty1", line.qty1, "应大于0")
    return None


@BOOK.rule(
    "INV-12",
    answers=answers(Kind.INVENTORY),
    source="table 7-2, -625009 (of returns); checks of another simulator",
    confidence=Confidence.TWO_SOURCES,
)
def second_quantity(inventory: Inventory) -> Conflict | None:
    """A line has a second quantity above 0 if it has a second unit, and none if it has none."""
    for line in inventory.lines:
        qty2, unit2 = line.qty2, line.unit2
        if (qty2 is None and not unit2) or (unit2 and qty2 is not None and qty2 > _NOTHING):
            continue
        return conflict(
            (f"{line_of(line)}.qty2", qty2),
            (f"{line_of(line)}.unit2", unit2),
            reason=f"表体第[{line.gnum}]项的第二数量与第二单位不符合规则"
            "（当第二单位为空时，第二数量应为空；当第二单位有值时，第二数量应为正数）",
        )
    return None


@BOOK.rule(
    "INV-13",
    answers=answers(Kind.INVENTORY),
    source="practice: checks of another simulator",
    confidence=Confidence.ASSUMED,
)
def same_unit_same_quantity(inventory: Inventory) -> Conflict | None:
    """If a line is sold in its legal unit, qty and qty1 must be the same."""
    for line in inventory.lines:
        if line.unit == line.unit1 and line.qty != line.qty1 and line.qty1 > _NOTHING:  # else another rule says it
            return conflict(
                (f"{line_of(line)}.qty", line.qty),
                (f"{line_of(line)}.qty1", line.qty1),
                reason=f"表体第[{line.gnum}]项计量单位与法定计量单位相同,数量[{line.qty}]与法定数量[{line.qty1}]不一致",
            )
    return None


@BOOK.rule(
    "INV-14",
    answers=answers(Kind.INVENTORY),
    source=f"{SPEC}, netWeight: the gross weight without the wrapping; checks of another simulator",
    confidence=Confidence.TWO_SOURCES,
)
def net_within_gross(inventory: Inventory) -> Conflict | None:
    """The netWeight must not be above the grossWeight."""
    gross, net = inventory.head.gross_weight, inventory.head.net_weight
    if net <= gross:
        return None
    return conflict(
        ("InventoryHead.netWeight", net),
        ("InventoryHead.grossWeight", gross),
        reason=f"净重[{net}]要等于小于毛重[{gross}]",
    )


_WEIGHTS: Final[dict[type, tuple[str, ...]]] = {Logistics: ("weight",), Inventory: ("gross_weight", "net_weight")}


@BOOK.rule(
    "WAY-02",
    answers=answers(Kind.WAYBILL, Kind.INVENTORY),
    source="practice: checks of another simulator; of waybills by analogy",
    confidence=Confidence.ASSUMED,
)
def weighs_something(document: Any) -> Conflict | None:
    """A parcel weighs something: the waybill's weight, the inventory's grossWeight and netWeight must not be 0."""
    for attr in _WEIGHTS[type(document)]:
        value = getattr(document.head, attr)
        if value == _NOTHING:  # what is below 0 is said by another rule
            return below(place_of(document), camel(attr), value, "应大于0")
    return None

"""The port's rules of goods: filed, on the list for retail import, counted as the tariff counts them.

Each looks into one of customs' registers, and only where the world holds an entry of it. Texts are of real receipts,
or after those that table 7-2 has for returns.
"""

from typing import Final

from gateway_client.rules.answers import answers, line_of
from gateway_client.rules.kinds import Kind, names_of
from gateway_client.rules.rule import Confidence, Conflict, Refusal, RuleBook, all_conflicts, conflict
from simulator.beginning.filed import NOTHING
from simulator.port.rules import Arrival

BOOK: Final = RuleBook()


def refusals(arrival: Arrival) -> list[Refusal]:
    """Return everything that the port objects to in an inventory's goods; nothing where no register is armed."""
    if arrival.filed is NOTHING or arrival.kind is not Kind.INVENTORY:
        return []
    names = names_of(arrival.kind, arrival.head)
    found = all_conflicts(BOOK.rules.values(), arrival)
    return [rule.refuse(arrival.kind, conflict_, names) for rule, conflict_ in found]


@BOOK.rule(
    "PRT-11",
    answers={Kind.INVENTORY: ("-621001", "清单报文校验失败，商品错误:商品编未备案")},
    source="receipts of real systems; that ebcCode and itemNo tell what is filed is assumed",
    confidence=Confidence.PRACTICE,
)
def filed(arrival: Arrival) -> Conflict | None:
    """Goods must be filed by their retailer under their itemNo, once the world's register holds any."""
    goods, retailer = arrival.filed.goods, arrival.head.ebc_code
    if not goods:
        return None
    for line in arrival.document.lines:
        if (retailer, line.item_no) not in goods:
            known = ", ".join(sorted(item for code, item in goods if code == retailer)[:3])
            return conflict((f"{line_of(line)}.itemNo", line.item_no), (f"filed by {retailer}", known or "none"))
    return None


@BOOK.rule(
    "PRT-12",
    answers=answers(Kind.INVENTORY),
    source="table 7-2, -625010 (of returns); for inventories by analogy",
    confidence=Confidence.ASSUMED,
)
def filed_as_declared(arrival: Arrival) -> Conflict | None:
    """Goods must be declared with the gcode under which they are filed."""
    goods, retailer = arrival.filed.goods, arrival.head.ebc_code
    if not goods:
        return None
    for line in arrival.document.lines:
        wanted = goods.get((retailer, line.item_no))
        if wanted is not None and wanted != line.gcode:
            return conflict(
                (f"{line_of(line)}.gcode", line.gcode),
                (f"gcode of {line.item_no} as filed", wanted),
                reason=f"表体第[{line.gnum}]项的商品编码[{line.gcode}]与备案库[{wanted}]不一致",
            )
    return None


@BOOK.rule(
    "PRT-13",
    answers=answers(Kind.INVENTORY),
    source="list of goods for retail import; that the port looks, and the text, are assumed",
    confidence=Confidence.ASSUMED,
)
def on_the_list(arrival: Arrival) -> Conflict | None:
    """Goods must be on the list for retail import on the day of acceptance, once the world holds a line of it."""
    if not arrival.filed.positive:
        return None
    for line in arrival.document.lines:
        if not arrival.filed.may_be_imported(line.gcode, arrival.day):
            return conflict(
                (f"{line_of(line)}.gcode", line.gcode),
                (f"lines of the list for {line.gcode[:8]} on {arrival.day}", "none"),
                reason=f"表体第[{line.gnum}]项的商品编码[{line.gcode}]不在跨境电子商务零售进口商品清单中",
            )
    return None


@BOOK.rule(
    "PRT-14",
    answers=answers(Kind.INVENTORY),
    source="table 7-2, -625011 (of returns); for inventories by analogy",
    confidence=Confidence.ASSUMED,
)
def known_to_the_tariff(arrival: Arrival) -> Conflict | None:
    """Goods must have a gcode that the table of legal units knows, once the world holds an entry of it."""
    legal = arrival.filed.legal_units
    if not legal:
        return None
    for line in arrival.document.lines:
        if line.gcode not in legal:
            return conflict(
                (f"{line_of(line)}.gcode", line.gcode),
                ("table of legal units", "no such gcode"),
                reason=f"表体第[{line.gnum}]项在参数库中没有匹配商品编号[{line.gcode}]的商品",
            )
    return None


@BOOK.rule(
    "PRT-15",
    answers=answers(Kind.INVENTORY),
    source="specification 202205, unit1 and unit2; table 7-2, -625012 (of returns), for inventories by analogy",
    confidence=Confidence.ASSUMED,
)
def in_legal_units(arrival: Arrival) -> Conflict | None:
    """Goods must be counted in the tariff's units: unit1, and unit2 where the tariff has a second."""
    legal = arrival.filed.legal_units
    for line in arrival.document.lines if legal else ():
        wanted = legal.get(line.gcode)
        if wanted is None:
            continue
        for field, what, value, right in (
            ("unit1", "法定计量单位", line.unit1, wanted[0]),
            ("unit2", "第二计量单位", line.unit2, wanted[1]),
        ):
            if value != right:
                return conflict(
                    (f"{line_of(line)}.{field}", value),
                    (f"{field} of {line.gcode}", right),
                    reason=f"表体第[{line.gnum}]项的{what}[{value or ''}]与参数库[{right or ''}]不一致",
                )
    return None

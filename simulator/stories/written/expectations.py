"""What a story expects: receipts, states, what is missing, who objected, texts, yearly limits and stock."""

import re
from datetime import datetime
from typing import Any, Final, get_args

from gateway_client.wire.findings import Words
from gateway_client.wire.lexical import Text
from simulator.beginning import fields
from simulator.stories.story import (
    AWAITED,
    Document,
    Expect,
    Heard,
    Hears,
    Quota,
    State,
    StockWanted,
    Wanted,
)
from simulator.stories.written.paths import SPOILT
from simulator.stories.written.values import duration, filled, form, listed, tables, whole, word, wrong
from simulator.strict.entry import Contradiction, Key, Place, list_of, optional, table_of, value_of

_DOCUMENTS: Final[tuple[Document, ...]] = get_args(Document)
_MOST_EXPRESSION: Final = 200
_STATUS: Final = form("-?[0-9]{1,10}", 'a status such as "120" or "-621005"', '回执状态，如"120"或"-621005"')
_ROOT: Final = form("CEB[0-9]{3}", 'a message such as "CEB622"', '报文类型，如"CEB622"')

RULES: Final = listed(form("[A-Z]{3}-[0-9]{2}", 'the code of a rule, such as "ORD-01"', '规则编号，如"ORD-01"'))


def _expression(value: Any) -> str:
    found = fields.text(Text(1, _MOST_EXPRESSION))(value)
    try:
        re.compile(found)
    except (re.error, OverflowError, RecursionError) as fault:
        raise wrong(f"is no regular expression: {fault}", f"不是正则表达式：{fault}") from None
    return found


def _wanted(before: datetime | None = None, after: datetime | None = None, **said: Any) -> Wanted:
    if before and after and before <= after:
        raise Contradiction("before", Words("is not later than after", "应晚于after"))
    return Wanted(before=before, after=after, **said)


WANTED: Final = {
    "status": Key(value_of(_STATUS)),
    "code": optional(value_of(form("-?[0-9]{1,10}", 'a code such as "1332"', '代码，如"1332"'))),
    "text": optional(value_of(_expression)),
    "message": optional(value_of(_ROOT)),
    "before": optional(value_of(fields.moment)),
    "after": optional(value_of(fields.moment)),
}
_WANTED: Final = table_of(_wanted, **WANTED)


def _receipt(place: Place) -> Any:
    if isinstance(place.value, dict):
        return _WANTED(place)
    status = value_of(_STATUS)(place)
    return status and Wanted(status=status)


def _in_turn(value: Any) -> tuple[str, str]:
    found = form(
        f"({'|'.join(_DOCUMENTS)}) -?[0-9]{{1,10}}",
        f'a document and a status, such as "inventory 120"; documents are {", ".join(_DOCUMENTS)}',
        f'单证与状态，如"inventory 120"；单证可以是{"、".join(_DOCUMENTS)}',
    )(value)
    document, _, status = found.partition(" ")
    return document, status


def _heard(value: Any) -> Heard:
    found = form(
        "CEB[0-9]{3}( -?[0-9]{1,10})?",
        'a message such as "CEB621", a receipt with its status: "CEB622 120"',
        '报文类型，如"CEB621"，回执可写状态："CEB622 120"',
    )(value)
    message, _, status = found.partition(" ")
    return Heard(message=message, status=status or None)


def _year(value: Any) -> int:
    return fields.limited_year(f"{whole(0, 9999)(value):04d}")[0]


def _quota(**said: Any) -> Quota:
    if not said.keys() & {"used", "left"}:
        raise Contradiction("used", Words("is missing: say what is used, or what is left", "缺少此项：请写used或left"))
    return Quota(**said)


QUOTA: Final = {
    "used": optional(value_of(fields.yuan)),
    "left": optional(value_of(fields.yuan)),
    "year": optional(value_of(_year)),
}
STOCK: Final = {
    "ems_no": Key(value_of(fields.ems_no)),
    "item_record_no": Key(value_of(fields.item_record_no)),
    "surplus": Key(value_of(fields.quantity)),
}
_STOCK: Final = table_of(StockWanted, **STOCK)
_ORDERED: Final = Words('a list, such as ["2", "120"]', '列表，如["2", "120"]')

EXPECTATIONS: Final[dict[str, Key]] = {
    **dict.fromkeys(_DOCUMENTS, optional(list_of(_receipt, _ORDERED, id))),
    "sequence": optional(filled(list_of(value_of(_in_turn), _ORDERED, id))),
    "state": optional(value_of(word(*get_args(State)))),
    "missing": optional(listed(word(*AWAITED))),
    "rules": optional(RULES),
    "values": optional(SPOILT),
    "quota": optional(table_of(_quota, **QUOTA)),
    "stock": optional(
        filled(list_of(_STOCK, tables("stock"), lambda one: (one.ems_no, one.item_record_no), "itemRecordNo"))
    ),
}
"""The keys of what is expected of purchases."""

WITHIN: Final = optional(value_of(duration))
MESSAGES: Final = Key(list_of(value_of(_heard), Words('a list, such as ["CEB622 120"]', '列表，如["CEB622 120"]'), id))


def expect(expect: tuple[str, ...], within: Any = None, values: Any = (), **said: Any) -> Expect:
    """Return what is expected of purchases, which must be something."""
    if not said and not values:
        keys = ", ".join(EXPECTATIONS)
        raise Contradiction("expect", Words(f"expects nothing: add some of {keys}", f"未写期望内容，可以是{keys}"))
    receipts = {document: said.pop(document) for document in _DOCUMENTS if document in said}
    return Expect(line=0, purchases=expect, within=within, receipts=receipts, values=values, **said)


def hears(hears: str, messages: tuple[Heard, ...], within: Any = None) -> Hears:
    """Return what a party is to have heard."""
    return Hears(line=0, party=hears, messages=messages, within=within)

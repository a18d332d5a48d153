"""Read what a world file says of customs: the table ``[customs]`` and the named rules ``[[holds]]``."""

import re
from decimal import Decimal
from typing import Any, Final

from gateway_client.facts.limits import RETURN_DAYS
from gateway_client.rules.kinds import Kind
from gateway_client.wire.findings import Words
from gateway_client.wire.lexical import Text, Unreadable
from simulator.beginning import fields
from simulator.beginning.customs import MARK, Course, Customs, Hold
from simulator.life import impossible
from simulator.strict.entry import Contradiction, Key, optional, table_of, value_of

_WRITTEN: Final = re.compile(r"[0-9]{1,3}(?:~[0-9]{1,3})*")
_MOST_DAYS: Final = 3650
_ENDS: Final = (399, 800)


def course(kind: Kind) -> Any:
    """Return what takes a course of a kind of document, written ``500~800``."""

    def made(value: Any) -> Course:
        text = fields.any_text(value)
        if not _WRITTEN.fullmatch(text):
            raise _wrong(
                'is no course: write statuses with ~ between them, such as "500~800"',
                '不是状态序列：请用~连接状态代码，如"500~800"',
            )
        found = tuple(map(int, text.split(MARK)))
        if step := impossible(kind, found):
            raise _wrong(f"{step[1]} never follows {step[0]}", f"状态{step[0]}之后不会是{step[1]}")
        return found

    return made


def _returns(value: Any) -> Course:
    """Take the course of a return: one that ends, for nobody decides of it."""
    found: Course = course(Kind.RETURN)(value)
    if found[-1] not in _ENDS:
        ends = ", ".join(map(str, _ENDS))
        raise _wrong(f"does not end: the last status must be one of {ends}", f"没有终点：最后的状态应为{ends}之一")
    return found


def _yes(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    raise _wrong("must be true or false, without quotes", "应为true或false，不加引号")


def _days(value: Any) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _MOST_DAYS:
        return value
    raise _wrong(
        f"is no number of days from 0 to {_MOST_DAYS}, without quotes, such as {RETURN_DAYS[-1].days}",
        f"应为0至{_MOST_DAYS}的天数，不加引号，如{RETURN_DAYS[-1].days}",
    )


def _share(value: Any) -> Decimal:
    found = fields.rate(value)
    if found > 1:
        raise _wrong('is more than all: write a share up to 1, such as "0.05"', '不能超过1，如"0.05"')
    return found


def _prefix(value: Any) -> str:
    text = fields.any_text(value)
    if not re.fullmatch("[0-9]{2,10}", text):
        raise _wrong("is no beginning of a gcode: 2 to 10 digits", "应为商品编码的前2至10位数字")
    return text


def _country(value: Any) -> str:
    text = fields.any_text(value)
    if not re.fullmatch("[0-9]{3}", text):
        raise _wrong('is no country of three digits, such as "116"', '应为三位国别代码，如"116"')
    return text


def _hold(**values: Any) -> Hold:
    made = Hold(**values)
    if made.course == (800,):
        raise Contradiction("course", Words("holds nobody: it is what happens anyway", "与通常流程相同，无需设置"))
    return made


def _wrong(en: str, zh: str) -> Unreadable:
    return Unreadable(Words(en, zh))


CUSTOMS_KEYS: Final = {
    "outcomes": optional(value_of(_yes)),
    "arrivals": optional(value_of(_yes)),
    "office_hours": optional(value_of(_yes)),
    "return_days": optional(value_of(_days)),
    "returns": optional(value_of(_returns)),
}
CUSTOMS: Final = table_of(Customs, **CUSTOMS_KEYS)
_NAME: Final = fields.text(Text(1, 60))
HOLD: Final = table_of(
    _hold,
    name=Key(value_of(_NAME)),
    course=Key(value_of(course(Kind.INVENTORY))),
    rate=optional(value_of(_share)),
    gcode=optional(value_of(_prefix)),
    country=optional(value_of(_country)),
    ebc_code=optional(value_of(fields.company_code)),
    above=optional(value_of(fields.yuan)),
)

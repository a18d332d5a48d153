"""The values of a world file: what each key takes, held to the field in which it will be declared."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from typing import Any, Final

from gateway_client.facts.codes import units
from gateway_client.facts.limits import limits_on
from gateway_client.facts.numbers import birth_date, credit_check, resident_check
from gateway_client.wire.ceb.inventory import InventoryHead, InventoryList
from gateway_client.wire.ceb.tail import BaseTransfer
from gateway_client.wire.findings import Words
from gateway_client.wire.lexical import Fixed, Text, Unreadable
from gateway_client.wire.record import Record
from simulator.beginning.start import written
from simulator.strict.entry import near, type_of
from simulator.strict.report import Pointed

_BEIJING: Final = timezone(timedelta(hours=8))
_YEARS: Final = range(2000, 2200)
_MOST_SEED: Final = 64  # bytes: the key of a BLAKE2 hash
_MOST_RATE: Final = 1_000_000

_RATE: Final = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,9})?")
_NUMBER: Final = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_CONTROL: Final = re.compile("[\x00-\x1f\x7f-\x9f\ufffe\uffff]")
_REGISTERED: Final = re.compile(r"[0-9A-Z]{10}")
_CREDIT_LENGTH: Final = 18
_RESIDENT: Final = re.compile(r"[0-9]{17}[0-9X]")


def _kind(record: type[Record], attr: str) -> Any:
    return next(field.kind for field in record.table.fields if field.attr == attr)


_YUAN: Final = Fixed(19, 2)
_QUANTITY: Final[Fixed] = _kind(InventoryList, "qty")


def text(kind: Text) -> Callable[[Any], str]:
    """Take a text of one line that a field can hold, with something in it."""

    def made(value: Any) -> str:
        if not isinstance(value, str):
            raise _mistyped(value, Words("a text in quotes", "加引号的文本"))
        if not value.strip():
            raise _wrong("is blank", "不能为空")
        kind.read(value)
        if value != value.strip():
            raise _wrong("begins or ends with white space", "首尾不能有空白")
        if control := _CONTROL.search(value):
            name = f"U+{ord(control[0]):04X}"
            raise _wrong(f"holds the control character {name}", f"含有控制字符{name}")
        return value

    return made


title: Final = text(Text(1, 200))
company_name: Final = text(_kind(InventoryHead, "ebp_name"))
ems_no: Final = text(_kind(InventoryHead, "ems_no"))
item_record_no: Final = text(_kind(InventoryList, "item_record_no"))
item_no: Final = text(_kind(InventoryList, "item_no"))
_dxp_id: Final = text(_kind(BaseTransfer, "dxp_id"))
any_text: Final = text(Text(1, -1))


def seed(value: Any) -> str:
    """Take a text from which a world can draw its numbers."""
    found = any_text(value)
    if (size := len(found.encode())) > _MOST_SEED:
        raise _wrong(
            f"has {size} bytes in UTF-8, at most {_MOST_SEED} are allowed",
            f"UTF-8编码为{size}字节，最多允许{_MOST_SEED}字节",
        )
    return found


def dxp_id(value: Any) -> str:
    """Take a sender id; white space in one is always a mistake."""
    found = _dxp_id(value)
    if re.search(r"\s", found):
        raise _wrong("must not hold white space", "不能含有空白")
    return found


def choice(known: Mapping[Any, str]) -> Callable[[Any], str]:
    """Take one of the known words, which are given with their Chinese."""
    en = ", ".join(known)
    zh = "、".join(f"{name}（{meaning}）" for name, meaning in known.items())

    def made(value: Any) -> str:
        if not isinstance(value, str):
            raise _mistyped(value, Words(f"one of {en}, in quotes", f"{zh}之一并加引号"))
        if value in known:
            return value
        meant = next((name for name, meaning in known.items() if meaning == value), None) or near(value, known)
        question = Words(f". Did you mean {meant}?", f"。是否应为{meant}？") if meant else Words("", "")
        raise _wrong(f"is none of {en}{question.en}", f"只能是{zh}{question.zh}")

    return made


def moment(value: Any) -> datetime:
    """Take a date and time of Beijing; one with a zone is converted, a date is its midnight."""
    if not isinstance(value, date):
        example = "2026-12-31T10:00:00"
        raise _mistyped(value, Words(f"a time without quotes, such as {example}", f"不加引号的时间，如{example}"))
    found = value if isinstance(value, datetime) else datetime.combine(value, time())
    if found.tzinfo and found.year - 1 in range(1, 9998):  # else the conversion may leave the calendar
        found = found.astimezone(_BEIJING).replace(tzinfo=None)
    if found.year not in _YEARS:
        raise _wrong(
            f"is not within the years {_YEARS[0]} to {_YEARS[-1]} of Beijing",
            f"不在北京时间{_YEARS[0]}年至{_YEARS[-1]}年之间",
        )
    return found


def day(value: Any) -> date:
    """Take a day."""
    if isinstance(value, datetime):
        raise _wrong("must be a day without a time, such as 2026-12-31", "应为不带时间的日期，如2026-12-31")
    if not isinstance(value, date):
        raise _mistyped(value, Words("a day without quotes, such as 2026-12-31", "不加引号的日期，如2026-12-31"))
    if value.year not in _YEARS:
        raise _wrong(f"is not within the years {_YEARS[0]} to {_YEARS[-1]}", f"不在{_YEARS[0]}年至{_YEARS[-1]}年之间")
    return value


def digits(count: int) -> Callable[[Any], str]:
    """Take a code of so many digits."""

    def made(value: Any) -> str:
        code = any_text(value)
        if not re.fullmatch(f"[0-9]{{{count}}}", code):
            raise _wrong(f"is not {count} digits", f"应为{count}位数字")
        return code

    return made


def unit(value: Any) -> str:
    """Take a unit of customs' table."""
    code = digits(3)(value)
    if code not in units():
        raise _wrong("is no unit of customs' table", "不在计量单位代码表中")
    return code


def rate(value: Any) -> Decimal:
    """Take how many times as fast as real time a clock runs."""
    number = value.written.replace("_", "") if isinstance(value, Pointed) else value
    if not isinstance(number, int | str) or isinstance(number, bool):
        raise _mistyped(value, Words("a number", "数字"))
    found = Decimal(str(number)) if _RATE.fullmatch(str(number)) else None
    if found is None or not 0 < found <= _MOST_RATE:
        raise _wrong(
            f"is not a number above 0 and up to {_MOST_RATE}, such as 60 or 0.5",
            f"应为大于0且不超过{_MOST_RATE}的数字，如60或0.5",
        )
    return Decimal(written(found))


def company_code(value: Any) -> str:
    """Take a customs registration of 10 characters, or a unified social credit code of 18."""
    code = any_text(value)
    if len(code) == _CREDIT_LENGTH:
        return _credit_code(code)
    if not _REGISTERED.fullmatch(code):
        raise _wrong(
            "is no code: 10 digits or capitals (customs registration) or 18 (unified social credit code)",
            "不是企业代码，应为10位数字或大写字母（海关备案编码）或18位统一社会信用代码",
        )
    return code


def _credit_code(code: str) -> str:
    try:
        check = credit_check(code[:-1])
    except ValueError:
        raise _wrong(
            "is no unified social credit code: it has digits and capitals without I, O, S, V and Z only",
            "不是统一社会信用代码，只能含有数字和除I、O、S、V、Z以外的大写字母",
        ) from None
    return _checked(code, check)


def id_number(value: Any) -> str:
    """Take a resident identity number; an ``x`` at its end is an ``X``."""
    number = any_text(value)
    number = f"{number[:-1]}{number[-1].upper()}"
    if not _RESIDENT.fullmatch(number):
        raise _wrong(
            "is no resident identity number: 17 digits and a digit or X", "不是居民身份证号码，应为17位数字加1位数字或X"
        )
    if birth_date(number) is None:
        raise _wrong(f"the calendar has no birth date {number[6:14]}", f"出生日期{number[6:14]}不存在")
    return _checked(number, resident_check(number[:-1]))


def _checked(number: str, check: str) -> str:
    if number[-1] != check:
        raise _wrong(f"the check digit is wrong, it should be {check}", f"校验码错误，应为{check}")
    return number


def limited_year(name: str) -> tuple[int, Decimal]:
    """Take a calendar year in which a person's purchases were limited; return it with its limit."""
    year = int(name) if re.fullmatch(r"[0-9]{4}", name) else 0
    limit = limits_on(date(year, 12, 31)).yearly if year in _YEARS else None
    if limit is None:
        raise _wrong(
            f"is no year with a yearly limit, only those from 2016 to {_YEARS[-1]} are",
            f"不是有年度限值的年份，只能是2016年至{_YEARS[-1]}年",
        )
    return year, limit


def yuan(value: Any) -> Decimal:
    """Take an amount from 0 on, to the cent."""
    return _number(value, _YUAN)


def quantity(value: Any) -> Decimal:
    """Take a quantity from 0 on, as an inventory's lines hold it."""
    return _number(value, _QUANTITY)


def _number(value: Any, kind: Fixed) -> Decimal:
    if isinstance(value, Pointed):
        raise _wrong(f'write it as text: "{value.written}"', f'请加引号写为文本："{value.written}"')
    if not isinstance(value, int | str) or isinstance(value, bool):
        raise _mistyped(value, Words('a number as text, such as "12.50"', '文本形式的数字，如"12.50"'))
    number = str(value)
    if number.startswith("-") and _NUMBER.fullmatch(number[1:]):
        raise _wrong("must not be negative", "不能为负数")
    if not _NUMBER.fullmatch(number):
        raise _wrong('is not a number such as "12.50"', '不是数字，正确形式如"12.50"')
    return Decimal(written(kind.read(number)))


def kept(value: Any) -> Any:
    """Take a text, whole number or truth value that JSON keeps as it is; others are to be written as texts."""
    if isinstance(value, str | bool) or (isinstance(value, int) and -(2**63) <= value < 2**63):
        return value
    found = type_of(value)
    raise _wrong(f"must be written as text, not as {found.en}", f"请写为文本，不能用{found.zh}")


def _mistyped(value: Any, wanted: Words) -> Unreadable:
    found = type_of(value)
    return _wrong(f"must be {wanted.en}, not {found.en}", f"应为{wanted.zh}，不是{found.zh}")


def _wrong(en: str, zh: str) -> Unreadable:
    return Unreadable(Words(en, zh))

"""Read and write what a world file says of tax: the table ``[tax]`` and its rows ``[[tax.rates]]``."""

import re
from datetime import date, datetime
from decimal import Decimal
from operator import attrgetter
from typing import Any, Final

from gateway_client.wire.findings import Words
from gateway_client.wire.lexical import Unreadable
from simulator.beginning import fields
from simulator.beginning.start import written
from simulator.beginning.tax import OwnRate, Taxation
from simulator.strict.entry import Contradiction, Key, list_of, optional, table_of, type_of, value_of
from simulator.strict.report import Pointed

_SHARE: Final = re.compile(r"0(?:\.[0-9]{1,9})?")
_PREFIX: Final = re.compile("[0-9]{2,10}")
_MOST_CONSUMPTION: Final = Decimal("0.9")
_OLDEST: Final = date(2000, 1, 1)


def _yes(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    raise _wrong("must be true or false, without quotes", "应为true或false，不加引号")


def _prefix(value: Any) -> str:
    text = fields.any_text(value)
    if not _PREFIX.fullmatch(text):
        raise _wrong("is no beginning of a gcode: 2 to 10 digits", "应为商品编码的前2至10位数字")
    return text


def _share(value: Any) -> Decimal:
    text = value.written if isinstance(value, Pointed) else value
    if not isinstance(text, str | int) or isinstance(text, bool):
        found = type_of(value)
        raise _wrong(f'must be a share such as "0.13", not {found.en}', f'应为税率，如"0.13"，不是{found.zh}')
    if not _SHARE.fullmatch(str(text)):
        raise _wrong('is no share from 0 up to below 1: write 13 % as "0.13"', '应为0以上、小于1的税率：13%写为"0.13"')
    return Decimal(written(Decimal(str(text))))


def _consumption(value: Any) -> Decimal:
    found = _share(value)
    if found > _MOST_CONSUMPTION:
        en, zh = (
            f"is more than {_MOST_CONSUMPTION}, and is reckoned on top of itself",
            f"消费税为价内税，不能超过{_MOST_CONSUMPTION}",
        )
        raise _wrong(en, zh)
    return found


def _day(value: Any) -> date:
    if isinstance(value, datetime):
        raise _wrong("must be a day, without a time of day", "应为日期，不含时刻")
    if not isinstance(value, date):
        found = type_of(value)
        raise _wrong(
            f"must be a day without quotes, such as 2019-04-01, not {found.en}",
            f"应为不加引号的日期，如2019-04-01，不是{found.zh}",
        )
    return value


def _own(since: date = _OLDEST, **said: Any) -> OwnRate:
    if not said.keys() & {"vat", "consumption", "duty"}:
        raise Contradiction(
            "vat", Words("is missing: say vat, consumption or duty", "缺少此项：请写vat、consumption或duty")
        )
    return OwnRate(since=since, **said)


def _wrong(en: str, zh: str) -> Unreadable:
    return Unreadable(Words(en, zh))


_RATE: Final = table_of(
    _own,
    gcode=Key(value_of(_prefix)),
    since=optional(value_of(_day)),
    vat=optional(value_of(_share)),
    consumption=optional(value_of(_consumption)),
    duty=optional(value_of(_share)),
)
TAX: Final = table_of(
    Taxation,
    bills=optional(value_of(_yes)),
    check=optional(value_of(_yes)),
    rates=optional(
        list_of(
            _RATE,
            Words("a list of tables: write [[tax.rates]]", "表的列表，请写[[tax.rates]]"),
            attrgetter("gcode", "since"),
            "gcode",
        )
    ),
)
"""Reads the table ``[tax]``."""


def said_of(tax: Taxation) -> dict[str, Any]:
    """Return what ``[tax]`` itself says."""
    return {"bills": tax.bills or None, "check": tax.check or None}


def said_of_rate(one: OwnRate) -> dict[str, Any]:
    """Return what a row of ``[[tax.rates]]`` says."""
    shares = {name: getattr(one, name) for name in ("vat", "consumption", "duty")}
    said = {name: None if share is None else written(share) for name, share in shares.items()}
    return {"gcode": one.gcode, "since": None if one.since == _OLDEST else one.since, **said}

"""Read a world file strictly: everything that is wrong is told at once, each with its line and the way out."""

from decimal import Decimal
from operator import attrgetter
from typing import Any, Final

from gateway_client.wire.findings import Words
from gateway_client.wire.lexical import Unreadable
from simulator.beginning import fields
from simulator.beginning.start import (
    CLOCKS,
    TRADES,
    Beginning,
    ClockKind,
    ClockSetting,
    Enterprise,
    Good,
    LegalUnits,
    Person,
    PositiveLine,
    Stock,
)
from simulator.strict.entry import (
    Contradiction,
    Key,
    Place,
    list_of,
    optional,
    table_of,
    value_of,
)
from simulator.strict.text import read_file


def read_beginning(text: str, source: str) -> Beginning:
    """Return what a world file says; ``WrongFile`` tells all that is wrong in ``source``."""
    beginning: Beginning = read_file(text, source, BEGINNING)
    return beginning


def clock_of(kind: ClockKind = "running", rate: Decimal | None = None, **rest: Any) -> ClockSetting:
    """Return the setting that the keys of a clock say; only a running one has a rate."""
    if rate is None:
        return ClockSetting(kind, **rest)
    if kind != "running":
        raise Contradiction(
            "rate",
            Words(f'only a clock of kind "running" has a rate, not "{kind}"', f"只有running时钟才有速率，{kind}没有"),
        )
    return ClockSetting(kind, rate=rate, **rest)


def _stock(**values: Any) -> Stock:
    stock = Stock(**values)
    if stock.surplus < 0:
        given = f"{stock.actl_inc_qty:f} - {stock.actl_redc_qty:f} - {stock.prevd_redc_qty:f} = {stock.surplus:f}"
        raise Contradiction(
            "actlIncQty",
            Words(
                f"this stock is impossible, {given}: actlRedcQty and prevdRedcQty together must not exceed actlIncQty",
                f"库存不可能为负，{given}：实减与预减之和不能超过实增",
            ),
        )
    return stock


def _positive_line(**values: Any) -> PositiveLine:
    line = PositiveLine(**values)
    if line.since and line.until and line.until < line.since:
        raise Contradiction("until", Words(f"is before since, {line.since}", f"早于since（{line.since}）"))
    return line


def _used(place: Place) -> tuple[tuple[int, Decimal], ...] | None:
    if not place.holds(
        dict, Words('a table of years, such as { 2026 = "26000.00" }', '按年份的表，如{ 2026 = "26000.00" }')
    ):
        return None
    found = [_used_in(place.at(name), name) for name in place.value]
    return tuple(sorted(each for each in found if each)) if all(found) else None


def _used_in(place: Place, name: str) -> tuple[int, Decimal] | None:
    try:
        year, limit = fields.limited_year(name)
        amount = fields.yuan(place.value)
        if amount > limit:
            en, zh = f"is above the yearly limit of {year}, {limit:f} yuan", f"超过{year}年度限值{limit:f}元"
            raise Unreadable(Words(en, zh))
    except Unreadable as wrong:
        place.refuse(wrong.words)
        return None
    return year, amount


def _some(place: Place) -> Any:
    """Read what an enterprise is registered as; to be nothing is a mistake."""
    if place.value == []:
        return place.refuse(
            Words(f"is empty: name some of {', '.join(TRADES)}", f"不能为空，可以是{'、'.join(TRADES)}")
        )
    return _TRADES(place)


def pace(place: Place) -> Any:
    """Read the name of a pace, or a table that another room will understand."""
    if isinstance(place.value, dict):
        return _kept(place)
    return _PACE(place) if place.holds(str, Words("the name of a pace or a table", "速度方案的名称或表")) else None


def _kept(place: Place) -> Any:
    match place.value:
        case dict():
            return {name: _kept(place.at(name)) for name in place.value}
        case list():
            return [_kept(entry) for entry in place.entries()]
        case _:
            return _KEPT(place)


def _itself(value: Any) -> Any:
    return value


_TRADES: Final = list_of(
    value_of(fields.choice(TRADES)), Words('a list, such as ["platform"]', '列表，如["platform"]'), _itself
)


_PACE: Final = value_of(fields.any_text)
_KEPT: Final = value_of(fields.kept)


def _tables(name: str) -> Words:
    return Words(f"a list of tables: write [[{name}]]", f"表的列表，请写[[{name}]]")


_ENTERPRISE: Final = table_of(
    Enterprise,
    code=Key(value_of(fields.company_code)),
    name=Key(value_of(fields.company_name)),
    kinds=Key(_some),
)
_PERSON: Final = table_of(
    Person,
    id_number=Key(value_of(fields.id_number)),
    used=Key(_used),
)
_STOCK: Final = table_of(
    _stock,
    ems_no=Key(value_of(fields.ems_no)),
    item_record_no=Key(value_of(fields.item_record_no)),
    actl_inc_qty=Key(value_of(fields.quantity)),
    actl_redc_qty=optional(value_of(fields.quantity)),
    prevd_redc_qty=optional(value_of(fields.quantity)),
)
_GOOD: Final = table_of(
    Good,
    ebc_code=Key(value_of(fields.company_code)),
    item_no=Key(value_of(fields.item_no)),
    gcode=Key(value_of(fields.digits(10))),
)
_POSITIVE_LINE: Final = table_of(
    _positive_line,
    code=Key(value_of(fields.digits(8))),
    since=optional(value_of(fields.day)),
    until=optional(value_of(fields.day)),
)
_LEGAL_UNITS: Final = table_of(
    LegalUnits,
    gcode=Key(value_of(fields.digits(10))),
    unit1=Key(value_of(fields.unit)),
    unit2=optional(value_of(fields.unit)),
)
CLOCK_KEYS: Final = {
    "kind": optional(value_of(fields.choice(CLOCKS))),
    "at": optional(value_of(fields.moment)),
    "rate": optional(value_of(fields.rate)),
}
_CLOCK: Final = table_of(clock_of, **CLOCK_KEYS)
BEGINNING_KEYS: Final = {
    "title": optional(value_of(fields.title)),
    "seed": optional(value_of(fields.seed)),
    "claims": optional(list_of(value_of(fields.dxp_id), Words("a list of texts", "文本列表"), _itself)),
    "pace": optional(pace),
    "clock": optional(_CLOCK),
    "enterprises": optional(list_of(_ENTERPRISE, _tables("enterprises"), attrgetter("code"), "code")),
    "people": optional(list_of(_PERSON, _tables("people"), attrgetter("id_number"), "idNumber")),
    "stock": optional(list_of(_STOCK, _tables("stock"), attrgetter("ems_no", "item_record_no"), "itemRecordNo")),
    "goods": optional(list_of(_GOOD, _tables("goods"), attrgetter("ebc_code", "item_no"), "itemNo")),
    "positive_list": optional(
        list_of(_POSITIVE_LINE, _tables("positiveList"), attrgetter("code", "since", "until"), "code")
    ),
    "legal_units": optional(list_of(_LEGAL_UNITS, _tables("legalUnits"), attrgetter("gcode"), "gcode")),
}
"""The keys of a world file."""
BEGINNING: Final = table_of(Beginning, **BEGINNING_KEYS)

"""The rules of codes that customs has a table for: units, countries, transport, wrapping, offices, goods."""

from functools import lru_cache
from typing import Any, Final

from gateway_client.facts.codes import HOME, WRAPPINGS, countries, transport_modes, units
from gateway_client.rules.answers import SPEC, answers, line_of, only
from gateway_client.rules.kinds import Kind
from gateway_client.rules.rule import Confidence, Conflict, RuleBook, conflict
from gateway_client.wire.ceb.inventory import Inventory

BOOK: Final = RuleBook()

_TABLE: Final = "table as of about 2016"
_LINED: Final = answers(Kind.ORDER, Kind.INVENTORY)

_UNITS: Final = frozenset(units())
_COUNTRIES: Final = frozenset(countries())
_WAYS: Final = frozenset(transport_modes())
_GIVEN_UNITS: Final = _UNITS | {None}
_GIVEN_COUNTRIES: Final = _COUNTRIES | {None}

_UNIT_TABLE: Final = ("a unit of JGS-20", "计量单位代码表")
_COUNTRY_TABLE: Final = ("a country of JGS-20", "国家（地区）代码表")


@BOOK.rule("DOC-11", answers=_LINED, source=f"{SPEC}: JGS-20, units; {_TABLE}", confidence=Confidence.PRACTICE)
def unit(document: Any) -> Conflict | None:
    """Units must be codes of customs' table: 035 kilogram, 122 tin."""
    for line in document.lines:
        if line.unit not in _UNITS:
            return _unknown(line_of(line), "unit", line.unit, *_UNIT_TABLE)
    if type(document) is Inventory:
        for line in document.lines:
            if line.unit1 not in _UNITS:
                return _unknown(line_of(line), "unit1", line.unit1, *_UNIT_TABLE)
            if line.unit2 not in _GIVEN_UNITS:
                return _unknown(line_of(line), "unit2", line.unit2, *_UNIT_TABLE)
    return None


@BOOK.rule("DOC-12", answers=_LINED, source=f"{SPEC}: JGS-20, countries; {_TABLE}", confidence=Confidence.PRACTICE)
def country(document: Any) -> Conflict | None:
    """Countries must be codes of customs' table, which are three digits: 304 Germany, not 276 and not DEU."""
    for line in document.lines:
        if line.country not in _COUNTRIES:
            return _unknown(line_of(line), "country", line.country, *_COUNTRY_TABLE)
    if type(document) is Inventory:
        if document.head.country not in _COUNTRIES:
            return _unknown("InventoryHead", "country", document.head.country, *_COUNTRY_TABLE)
        for line in document.lines:
            if line.trade_country not in _GIVEN_COUNTRIES:
                return _unknown(line_of(line), "tradeCountry", line.trade_country, *_COUNTRY_TABLE)
    return None


@lru_cache(maxsize=10_000)
def _is_digits(text: str, count: int) -> bool:
    return len(text) == count and text.isdigit() and text.isascii()


def _unknown(place: str, field: str, value: str | None, allowed: str, table: str) -> Conflict:
    return conflict((f"{place}.{field}", value), ("allowed", allowed), reason=f"{field}填写[{value}]不在{table}中")


@BOOK.rule(
    "INV-05",
    answers=answers(Kind.INVENTORY),
    source=f"{SPEC}: JGS-20, transport; {_TABLE}, the newer G, L and T from memory",
    confidence=Confidence.PRACTICE,
)
def way(inventory: Inventory) -> Conflict | None:
    """The trafMode must be a way of customs' table: 2 ship, 4 road, 5 air, 9 other."""
    value = inventory.head.traf_mode
    if value in _WAYS:
        return None
    return _unknown("InventoryHead", "trafMode", value, ", ".join(sorted(_WAYS)), "运输方式代码表")


@BOOK.rule(
    "INV-06",
    answers=answers(Kind.INVENTORY),
    source=f"{SPEC}, wrapType: one digit; the digits are those of a customs system",
    confidence=Confidence.PRACTICE,
)
def wrapping(inventory: Inventory) -> Conflict | None:
    """The wrapType, if there is one, must be 1 case, 2 carton, 3 barrel, 4 bulk, 5 pallet, 6 bag or 7 other."""
    value = inventory.head.wrap_type
    if not value or value in WRAPPINGS:
        return None
    return _unknown("InventoryHead", "wrapType", value, ", ".join(WRAPPINGS), "包装种类代码表")


_OFFICE: Final = 4
_GOODS: Final = 10


@BOOK.rule(
    "INV-07",
    answers=answers(Kind.INVENTORY),
    source=f"{SPEC}: JGS/T 18; no table at hand is complete, so an unknown office is none to refuse for",
    confidence=Confidence.SPECIFICATION,
)
def office(inventory: Inventory) -> Conflict | None:
    """The customsCode and portCode must be four digits."""
    head = inventory.head
    if not _is_digits(head.customs_code, _OFFICE):
        return only("InventoryHead", "customsCode", head.customs_code, "4位关区代码")
    return (
        None
        if _is_digits(head.port_code, _OFFICE)
        else only("InventoryHead", "portCode", head.port_code, "4位关区代码")
    )


@BOOK.rule(
    "INV-08",
    answers=answers(Kind.INVENTORY),
    source=f"{SPEC}, country: 142 for bonded goods",
    confidence=Confidence.SPECIFICATION,
)
def bonded_from_home(inventory: Inventory) -> Conflict | None:
    """Bonded goods (1210) come out of the zone: the head's country must be 142 (China)."""
    head = inventory.head
    if head.trade_mode != "1210" or head.country == HOME:
        return None
    return only("InventoryHead", "country", head.country, HOME)


@BOOK.rule(
    "INV-09",
    answers=answers(Kind.INVENTORY),
    source=f"{SPEC}, country: where a direct parcel started; that it cannot be China is assumed",
    confidence=Confidence.ASSUMED,
)
def direct_from_abroad(inventory: Inventory) -> Conflict | None:
    """A direct parcel (9610) starts abroad: the head's country must not be 142 (China)."""
    head = inventory.head
    if head.trade_mode != "9610" or head.country != HOME:
        return None
    return conflict(
        ("InventoryHead.country", head.country),
        ("needed", "the country where a direct parcel started"),
        reason="直购进口country不能填写[142],应为起始发出国家（地区）代码",
    )


@BOOK.rule(
    "INV-10",
    answers=answers(Kind.INVENTORY),
    source=f"{SPEC}, gcode: 8 digits of the tariff and 2 more",
    confidence=Confidence.SPECIFICATION,
)
def goods_code(inventory: Inventory) -> Conflict | None:
    """The gcode of each line must be ten digits."""
    for line in inventory.lines:
        if not _is_digits(line.gcode, _GOODS):
            return only(line_of(line), "gcode", line.gcode, "10位商品编码")
    return None

"""Write a world file: the TOML from which reading makes the same beginning again."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from simulator.beginning.start import (
    Beginning,
    ClockSetting,
    Enterprise,
    Good,
    LegalUnits,
    Person,
    PositiveLine,
    Stock,
    written,
)

_BARE: Final = re.compile(r"[A-Za-z0-9_-]{1,100}")


def to_toml(beginning: Beginning) -> str:
    """Return the text of a world file; what the beginning does not say is left out."""
    return "\n\n".join(part for part in _parts(beginning) if part) + "\n"


def _parts(beginning: Beginning) -> Iterator[str]:
    said = {"title": beginning.title, "seed": beginning.seed, "claims": beginning.claims or None}
    own_pace = isinstance(beginning.pace, Mapping)
    yield _entries({**said, "pace": None if own_pace else beginning.pace})
    if beginning.pace is not None and own_pace:
        yield _headed("[pace]", dict(beginning.pace))  # type: ignore[arg-type]
    if beginning.clock != ClockSetting():
        yield _headed("[clock]", _clock(beginning.clock))
    yield from _each("enterprises", map(_enterprise, beginning.enterprises))
    yield from _each("people", map(_person, beginning.people))
    yield from _each("stock", map(_stock, beginning.stock))
    yield from _each("goods", map(_good, beginning.goods))
    yield from _each("positiveList", map(_positive_line, beginning.positive_list))
    yield from _each("legalUnits", map(_legal_units, beginning.legal_units))


def _each(name: str, tables: Iterable[dict[str, Any]]) -> Iterator[str]:
    return (_headed(f"[[{name}]]", table) for table in tables)


def _headed(header: str, table: Mapping[str, Any]) -> str:
    return "\n".join(filter(None, (header, _entries(table))))


def tables_to_toml(tables: Mapping[str, Any]) -> str:
    """Return tables as TOML, a key of the first level a line. Raises ``TypeError`` for what TOML has no words for."""
    return _entries(tables) + "\n"


def _entries(table: Mapping[str, Any]) -> str:
    return "\n".join(
        f"{_key(str(name))} = {_value(each, str(name))}" for name, each in table.items() if each is not None
    )


def _clock(clock: ClockSetting) -> dict[str, Any]:
    rate = written(clock.rate) if clock.kind == "running" and clock.rate != 1 else None
    return {"kind": clock.kind, "at": clock.at, "rate": rate}


def _enterprise(one: Enterprise) -> dict[str, Any]:
    return {"code": one.code, "name": one.name, "kinds": one.kinds}


def _good(one: Good) -> dict[str, Any]:
    return {"ebcCode": one.ebc_code, "itemNo": one.item_no, "gcode": one.gcode}


def _positive_line(one: PositiveLine) -> dict[str, Any]:
    return {"code": one.code, "since": one.since, "until": one.until}


def _legal_units(one: LegalUnits) -> dict[str, Any]:
    return {"gcode": one.gcode, "unit1": one.unit1, "unit2": one.unit2}


def _person(one: Person) -> dict[str, Any]:
    return {"idNumber": one.id_number, "used": {str(year): written(amount) for year, amount in one.used}}


def _stock(one: Stock) -> dict[str, Any]:
    quantities = {
        "actlIncQty": one.actl_inc_qty,
        "actlRedcQty": one.actl_redc_qty or None,
        "prevdRedcQty": one.prevd_redc_qty or None,
    }
    numbers = {name: written(quantity) for name, quantity in quantities.items() if quantity is not None}
    return {"emsNo": one.ems_no, "itemRecordNo": one.item_record_no, **numbers}


def _value(value: Any, place: str) -> str:
    match value:
        case bool():
            return str(value).lower()
        case int() | float():
            return repr(value)
        case str():
            return _text(value)
        case Decimal():
            return _text(f"{value:f}")
        case date():  # and time of day
            return value.isoformat()
        case Mapping():
            inner = (f"{_key(str(name))} = {_value(each, f'{place}.{name}')}" for name, each in value.items())
            return f"{{{', '.join(inner)}}}"
        case list() | tuple():
            return f"[{', '.join(_value(each, f'{place}[{number}]') for number, each in enumerate(value, 1))}]"
    raise TypeError(f"{place}: a {type(value).__name__} cannot stand in a world file: {value!r}")


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else _text(name)


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")

"""Write a beginning as the world file that says it: for who has one in hand and hands it in at a door."""

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from simulator.beginning.start import Beginning, ClockSetting, written


def to_toml(beginning: Beginning) -> str:
    """Return the text of a world file: ``read_beginning`` makes the same beginning of it."""
    tables: dict[str, Any] = {
        "title": beginning.title,
        "seed": beginning.seed,
        "claims": beginning.claims or None,
        "pace": beginning.pace,
        "clock": _clock(beginning.clock),
        "enterprises": [{"code": one.code, "name": one.name, "kinds": one.kinds} for one in beginning.enterprises],
        "people": [{"idNumber": one.id_number, "used": _used(one.used)} for one in beginning.people],
        "stock": [
            {
                "emsNo": one.ems_no,
                "itemRecordNo": one.item_record_no,
                "actlIncQty": written(one.actl_inc_qty),
                "actlRedcQty": written(one.actl_redc_qty),
                "prevdRedcQty": written(one.prevd_redc_qty),
            }
            for one in beginning.stock
        ],
    }
    return tables_to_toml({key: value for key, value in tables.items() if value is not None and value != []})


def tables_to_toml(tables: Mapping[str, Any]) -> str:
    """Return tables as TOML, a key of the first level a line. Raises ``TypeError`` for what TOML has no words for."""
    return "".join(f"{_quoted(key)} = {_value(value, str(key))}\n" for key, value in tables.items())


def _clock(clock: ClockSetting) -> dict[str, Any]:
    said: dict[str, Any] = {"kind": clock.kind}
    if clock.at is not None:
        said["at"] = clock.at
    if clock.kind == "running":
        said["rate"] = written(clock.rate)
    return said


def _used(used: tuple[tuple[int, Decimal], ...]) -> dict[str, str]:
    return {str(year): written(amount) for year, amount in used}


def _value(value: Any, place: str) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return _quoted(value)
        case int() | float():
            return repr(value)
        case Decimal():
            return f'"{value:f}"'
        case date():  # and time of day
            return value.isoformat()
        case list() | tuple():
            return f"[{', '.join(_value(one, f'{place}[{number}]') for number, one in enumerate(value, 1))}]"
        case Mapping():
            inner = [f"{_quoted(key)} = {_value(one, f'{place}.{key}')}" for key, one in value.items()]
            return f"{{{', '.join(inner)}}}"
    raise TypeError(f"{place}: a {type(value).__name__} cannot stand in a world file: {value!r}")


def _quoted(text: Any) -> str:
    return json.dumps(str(text), ensure_ascii=False).replace("\x7f", "\\u007f")

"""A record as JSON: how documents are kept between the moment they arrive and the one they are judged."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any, Final, TypeVar

import orjson

from gateway_client.wire.lexical import Fixed
from gateway_client.wire.record import Record

R = TypeVar("R", bound=Record)


def to_json(value: Record) -> bytes:
    """Return the values of a record in the order of its table: a JSON array, amounts as text."""
    return orjson.dumps(list(value), default=_plain, option=orjson.OPT_PASSTHROUGH_SUBCLASS)


def from_json(record: type[R], kept: bytes) -> R:
    """Return the record behind ``to_json``."""
    value: R = _reviver(record)(orjson.loads(kept))
    return value


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, Record):
        return list(value)
    if isinstance(value, bytes):
        return value.decode()
    raise TypeError(f"{type(value).__name__} is no value of a record")


_REVIVERS: Final[dict[type[Record], Callable[[list[Any]], Any]]] = {}


def _reviver(record: type[Record]) -> Callable[[list[Any]], Any]:
    known = _REVIVERS.get(record)
    if known is None:
        known = _REVIVERS[record] = _new_reviver(record)
    return known


def _new_reviver(record: type[Record]) -> Callable[[list[Any]], Any]:
    fields = list(enumerate(record.table.fields))
    amounts = [place for place, f in fields if isinstance(f.kind, Fixed)]
    nested = [(place, _reviver(f.entity.record), f.listed) for place, f in fields if f.entity]
    foreign = [place for place, f in fields if f.role == "any"]

    def revive(values: list[Any]) -> Any:
        for place in amounts:
            if values[place] is not None:
                values[place] = Decimal(values[place])
        for place, inner, listed in nested:
            found = values[place]
            if listed:
                values[place] = tuple([inner(each) for each in found])
            elif found is not None:
                values[place] = inner(found)
        for place in foreign:
            values[place] = values[place].encode()
        return record.of(values)

    return revive

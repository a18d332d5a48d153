"""A record as JSON: how documents are kept between the moment they arrive and the one they are judged."""

from decimal import Decimal
from typing import Any, Final, TypeVar

import orjson

from gateway_client.wire.lexical import Fixed
from gateway_client.wire.record import Record

R = TypeVar("R", bound=Record)


def to_json(value: Record) -> bytes:
    """Return the values of a record in the order of its table: a JSON array, amounts as text."""
    return orjson.dumps(value, default=_plain)


def from_json(record: type[R], kept: bytes) -> R:
    """Return the record behind ``to_json``."""
    value: R = _shape(record).revive(orjson.loads(kept))
    return value


def _plain(value: Any) -> Any:
    """Return what JSON holds in place of an amount, a record or foreign XML."""
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, tuple):
        return tuple(value)
    if isinstance(value, bytes):
        return value.decode()
    raise TypeError(f"{value!r} is no value of a record")


class _Shape:
    """Which places of a record JSON cannot hold as they are: amounts, nested records, tuples, foreign XML."""

    def __init__(self, record: type[Record]) -> None:
        fields = list(enumerate(record.table.fields))
        self._record = record
        self._amounts = [place for place, f in fields if isinstance(f.kind, Fixed)]
        self._nested = [(place, _shape(f.entity.record)) for place, f in fields if f.entity and not f.listed]
        self._listed = [(place, _shape(f.entity.record)) for place, f in fields if f.entity and f.listed]
        self._tuples = [place for place, f in fields if f.kind and f.listed]
        self._foreign = [place for place, f in fields if f.role == "any"]

    def revive(self, flat: list[Any]) -> Any:
        for place in self._amounts:
            if flat[place] is not None:
                flat[place] = Decimal(flat[place])
        for place, shape in self._nested:
            if flat[place] is not None:
                flat[place] = shape.revive(flat[place])
        for place, shape in self._listed:
            flat[place] = tuple([shape.revive(each) for each in flat[place]])
        for place in self._tuples:
            flat[place] = tuple(flat[place])
        for place in self._foreign:
            flat[place] = flat[place].encode()
        return self._record.of(flat)


_SHAPES: Final[dict[type[Record], _Shape]] = {}


def _shape(record: type[Record]) -> _Shape:
    known = _SHAPES.get(record)
    return known or _SHAPES.setdefault(record, _Shape(record))

"""Messages drawn from the tables: every value within its facets, optional ones absent, present or empty."""

from decimal import Decimal
from functools import cache
from typing import Any

from hypothesis import strategies as st

from gateway_client.wire import ceb
from gateway_client.wire.dxp import DxpMsg, DxpRep
from gateway_client.wire.lexical import Fixed, Kind, Text, Whole
from gateway_client.wire.record import UNBOUNDED, Field, Record, Table

ROOTS: list[type[Record]] = [*ceb.MESSAGES.values(), DxpMsg, DxpRep]
BY_TAG = {f"{{{root.table.namespace}}}{root.table.name}": root for root in ROOTS}

_MOST_DRAWN = 3  # of entries in a list; the limits themselves have tests of their own
_TILES = ["A", "中文", "𠮷", "<&>\"']]>", " ", "\r\n\t", "a\u00a0\u3000 ", "0.50", "%s{}"]
_FOREIGN = [
    b"",
    b"<a></a>",
    b'<KeyName xmlns="http://www.w3.org/2000/09/xmldsig#">0001</KeyName>',
    '<p:x xmlns:p="urn:x" b="&quot;中">&amp;<y></y></p:x>'.encode(),
]

FORMED = {
    "xs:date": ["2026-11-11", "2024-02-29", "-0004-02-29", "2026-11-11Z", "2026-11-11+08:00", "12026-01-01"],
    "xs:dateTime": ["2026-11-11T20:15:00", "2026-11-11T24:00:00", "2026-11-11T20:15:00.5-05:00"],
    "xs:base64Binary": ["", "YQ==", "YWI=", "YWJj", " YWJj YWJj\n"],
}


@cache
def records(record: type[Record]) -> st.SearchStrategy[Record]:
    """Return a strategy for the records of a class."""
    return st.builds(record, **{field.attr: _field(field) for field in record.table.fields})


def _field(field: Field) -> st.SearchStrategy[Any]:
    if field.role == "any":
        return st.sampled_from(_FOREIGN)
    if field.fixed is not None:
        one: st.SearchStrategy[Any] = st.just(field.fixed)
    elif field.kind:
        one = _values(field.kind)
    else:
        one = records(_entity(field).record)
    if field.listed:
        most = _MOST_DRAWN if field.most == UNBOUNDED else min(field.most, _MOST_DRAWN)
        return st.lists(one, min_size=field.least, max_size=most).map(tuple)
    return one if field.least else st.none() | one


def _entity(field: Field) -> Table:
    assert field.entity
    return field.entity


def _values(kind: Kind) -> st.SearchStrategy[Any]:
    if isinstance(kind, Text):
        return st.sampled_from(texts(kind))
    if isinstance(kind, Whole):
        bound = 10**kind.digits - 1 if kind.digits else 2**31 - 1
        return st.sampled_from([0, 1, 99, 100, -1, bound, -bound])
    if isinstance(kind, Fixed):
        edge = Decimal(10**kind.total - 1)
        amounts = ["0", "0.00", "-0", "12.50", "1234567890.12", "0.00001", "-99.5", "100000000000"]
        return st.sampled_from([*map(Decimal, amounts), edge, -edge, edge.scaleb(-kind.fraction)])
    if kind.xsd == "xs:ID":  # numbered, because a name may stand only once in a message
        return st.uuids().map(lambda unique: f"_{unique}")
    return st.sampled_from(FORMED[kind.xsd])


def texts(kind: Text) -> list[str]:
    """Return texts of the shortest and the longest allowed length, and of some between."""
    most = kind.least + 5000 if kind.most < 0 else kind.most
    sizes = dict.fromkeys((kind.least, min(kind.least + 1, most), min(kind.least + 7, most), most))
    return [(tile * size)[:size] for size in sizes for tile in _TILES]

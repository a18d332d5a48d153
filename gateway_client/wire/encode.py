"""From a record to its XML: the bytes that travel.

Requests carry the prefix ``ceb:``, receipts the default namespace; both are indented by four blanks,
as the real ones are.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import compress
from types import NoneType
from typing import Any, Final, NamedTuple

from lxml import etree

from gateway_client.wire.record import Field, Record, Table

DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_INDENT: Final = "    "
_AWKWARD: Final = re.compile("[^\t\n\x20-%'-;=?-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What cannot stand in a text as it is: ``& < > \\r``, and all that is illegal."""
_START: Final = re.compile(r"<[^\s/>]+")
_ENTITIES: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"}
_PREFIXES: Final = {
    "http://www.chinaport.gov.cn/ceb": "ceb",
    "http://www.chinaport.gov.cn/dxp": "dxp",
    "http://www.w3.org/2000/09/xmldsig#": "ds",
}


def encode(value: Record, *, prefixed: bool = False) -> bytes:
    """Return a message as UTF-8 bytes with its XML declaration.

    ``prefixed`` writes every element of the root's namespace with its prefix (``ceb:``), as requests
    do; otherwise the namespace is the default one, as in receipts. Raises ``ValueError`` when a text
    holds a character that XML cannot carry.
    """
    table = value.table
    prefix = _PREFIXES[table.namespace] + ":" if prefixed else ""
    name = f"xmlns:{prefix[:-1]}" if prefixed else "xmlns"
    parts = [DECLARATION]
    _write(parts, value, _writer(table, prefix, 0), f' {name}="{table.namespace}"')
    return "".join(parts).encode()


@dataclass(frozen=True, slots=True, eq=False)
class _Line:
    field: Field
    place: int
    opening: str
    closing: str
    nested: "_Writer | None"
    declared: str  # the namespace, where a nested element has another one


class _Form(NamedTuple):
    """A plain table made ready for values of certain types: most of what travels is filled into one made before."""

    there: tuple[bool, ...]  # which values are not None
    others: list[tuple[int, Callable[[Any], str]]]  # those that are no texts yet, counted among the ones there
    markup: list[str]  # what stands around them, with a gap for each


@dataclass(frozen=True, slots=True, eq=False)
class _Writer:
    """A table made ready for writing at one depth and with one prefix."""

    margin: str
    opening: str
    closing: str
    attributes: list[tuple[str, int]]
    lines: list[_Line]
    body: int | None
    plain: bool  # nothing but values, each at most once: a return, a head, a line
    forms: dict[tuple[type, ...], _Form]  # of a plain table, by the types of its values


_WRITERS: Final[dict[tuple[type[Record], str, int], _Writer]] = {}


def _writer(table: Table, prefix: str, depth: int) -> _Writer:
    key = (table.record, prefix, depth)
    known = _WRITERS.get(key)
    if known is None:
        known = _WRITERS[key] = _new_writer(table, prefix, depth)
    return known


def _new_writer(table: Table, prefix: str, depth: int) -> _Writer:
    margin = _INDENT * depth
    places = {field.attr: place for place, field in enumerate(table.fields)}
    lines = [_line(table, field, places[field.attr], prefix, depth + 1) for field in table.elements]
    return _Writer(
        margin=margin,
        opening=f"{margin}<{prefix}{table.name}",
        closing=f"</{prefix}{table.name}>\n",
        attributes=[(field.wire, places[field.attr]) for field in table.attributes],
        lines=lines,
        body=places[table.content.attr] if table.content else None,
        plain=all(field.role == "element" and field.kind and not field.listed for field in table.fields),
        forms={},
    )


def _line(table: Table, field: Field, place: int, prefix: str, depth: int) -> _Line:
    opening, closing = f"{_INDENT * depth}<{prefix}{field.wire}>", f"</{prefix}{field.wire}>\n"
    if field.entity is None:
        return _Line(field, place, opening, closing, None, "")
    namespace = field.entity.namespace
    if namespace == table.namespace:
        return _Line(field, place, opening, closing, _writer(field.entity, prefix, depth), "")
    foreign = _PREFIXES[namespace]
    nested = _writer(field.entity, f"{foreign}:", depth)
    return _Line(field, place, opening, closing, nested, f' xmlns:{foreign}="{namespace}"')


def _write(parts: list[str], value: Any, writer: _Writer, declared: str = "") -> None:
    if writer.plain:
        parts += _filled(value, writer)
        return
    parts.append(writer.opening + declared)
    for name, place in writer.attributes:
        if value[place] is not None:
            parts.append(f' {name}="{_quoted(value[place])}"')
    if writer.body is not None:
        parts.append(f">{_escaped(value[writer.body])}{writer.closing}")
        return
    start = len(parts)
    parts.append(">\n")
    for line in writer.lines:
        found = value[line.place]
        if found is None:
            continue
        for each in found if line.field.listed else (found,):
            if line.nested:
                _write(parts, each, line.nested, line.declared)
            elif line.field.kind:
                parts.append(f"{line.opening}{_escaped(line.field.kind.write(each))}{line.closing}")
            else:
                parts.extend(f"{_INDENT}{writer.margin}{element}\n" for element in _foreign(each))
    if len(parts) == start + 1:
        parts[start] = "/>\n"
    else:
        parts.append(writer.margin + writer.closing)


def _filled(value: Any, writer: _Writer) -> list[str]:
    """Return the parts of a plain table."""
    types = tuple(map(type, value))
    form = writer.forms.get(types)
    if form is None:
        form = writer.forms[types] = _form(types, writer)
    texts = [*compress(value, form.there)]
    for place, write in form.others:
        texts[place] = write(texts[place])
    if _AWKWARD.search("".join(texts)):
        texts = [_escaped(text) for text in texts]
    parts = form.markup.copy()
    parts[1::2] = texts
    return parts


def _form(types: tuple[type, ...], writer: _Writer) -> _Form:
    there = [line for line in writer.lines if types[line.place] is not NoneType]
    markup = [f"{writer.opening}>\n"]
    for line in there:
        markup[-1] += line.opening
        markup += ["", line.closing]
    markup[-1] += writer.margin + writer.closing
    return _Form(
        there=tuple(kind is not NoneType for kind in types),
        others=[
            (place, line.field.kind.write)
            for place, line in enumerate(there)
            if line.field.kind and types[line.place] is not str
        ],
        markup=markup if there else [f"{writer.opening}/>\n"],
    )


def _foreign(fragments: bytes) -> Iterator[str]:
    """Yield foreign elements so that each means the same wherever it is written."""
    if not fragments:
        return
    try:
        around = etree.fromstring(b"<x>" + fragments + b"</x>", etree.XMLParser(resolve_entities=False))
    except etree.XMLSyntaxError as wrong:
        raise ValueError(f"{fragments[:100]!r} is not XML: {wrong}") from None
    for element in around:
        text = etree.tostring(element, encoding="unicode", with_tail=False)
        yield text if None in element.nsmap else _START.sub(r'\g<0> xmlns=""', text, count=1)


def _escaped(text: str) -> str:
    return _AWKWARD.sub(_entity, text)


def _entity(found: re.Match[str]) -> str:
    char = found[0]
    if char not in _ENTITIES:
        raise ValueError(f"U+{ord(char):04X} cannot be written in XML")
    return _ENTITIES[char]


def _quoted(text: str) -> str:
    return _escaped(text).replace('"', "&quot;").replace("\n", "&#10;").replace("\t", "&#9;")

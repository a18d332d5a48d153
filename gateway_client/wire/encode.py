"""From a record to its XML: the bytes that travel.

Requests carry the prefix ``ceb:``, receipts the default namespace; both are indented by four blanks,
as the real ones are.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from lxml import etree

from gateway_client.wire.record import Field, Record, Table

DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_INDENT: Final = "    "
_SPECIAL: Final = re.compile(r"[&<>\r]")
_ILLEGAL: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
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
    whole = "".join(parts)
    if illegal := _ILLEGAL.search(whole):
        raise ValueError(f"U+{ord(illegal[0]):04X} cannot be written in XML")
    return whole.encode()


@dataclass(frozen=True, slots=True, eq=False)
class _Line:
    field: Field
    place: int
    opening: str
    closing: str
    nested: "_Writer | None"


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
    formats: dict[tuple[bool, ...], str]  # of a plain table, by which values are there


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
        formats={},
    )


def _line(table: Table, field: Field, place: int, prefix: str, depth: int) -> _Line:
    nested = None
    if field.entity:
        foreign = field.entity.namespace != table.namespace
        inner = _PREFIXES[field.entity.namespace] + ":" if foreign else prefix
        nested = _writer(field.entity, inner, depth)
    return _Line(field, place, f"{_INDENT * depth}<{prefix}{field.wire}>", f"</{prefix}{field.wire}>\n", nested)


def _write(parts: list[str], value: Any, writer: _Writer, declared: str = "") -> None:
    if writer.plain:
        parts.append(_plain(value, writer))
        return
    parts.append(writer.opening + declared)
    parts.extend(f' {name}="{_quoted(value[place])}"' for name, place in writer.attributes if value[place] is not None)
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
                foreign = line.field.entity is not None and line.field.entity.namespace != value.table.namespace
                _write(parts, each, line.nested, _declaration(line.field) if foreign else "")
            elif line.field.kind:
                parts.append(f"{line.opening}{_escaped(line.field.kind.write(each))}{line.closing}")
            else:
                parts.extend(f"{_INDENT}{writer.margin}{element}\n" for element in _foreign(each))
    if len(parts) == start + 1:
        parts[start] = "/>\n"
    else:
        parts.append(writer.margin + writer.closing)


def _plain(value: Any, writer: _Writer) -> str:
    """Write a table of values only: most of what travels, so it is filled into a format made once."""
    there = tuple([each is not None for each in value])
    form = writer.formats.get(there)
    if form is None:
        lines = "".join(f"{line.opening}%s{line.closing}" for line in writer.lines if there[line.place])
        whole = f"{writer.opening}>\n{lines}{writer.margin}{writer.closing}" if lines else f"{writer.opening}/>\n"
        form = writer.formats[there] = whole
    texts = [
        each if type(each) is str else line.field.kind.write(each)  # type: ignore[union-attr]  # a plain table has kinds
        for line, each in zip(writer.lines, value, strict=True)
        if each is not None
    ]
    if _SPECIAL.search("".join(texts)):
        texts = [_escaped(text) for text in texts]
    return form % tuple(texts)


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


def _declaration(field: Field) -> str:
    namespace = field.entity.namespace if field.entity else ""
    return f' xmlns:{_PREFIXES[namespace]}="{namespace}"'


def _escaped(text: str) -> str:
    return _SPECIAL.sub(lambda m: _ENTITIES[m[0]], text) if _SPECIAL.search(text) else text


def _quoted(text: str) -> str:
    return _escaped(text).replace('"', "&quot;").replace("\n", "&#10;").replace("\t", "&#9;")

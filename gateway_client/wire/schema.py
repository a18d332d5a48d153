"""From the tables to XML Schema: what ``xsd/`` holds and what the format gate compiles.

The schemas have exactly the facets of the specification: lengths, digits, order, occurrence. Fixed
values and code lists are rules of the business, not of the format.
"""

from collections.abc import Iterator
from typing import Final

from gateway_client.wire import ceb, dxp
from gateway_client.wire.record import UNBOUNDED, Field, Record, Table
from gateway_client.wire.signature import Ds, Signature

SIGNATURE_FILE: Final = "xmldsig.xsd"
_XS: Final = "http://www.w3.org/2001/XMLSchema"
_DS: Final = Ds.table.namespace


def schema_files() -> dict[str, str]:
    """Return every schema by file name: a message each, and the one that they import."""
    roots: list[type[Record]] = [*ceb.MESSAGES.values(), dxp.DxpMsg, dxp.DxpRep]
    files = {f"{root.table.name}.xsd": schema_of(root) for root in roots}
    return files | {SIGNATURE_FILE: schema_of(Signature)}


def schema_of(root: type[Record]) -> str:
    """Return the schema of one message as text."""
    table = root.table
    home = [t for t in table.walk() if t.namespace == table.namespace]
    imports = any(t.namespace == _DS for t in table.walk()) and table.namespace != _DS
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<xs:schema xmlns:xs="{_XS}" xmlns="{table.namespace}"'
        + (f' xmlns:ds="{_DS}"' if imports else "")
        + f' targetNamespace="{table.namespace}" elementFormDefault="qualified">',
    ]
    if imports:
        lines.append(f'  <xs:import namespace="{_DS}" schemaLocation="{SIGNATURE_FILE}"/>')
    lines.append(f'  <xs:element name="{table.name}" type="{_type(table)}"/>')
    for each in home:
        lines += _complex(each)
    lines.append("</xs:schema>\n")
    return "\n".join(lines)


def _type(table: Table) -> str:
    return f"{table.record.__name__}Type"


def _complex(table: Table) -> Iterator[str]:
    yield f'  <xs:complexType name="{_type(table)}">'
    yield f"    <xs:annotation><xs:documentation>{table.zh}</xs:documentation></xs:annotation>"
    if table.content:
        base, facets = table.content.kind.facets() if table.content.kind else ("xs:string", [])
        if facets:
            yield f'    <xs:simpleContent><xs:restriction base="{_type(table)}Open">'
            yield from (f'      <xs:{name} value="{value}"/>' for name, value in facets)
            yield "    </xs:restriction></xs:simpleContent>"
            yield "  </xs:complexType>"
            yield f'  <xs:complexType name="{_type(table)}Open">'
        yield f'    <xs:simpleContent><xs:extension base="{base}">'
        yield from _attributes(table, "      ")
        yield "    </xs:extension></xs:simpleContent>"
    else:
        yield "    <xs:sequence>"
        for field in table.elements:
            yield from _element(table, field)
        yield "    </xs:sequence>"
        yield from _attributes(table, "    ")
    yield "  </xs:complexType>"


def _occurs(field: Field) -> str:
    least = "" if field.least == 1 else f' minOccurs="{field.least}"'
    most = "unbounded" if field.most == UNBOUNDED else field.most
    return least + ("" if most == 1 else f' maxOccurs="{most}"')


def _element(table: Table, field: Field) -> Iterator[str]:
    if field.role == "any":
        yield f'      <xs:any namespace="##any" processContents="skip"{_occurs(field)}/>'
    elif field.entity and field.entity.namespace != table.namespace:
        yield f'      <xs:element ref="ds:{field.wire}"{_occurs(field)}/>'
    elif field.entity:
        yield f'      <xs:element name="{field.wire}" type="{_type(field.entity)}"{_occurs(field)}/>'
    else:
        yield f'      <xs:element name="{field.wire}"{_occurs(field)}>'
        yield f"        <xs:annotation><xs:documentation>{field.zh}</xs:documentation></xs:annotation>"
        yield from _simple(field, "        ")
        yield "      </xs:element>"


def _simple(field: Field, margin: str) -> Iterator[str]:
    base, facets = field.kind.facets() if field.kind else ("xs:string", [])
    yield f'{margin}<xs:simpleType><xs:restriction base="{base}">'
    yield from (f'{margin}  <xs:{name} value="{value}"/>' for name, value in facets)
    yield f"{margin}</xs:restriction></xs:simpleType>"


def _attributes(table: Table, margin: str) -> Iterator[str]:
    for field in table.attributes:
        use = ' use="required"' if field.least else ""
        if field.fixed is not None:
            yield f'{margin}<xs:attribute name="{field.wire}" type="xs:string" fixed="{field.fixed}"{use}/>'
            continue
        yield f'{margin}<xs:attribute name="{field.wire}"{use}>'
        yield from _simple(field, f"{margin}  ")
        yield f"{margin}</xs:attribute>"

"""The format gate: does a parsed message fit its schema? libxml2 decides.

A ``Schemas`` belongs to one thread: libxml2's schema object mixes the errors of threads that share it.
"""

from pathlib import Path
from typing import Final

from lxml import etree

from gateway_client.wire import ceb, dxp
from gateway_client.wire.findings import Finding, Words
from gateway_client.wire.parse import Broken, parse
from gateway_client.wire.record import Record

_XS: Final = "{http://www.w3.org/2001/XMLSchema}"


class BadSchemas(ValueError):
    """A folder of schemas that cannot be used; the message names file and reason."""


class Schemas:
    """The compiled schemas of one thread, by the tag of the root element.

    ``own`` is a folder of the user's schemas: each root element that one of them declares replaces
    ours of the same name. Raises ``BadSchemas``.
    """

    def __init__(self, own: Path | None = None) -> None:
        self._files = _OURS | (_declared(own) if own else {})
        self._compiled: dict[str, etree.XMLSchema] = {}

    def knows(self, tag: str) -> bool:
        """Tell whether there is a schema for this root element."""
        return tag in self._files

    def fits(self, root: etree._Element) -> bool:
        """Tell whether the message fits its schema; ``KeyError`` when none is known for its root."""
        schema = self._compiled.get(str(root.tag)) or self._compile(str(root.tag))
        return schema.validate(root)

    def first_error(self, root: etree._Element) -> Finding:
        """Return libxml2's own first complaint about the message that ``fits`` refused last."""
        error = self._compiled[str(root.tag)].error_log[0]  # type: ignore[index]  # a gap in the stubs
        return Finding("XSD-01", error.path or "/", Words(error.message, error.message), None, error.line)

    def source(self, tag: str) -> Path:
        """Return the file with the schema for a root element: the user's, or ours."""
        return self._files[tag]

    def _compile(self, tag: str) -> etree.XMLSchema:
        return self._compiled.setdefault(tag, _compile_file(self._files[tag]))


def _folder() -> Path:
    """Return where our schemas are: beside the packages in a checkout, inside ours in a wheel.

    They are read as files, because lxml's hooks for schemas in memory are not safe among threads that
    parse at the same time.
    """
    inside = Path(__file__).parents[1] / "xsd"
    return inside if inside.is_dir() else Path(__file__).parents[2] / "xsd"


_ROOTS: Final[list[type[Record]]] = [*ceb.MESSAGES.values(), dxp.DxpMsg, dxp.DxpRep]
_OURS: Final = {f"{{{root.table.namespace}}}{root.table.name}": _folder() / f"{root.table.name}.xsd" for root in _ROOTS}

_READY: Final = etree.XMLSchema(etree.XML('<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"/>'))
"""Compiled while this module is imported, by one thread: libxml2 sets up its built-in types with the first
schema, and two threads that compile their first ones at once corrupt them."""


def _declared(folder: Path) -> dict[str, Path]:
    """Return the schema file of each root element that the files of a folder declare."""
    files: dict[str, Path] = {}
    for path in sorted(folder.glob("*.xsd")):
        parsed = parse(path.read_bytes())
        if isinstance(parsed, Broken):
            raise BadSchemas(f"{path}: {parsed.finding.said()}")
        target = parsed.root.get("targetNamespace", "")
        for element in parsed.root.iterchildren(f"{_XS}element"):
            tag = f"{{{target}}}{element.get('name')}"
            _compile_file(path)
            files[tag] = path
    if not files:
        raise BadSchemas(f"{folder}: no *.xsd there declares an element")
    return files


def _compile_file(path: Path) -> etree.XMLSchema:
    try:
        parser = etree.XMLParser(no_network=True, resolve_entities=False)
        return etree.XMLSchema(etree.parse(str(path), parser))
    except (etree.XMLSchemaParseError, etree.XMLSyntaxError) as wrong:
        raise BadSchemas(f"{path}: {wrong}") from None

"""The form of a message, judged twice: by its schema and by the decoder. Both must agree to it.

The decoder names place, value and way out; libxml2 has the last word. Where only the schema objects, which a
user's own schemas may do, the package ``xmlschema`` words the reason.
"""

from typing import Final, TypeVar

from lxml import etree

from gateway_client.wire.decode import Undecodable, decode
from gateway_client.wire.findings import Finding, Words, shown
from gateway_client.wire.parse import Parsed
from gateway_client.wire.record import Record
from gateway_client.wire.validate import Schemas

_MOST_COMPLAINTS: Final = 5

R = TypeVar("R", bound=Record)


def check_form(parsed: Parsed, schemas: Schemas, record: type[R]) -> R | list[Finding]:
    """Return the record of a message, or everything that is wrong with its form."""
    root = parsed.root
    try:
        value = decode(
            root, record, parsed.text
        )  # first, because libxml2 takes seconds over an element with 50,000 attributes
    except Undecodable as wrong:
        return wrong.findings
    fits = schemas.knows(str(root.tag)) and schemas.fits(root)
    return value if fits else _complaints(root, schemas)


def _complaints(root: etree._Element, schemas: Schemas) -> list[Finding]:
    if not schemas.knows(str(root.tag)):
        return [Finding("FMT-10", str(root.tag), Words("has no schema", "没有对应的schema"))]
    import xmlschema  # takes 0.2 s to import and is needed only to word what a user's schema refuses

    schema = xmlschema.XMLSchema(str(schemas.source(str(root.tag))), allow="local")
    found = []
    for error in schema.iter_errors(root):
        reason = error.reason or error.message or "does not fit the schema"
        element = error.elem
        value = element.text if element is not None else None
        path = error.path or "/"
        found.append(Finding("XSD-01", path, Words(reason, reason), shown(value), error.sourceline))
        if len(found) == _MOST_COMPLAINTS:
            break
    return found or [schemas.first_error(root)]

"""The files of a check, each led through the port's gates, and the lines at which things stand in them."""

import re
from dataclasses import dataclass
from typing import Any, Final, cast

from lxml import etree

from gateway_client.rules.kinds import SEPARATOR, Kind, head_of, key_of
from gateway_client.wire import ceb
from gateway_client.wire.dxp import DxpMsg, DxpRep
from gateway_client.wire.findings import Finding
from gateway_client.wire.form import check_form
from gateway_client.wire.parse import Broken, Parsed, parse
from gateway_client.wire.record import Record
from gateway_client.wire.validate import Schemas
from simulator.port.gates import Refused, examine
from simulator.port.submission import Submission

_FROM_THE_PORT: Final[tuple[type[Record], ...]] = (*ceb.RECEIPTS.values(), DxpRep)
_ANSWERS: Final = {f"{{{record.table.namespace}}}{record.table.name}": record for record in _FROM_THE_PORT}
_DXP_MSG: Final = f"{{{DxpMsg.table.namespace}}}DxpMsg"
_PATH: Final = re.compile(r"(\w+)(?:\[(gnum=)?([0-9]+)\])?\.(\w+)")


@dataclass(frozen=True, slots=True)
class Received:
    """A message that the port or customs sends: only its form can be right or wrong."""

    message_type: str
    findings: list[Finding]


@dataclass(frozen=True, slots=True, eq=False)
class Paper:
    """A file. Lines are those of its business message; inside a DxpMsg they count from the inner one."""

    name: str
    examined: Submission | Refused | Received
    root: etree._Element | None = None

    @property
    def message_type(self) -> str | None:
        """The root name of its business message, as far as it is known."""
        return self.examined.message_type or None


@dataclass(slots=True, eq=False)
class Filed:
    """One document of a file."""

    paper: Paper
    place: int
    kind: Kind
    document: Any
    refused: bool = False

    @property
    def key(self) -> str:
        """Its business key."""
        return key_of(self.kind, head_of(self.document))

    @property
    def shown_key(self) -> str:
        """Its business key for people."""
        return self.key.replace(SEPARATOR, "/")

    @property
    def element(self) -> etree._Element | None:
        """The element of the document."""
        if self.paper.root is None:
            return None
        name = type(self.document).table.name
        return list(self.paper.root.iterchildren(f"{{*}}{name}"))[self.place]

    @property
    def line(self) -> int | None:
        """The line of the document's element."""
        return _line(self.element)

    def line_of(self, path: str) -> int | None:
        """Return the line of a value as rules name it (``OrderList[gnum=2].price``), or the document's."""
        found = _PATH.match(path)
        if found is None or self.element is None:
            return self.line
        entity, by_gnum, number, field = found.groups()
        own = etree.QName(self.element).localname == entity  # a delivery is nothing but its head
        entities = [self.element] if own else list(self.element.iterchildren(f"{{*}}{entity}"))
        if by_gnum:
            entities = [one for one in entities if one.findtext("{*}gnum") == number]
        elif number:
            entities = entities[int(number) - 1 : int(number)]
        leaf = entities[0].find(f"{{*}}{field}") if entities else None
        return self.line if leaf is None else _line(leaf)


def read(name: str, data: bytes, schemas: Schemas, *, signed: bool, only_sourced: bool = False) -> Paper:
    """Lead a file through the gates; what the port sends itself is held to its schema only."""
    parsed = parse(data)
    record = _ANSWERS.get(str(parsed.root.tag)) if isinstance(parsed, Parsed) else None
    if isinstance(parsed, Parsed) and record is not None:
        form = check_form(parsed, schemas, record)
        return Paper(name, Received(record.table.name, form if isinstance(form, list) else []))
    examined = examine(data, schemas, signed=signed, only_sourced=only_sourced)
    if isinstance(examined, Refused) or isinstance(parsed, Broken):
        return Paper(name, examined)
    inside = parsed.root.tag == _DXP_MSG
    business = parse(examined.body) if inside else parsed
    return Paper(f"{name}#Data" if inside else name, examined, business.root if isinstance(business, Parsed) else None)


def filed(paper: Paper) -> list[Filed]:
    """Return the documents of a file, none when its form is wrong."""
    if not isinstance(paper.examined, Submission) or paper.examined.kind is None:
        return []
    kind = paper.examined.kind
    return [Filed(paper, place, kind, document) for place, document in enumerate(paper.examined.documents)]


def _line(element: etree._Element | None) -> int | None:
    return None if element is None else cast("int | None", element.sourceline)  # the stubs have it wrong

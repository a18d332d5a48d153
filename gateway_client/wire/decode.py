"""From a parsed element to its record, strictly: every deviation from the table is a finding.

This is a validator of its own; it does not lean on the schema having been checked before. Documents of the
usual form are read from the text by one expression (``pattern.py``), everything else from the tree. There
the names of an entity's children are matched against its table once per distinct sequence, and the plan
that comes out is kept.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from sys import maxsize
from typing import Any, Final, NamedTuple, TypeVar

from lxml import etree

from gateway_client.wire.complaints import Complaints
from gateway_client.wire.findings import Finding, Words
from gateway_client.wire.lexical import ID, Text, Unreadable
from gateway_client.wire.pattern import pattern_of
from gateway_client.wire.record import Field, Record, Table
from gateway_client.wire.sequence import WILDCARD, Order, matched

_MOST_PLANS: Final = 1000
_LONGEST_PLAN: Final = 300  # children; what is longer is matched anew each time, lest the plans fill the memory
_SPACE: Final = " \t\n\r"
_SAME_ID: Final = Words("is the Id of another element, too", "与其他元素的Id重复")
_XSI: Final = "{http://www.w3.org/2001/XMLSchema-instance}"
_HINTS: Final = frozenset({f"{_XSI}schemaLocation", f"{_XSI}noNamespaceSchemaLocation"})

R = TypeVar("R", bound=Record)


class Undecodable(ValueError):  # named for what a message is
    """A message that its table does not allow; ``findings`` are 1 to 100, in the order of the text."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__(findings[0].said())
        self.findings = findings


def decode(element: etree._Element, record: type[R], text: str = "") -> R:
    """Read an element as a record. The tree must come from ``parse``, as must the ``text``, if it is given.

    Raises ``Undecodable`` with all that is wrong at once.
    """
    reader = _reader(record.table)
    complaints = Complaints()
    value: R | None = None
    if element.tag == reader.tag:
        value = _Reading(complaints).record(element, reader, _ready(element, reader.table, text))
    else:
        complaints.other_root(element, reader.tag)
    if value is None or complaints.findings:
        raise Undecodable(sorted(complaints.findings, key=lambda finding: finding.line or 0))
    return value


def _ready(root: etree._Element, table: Table, text: str) -> list[Any]:
    """Return the root's first children as far as they are documents of the usual form, ``None`` for the others."""
    pattern = pattern_of(table, prefixed=bool(root.prefix)) if text else None
    return pattern.documents(root, text) if pattern else []


class _Step(NamedTuple):
    """What to do with one child: where its value goes and who reads it."""

    place: int
    field: Field
    read: Callable[[str], Any] | None
    least: int  # characters of a text, which is so frequent that its length is checked without a call
    most: int


class _Value(NamedTuple):
    """A step that is nothing but a value; a text has no ``read``."""

    place: int
    read: Callable[[str], Any] | None
    least: int
    most: int
    field: Field


class _Plan(NamedTuple):
    """What to do with each child; ``values`` when all of them are single values."""

    steps: list[_Step | None]
    values: list[_Value] | None


@dataclass(slots=True, eq=False)
class _Reader:
    """A table made ready for reading: attributes by name, plans by sequence of children."""

    table: Table
    tag: str
    attributes: dict[str, _Step]
    required: list[_Step]
    body: _Step | None
    blank: list[Any]
    steps: list[_Step]
    order: Order
    plans: dict[tuple[str, ...], _Plan]


_READERS: Final[dict[type[Record], _Reader]] = {}


def _reader(table: Table) -> _Reader:
    known = _READERS.get(table.record)
    return known or _READERS.setdefault(table.record, _new_reader(table))


def _new_reader(table: Table) -> _Reader:
    steps = {field: _step(place, field) for place, field in enumerate(table.fields)}
    tags = [WILDCARD if f.role == "any" else f"{{{(f.entity or table).namespace}}}{f.wire}" for f in table.elements]
    return _Reader(
        table=table,
        tag=f"{{{table.namespace}}}{table.name}",
        attributes={f.wire: steps[f] for f in table.attributes},
        required=[steps[f] for f in table.attributes if f.least],
        body=steps[table.content] if table.content else None,
        blank=[() if f.listed else b"" if f.role == "any" else None for f in table.fields],
        steps=[steps[f] for f in table.elements],
        order=Order(
            list(table.elements),
            {tag: rank for rank, tag in enumerate(tags)},
            {f.wire: tag for f, tag in zip(table.elements, tags, strict=True) if tag != WILDCARD},
        ),
        plans={},
    )


def _step(place: int, field: Field) -> _Step:
    kind = field.kind
    least, most = (kind.least, maxsize if kind.most < 0 else kind.most) if isinstance(kind, Text) else (0, 0)
    return _Step(place, field, kind.read if kind else None, least, most)


class _Reading:
    """One pass over a message, collecting what is wrong."""

    def __init__(self, complaints: Complaints) -> None:
        self._wrong = complaints
        self._ids: set[str] = set()

    def record(self, element: etree._Element, reader: _Reader, ready: Sequence[Any] = ()) -> Any:
        children = list(element)
        tags = tuple([child.tag for child in children])
        plan = reader.plans.get(tags) or self._plan(element, children, tags, reader)
        values = reader.blank.copy()
        if reader.required or element.keys():
            self._attributes(element, reader, values)
        if reader.body:
            values[reader.body.place] = self._value(element, reader.body)
        elif (text := element.text) is not None and text.strip(_SPACE):
            self._wrong.stray(element, text)
        if plan.values is None:
            self._members(children, plan.steps, values, ready)
        else:
            self._values(children, plan.values, values)
        return tuple.__new__(reader.table.record, values)

    def _plan(
        self, element: etree._Element, children: list[etree._Element], tags: tuple[str, ...], reader: _Reader
    ) -> _Plan:
        """Match the children against the table; keep the plan if nothing is wrong."""
        ranks, sound = matched(element, children, tags, reader.order, self._wrong)
        plan = _planned([None if rank is None else reader.steps[rank] for rank in ranks])
        if sound and len(children) <= _LONGEST_PLAN:
            if len(reader.plans) >= _MOST_PLANS:
                reader.plans.clear()
            reader.plans[tags] = plan
        return plan

    def _values(self, children: list[etree._Element], plan: list[_Value], values: list[Any]) -> None:
        """Read an entity of values only. The hot loop: most of what travels goes through here."""
        for child, (place, read, least, most, field) in zip(children, plan, strict=True):
            raw = child.text or ""
            if read is None:
                if least <= len(raw) <= most:
                    values[place] = raw
                else:
                    self._read(child, raw, field)
            else:
                try:
                    values[place] = read(raw)
                except Unreadable as wrong:
                    self._wrong.value(child, wrong.words, raw)
            if len(child) or child.keys() or child.tail:
                self._surplus(child)

    def _members(
        self, children: list[etree._Element], steps: list[_Step | None], values: list[Any], ready: Sequence[Any]
    ) -> None:
        """Read an entity of entities, or one with something wrong in it; the first ones may be read already."""
        lists: dict[int, list[Any]] = {}
        for child, step, known in zip_longest(children, steps, ready):
            if step is None:
                continue
            value: Any
            if known is not None:
                value = known
            elif step.read:
                value = self._value(child, step)
                self._surplus(child)
            elif step.field.entity:
                value = self.record(child, _reader(step.field.entity))
                self._tail(child)
            else:
                value = etree.tostring(child, method="c14n", exclusive=True)
                self._tail(child)
            if step.field.listed or step.field.role == "any":
                lists.setdefault(step.place, []).append(value)
            else:
                values[step.place] = value
        for place, found in lists.items():
            values[place] = b"".join(found) if values[place] == b"" else tuple(found)

    def _attributes(self, element: etree._Element, reader: _Reader, values: list[Any]) -> None:
        found = [str(name) for name in element.keys()]  # noqa: SIM118  # an element is no mapping
        for name in found:  # values one by one: to fetch all of 50,000 at once takes lxml seconds
            step = reader.attributes.get(name)
            if step is None:
                if name not in _HINTS:
                    self._wrong.attribute(element, name)
                continue
            raw = element.get(name, "")
            try:
                values[step.place] = step.read(raw) if step.read else raw
            except Unreadable as wrong:
                self._wrong.value(element, wrong.words, raw, f"@{name}")
            if step.field.kind == ID:
                self._unique(element, raw, name)
            if step.field.fixed is not None and raw != step.field.fixed:
                self._wrong.not_fixed(element, name, step.field.fixed, raw)
        for step in reader.required:
            if step.field.wire not in found:
                self._wrong.missing(element, step.field)

    def _unique(self, element: etree._Element, raw: str, name: str) -> None:
        if (trimmed := raw.strip(_SPACE)) in self._ids:
            self._wrong.value(element, _SAME_ID, raw, f"@{name}")
        self._ids.add(trimmed)

    def _value(self, element: etree._Element, step: _Step) -> Any:
        return self._read(element, element.text or "", step.field)

    def _read(self, element: etree._Element, raw: str, field: Field) -> Any:
        try:
            return field.kind.read(raw) if field.kind else None
        except Unreadable as wrong:
            self._wrong.value(element, wrong.words, raw)
            return None

    def _surplus(self, leaf: etree._Element) -> None:
        """Object to everything that a value has beside its text."""
        for name in leaf.keys():  # noqa: SIM118  # an element is no mapping
            if name not in _HINTS:
                self._wrong.attribute(leaf, str(name))
        if len(leaf):
            self._wrong.element_in_value(leaf)
        self._tail(leaf)

    def _tail(self, child: etree._Element) -> None:
        parent = child.getparent()
        if (text := child.tail) is not None and text.strip(_SPACE) and parent is not None:
            self._wrong.stray(parent, text)


def _planned(steps: list[_Step | None]) -> _Plan:
    values = [
        _Value(step.place, None if isinstance(step.field.kind, Text) else step.read, step.least, step.most, step.field)
        for step in steps
        if step is not None and step.read and not step.field.listed
    ]
    return _Plan(steps, values if len(values) == len(steps) else None)

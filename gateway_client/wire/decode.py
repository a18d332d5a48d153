"""From a parsed element to its record, strictly: every deviation from the table is a finding.

This is a validator of its own; it does not lean on the schema having been checked before. The names
of an entity's children are matched against its table once per distinct sequence; the plan that comes
out is kept, so that the thousandth order costs one look-up and one reading of each value.
"""

from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Final, NamedTuple, TypeVar

from lxml import etree

from gateway_client.wire.findings import Finding, Words, shown
from gateway_client.wire.lexical import Unreadable
from gateway_client.wire.record import UNBOUNDED, Field, Record, Table

MOST_FINDINGS: Final = 100
_MOST_PLANS: Final = 1000
_SPACE: Final = " \t\n\r"
_XSI: Final = "{http://www.w3.org/2001/XMLSchema-instance}"
_HINTS: Final = frozenset({f"{_XSI}schemaLocation", f"{_XSI}noNamespaceSchemaLocation"})

R = TypeVar("R", bound=Record)


class Undecodable(ValueError):
    """A message that its table does not allow; ``findings`` are 1 to 100, in the order of the text."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__(findings[0].said())
        self.findings = findings


def decode(element: etree._Element, record: type[R]) -> R:
    """Read an element as a record. The tree must come from ``parse``.

    Raises ``Undecodable`` with all that is wrong at once.
    """
    reading = _Reading()
    value: R = reading.record(element, _reader(record.table))
    if reading.findings:
        raise Undecodable(reading.findings)
    return value


class _Step(NamedTuple):
    """What to do with one child: where its value goes and who reads it."""

    place: int
    field: Field
    read: Callable[[str], Any] | None


@dataclass(slots=True, eq=False)
class _Reader:
    """A table made ready for reading: attributes by name, plans by sequence of children."""

    table: Table
    tag: str
    attributes: dict[str, _Step]
    required: frozenset[str]
    body: _Step | None
    blank: list[Any]
    listed: list[int]
    elements: dict[str, _Step]
    plans: dict[tuple[str, ...], list[_Step]]


_READERS: Final[dict[type[Record], _Reader]] = {}


def _reader(table: Table) -> _Reader:
    known = _READERS.get(table.record)
    return known or _READERS.setdefault(table.record, _new_reader(table))


def _new_reader(table: Table) -> _Reader:
    steps = {f: _Step(place, f, f.kind.read if f.kind else None) for place, f in enumerate(table.fields)}
    return _Reader(
        table=table,
        tag=f"{{{table.namespace}}}{table.name}",
        attributes={f.wire: steps[f] for f in table.attributes},
        required=frozenset(f.wire for f in table.attributes if f.least),
        body=steps[table.content] if table.content else None,
        blank=[b"" if f.role == "any" else None for f in table.fields],
        listed=[place for place, f in enumerate(table.fields) if f.listed],
        elements={
            f"{{{(f.entity or table).namespace}}}{f.wire}" if f.role == "element" else "*": steps[f]
            for f in table.elements
        },
        plans={},
    )


class _Reading:
    """One pass over a message, collecting what is wrong."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []

    def record(self, element: etree._Element, reader: _Reader) -> Any:
        if element.tag != reader.tag:
            return self._other_root(element, reader)
        children = list(element)
        tags = tuple([child.tag for child in children])
        plan = reader.plans.get(tags) or self._plan(element, children, tags, reader)
        values = reader.blank.copy()
        for place in reader.listed:
            values[place] = []
        if reader.required or element.keys():
            self._attributes(element, reader, values)
        if reader.body:
            values[reader.body.place] = self._value(element, reader.body)
        elif (text := element.text) is not None and text.strip(_SPACE):
            self._stray(element, text)
        for child, (place, field, read) in zip(children, plan, strict=False):
            if read:
                try:
                    value = read(child.text or "")
                except Unreadable as wrong:
                    value = self._wrong(child, wrong)
                if len(child) or child.keys():
                    self._leaf(child)
            elif field.entity:
                value = self.record(child, _reader(field.entity))
            else:
                value = values[place] + etree.tostring(child, with_tail=False)
            if field.listed:
                values[place].append(value)
            else:
                values[place] = value
            if (tail := child.tail) is not None and tail.strip(_SPACE):
                self._stray(element, tail)
        for place in reader.listed:
            values[place] = tuple(values[place])
        return tuple.__new__(reader.table.record, values)

    def _plan(
        self, element: etree._Element, children: list[etree._Element], tags: tuple[str, ...], reader: _Reader
    ) -> list[_Step]:
        """Match the children against the table, in order; keep the plan if nothing is wrong."""
        before = len(self.findings)
        plan: list[_Step] = []
        order = list(reader.elements)
        counts = dict.fromkeys(order, 0)
        at = 0
        for child, tag in zip(children, tags, strict=True):
            known = tag if tag in counts else "*" if "*" in counts else None
            if known is None:
                self._unknown(child, reader)
                return plan
            place = order.index(known)
            for skipped in order[at:place]:
                self._too_few(element, reader.elements[skipped].field, counts[skipped])
            step = reader.elements[known]
            counts[known] += 1
            if place < at:
                self._misplaced(child, element, counts[known] > 1)
                return plan
            if counts[known] > step.field.most != UNBOUNDED:
                self._too_many(child, step.field, tags.count(tag))
                return plan
            at = place
            plan.append(step)
        for skipped in order[at:]:
            self._too_few(element, reader.elements[skipped].field, counts[skipped])
        if len(self.findings) == before and children:
            if len(reader.plans) >= _MOST_PLANS:
                reader.plans.clear()
            reader.plans[tags] = plan
        return plan

    def _attributes(self, element: etree._Element, reader: _Reader, values: list[Any]) -> None:
        found = [str(name) for name in element.keys()]
        for name in found:  # values one by one: to fetch all of 50,000 at once takes lxml seconds
            step = reader.attributes.get(name)
            if step is None:
                self._foreign(element, name)
                continue
            raw = element.get(name, "")
            try:
                values[step.place] = step.read(raw) if step.read else raw
            except Unreadable as wrong:
                self._add(element, "FMT-06", wrong.words, raw, f"@{name}")
            if step.field.fixed is not None and raw != step.field.fixed:
                must = Words(f"must be “{step.field.fixed}”", f"应为“{step.field.fixed}”")
                self._add(element, "FMT-08", must, raw, f"@{name}")
        for name in sorted(reader.required.difference(found)):
            self._add(element, "FMT-03", _missing(reader.attributes[name].field), None, f"@{name}")

    def _foreign(self, element: etree._Element, name: str) -> None:
        if name not in _HINTS and len(self.findings) < MOST_FINDINGS:
            self._add(element, "FMT-07", _UNKNOWN_ATTRIBUTE, f"{name}={element.get(name)}")

    def _value(self, element: etree._Element, step: _Step) -> Any:
        try:
            return step.read(element.text or "") if step.read else None
        except Unreadable as wrong:
            return self._wrong(element, wrong)

    def _wrong(self, element: etree._Element, wrong: Unreadable) -> None:
        self._add(element, "FMT-06", wrong.words, element.text or "")

    def _stray(self, element: etree._Element, text: str) -> None:
        self._add(element, "FMT-09", _STRAY_TEXT, text.strip(_SPACE))

    def _leaf(self, element: etree._Element) -> None:
        for name in element.keys():
            self._foreign(element, str(name))
        if len(element):
            self._add(element, "FMT-02", _NO_CHILDREN, str(element[0].tag))

    def _other_root(self, element: etree._Element, reader: _Reader) -> None:
        must = Words(f"is not {reader.tag}", f"不是{reader.tag}")
        self._add(element, "FMT-01", must, str(element.tag))

    def _unknown(self, child: etree._Element, reader: _Reader) -> None:
        name = etree.QName(child).localname
        known = [step.field.wire for step in reader.elements.values()]
        near = get_close_matches(name, known, 1)
        en, zh = "is not known here", "在此处不存在"
        if name in known:
            en, zh = f"is in the wrong namespace, “{reader.table.namespace}” is required", "命名空间不正确"
        elif near:
            en, zh = f"{en}: did you mean {near[0]}?", f"{zh}，是否应为{near[0]}？"
        self._add(child, "FMT-02", Words(en, zh), child.text)

    def _misplaced(self, child: etree._Element, parent: etree._Element, again: bool) -> None:
        if again:
            self._add(child, "FMT-05", Words("stands there twice: leave one out", "重复出现，请删除多余的元素"), child.text)
            return
        previous = child.getprevious()
        behind = etree.QName(previous).localname if previous is not None else etree.QName(parent).localname
        self._add(
            child, "FMT-04", Words(f"must not stand behind {behind}", f"顺序不正确，不应位于{behind}之后"), child.text
        )

    def _too_few(self, parent: etree._Element, field: Field, count: int) -> None:
        if count < field.least:
            self._add(parent, "FMT-03", _missing(field), None, field.wire)

    def _too_many(self, child: etree._Element, field: Field, count: int) -> None:
        if field.most == 1:
            self._misplaced(child, child, again=True)
            return
        words = Words(
            f"stands there {count} times, at most {field.most} are allowed: split the message",
            f"出现{count}次，最多允许{field.most}个，请分批报送",
        )
        self._add(child, "FMT-05", words, None)

    def _add(self, element: etree._Element, code: str, words: Words, value: str | None, below: str = "") -> None:
        if len(self.findings) < MOST_FINDINGS:
            path = path_of(element) + (f"/{below}" if below else "")
            self.findings.append(Finding(code, path, words, shown(value), element.sourceline))


_UNKNOWN_ATTRIBUTE: Final = Words("is an attribute that is not allowed here", "不允许出现该属性")
_STRAY_TEXT: Final = Words("is text between elements: only elements are allowed here", "元素之间不允许出现文本")
_NO_CHILDREN: Final = Words("is an element inside a value: only text is allowed here", "该元素只能包含文本")


def _missing(field: Field) -> Words:
    return Words(f"is missing ({field.zh})", f"缺少必填项（{field.zh}）")


def path_of(element: etree._Element) -> str:
    """Return where an element stands: local names from the root, repeated ones counted from 1."""
    parts: list[str] = []
    at: etree._Element | None = element
    while at is not None:
        parent = at.getparent()
        name = etree.QName(at).localname
        if parent is not None:
            twins = [twin for twin in parent if twin.tag == at.tag]
            if len(twins) > 1:
                name = f"{name}[{twins.index(at) + 1}]"
        parts.append(name)
        at = parent
    return "/".join(reversed(parts))

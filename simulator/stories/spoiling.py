"""Texts written into the XML itself, behind every check: what a program without this client would have sent."""

from lxml import etree

from gateway_client.envelopes import Packed
from gateway_client.wire.findings import Words
from simulator.stories.failing import Failed
from simulator.stories.paths import PATH, RECORDS
from simulator.stories.story import Change


def spoiled(packed: Packed, changes: tuple[Change, ...]) -> Packed:
    """Return a message in which every document has these texts at these places; ``None`` takes an element away.

    Changes of documents that this message does not carry are passed over.
    """
    root = etree.fromstring(packed.body, etree.XMLParser(resolve_entities=False, no_network=True))
    for path, text in changes:
        match = PATH.fullmatch(path)
        if match is None:
            raise ValueError(f"{path!r} is no path")
        for entity in _entities(root, match[1], int(match[2] or 0)):
            _write(entity, match[3] or "", text)
    return Packed(packed.cop_msg_id, packed.message_type, packed.count, etree.tostring(root, encoding="UTF-8"))


def carries(packed: Packed, change: Change) -> bool:
    """Does a message carry what a change is about?"""
    return change[0].partition("[")[0].partition(".")[0].encode() in packed.body


def _entities(root: "etree._Element", name: str, number: int) -> "list[etree._Element]":
    """Return the entities of a name, of each document only that with the number, if one is given."""
    by_document: dict[etree._Element | None, list[etree._Element]] = {}
    for found in root.iter(f"{{*}}{name}"):
        by_document.setdefault(found.getparent(), []).append(found)
    if not number:
        return [one for each in by_document.values() for one in each]
    if any(number > len(each) for each in by_document.values()):
        raise Failed(Words(f"{name}[{number}]: there are not so many lines", f"{name}[{number}]：没有这么多项"))
    return [each[number - 1] for each in by_document.values()]


def _write(entity: "etree._Element", name: str, text: str | None) -> None:
    if not name:
        _take_away(entity)
        return
    element = entity.find(f"{{*}}{name}")
    if text is None:
        if element is not None:
            _take_away(element)
    elif element is None:
        _add(entity, name, text)
    else:
        element.text = text


def _add(entity: "etree._Element", name: str, text: str) -> None:
    """Add an element where its schema has it, so that nothing but the text is wrong."""
    kind = etree.QName(entity)
    new = etree.Element(f"{{{kind.namespace}}}{name}")
    new.text = text
    record = RECORDS.get(kind.localname)
    order = [field.wire for field in record.table.fields] if record else []
    behind = order[order.index(name) + 1 :] if name in order else []
    after = next((one for one in entity if etree.QName(one).localname in behind), None)
    if after is None:
        entity.append(new)
    else:
        after.addprevious(new)


def _take_away(element: "etree._Element") -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)

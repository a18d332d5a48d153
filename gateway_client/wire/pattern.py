"""The usual form of documents as expressions: most of what travels is read by them, a document in a few steps.

An expression takes a document only if every character of it is as its table allows; so what it takes needs
no second look, and what it does not take is left to ``decode``, which finds out what is wrong, if anything.

Why text may be read beside the parsed tree: without ``<!`` and ``<?`` every ``<`` of a well-formed message
opens or closes an element, and no attribute's value holds one. An element that has no attribute is in the
namespace that its prefix has at the root. So what stands between the root's own tag and the first text
that is no document is exactly the tree's first children, in their order.
"""

import re
from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache
from itertools import islice
from typing import Any, Final, NamedTuple

from lxml import etree

from gateway_client.wire.lexical import Fixed, Kind, Text, Whole
from gateway_client.wire.record import UNBOUNDED, Field, Record, Table

_EMPTY: Final = re.compile(r"<([^<>\s/=\"']++)[ \t\n]*+/>")
_S: Final = "[ \t\n]*+"
_SPACE: Final = re.compile(_S).match
_ROOT: Final = (
    r"(?:\ufeff)?+(?:<\?xml[ \t\n][^<>?]*+\?>)?+[ \t\n]*+"  # no other instruction: it may hold a root of its own
    r"""<{name}(?:[ \t\n]++[^<>"'=]++=[ \t\n]*+(?:"[^<"]*+"|'[^<']*+'))*+[ \t\n]*+>{space}"""
)
_AMOUNT: Final = r"[0-9]{1,9}+(?:\.[0-9]{1,5}+)?+"
_WHOLE: Final = "[0-9]{1,9}+"
_MOST_CHARACTERS: Final = 4000  # of a value that an expression counts; none of a document is longer
_decimal: Final = lru_cache(maxsize=10_000)(Decimal)
_PREFIX: Final = "ceb"  # others are written as this one: strangers choose, and an expression takes a while to make


class _Entity(NamedTuple):
    """A table of values only: what matches it, and which of the values are no texts."""

    record: type[Record]
    match: Callable[[str, int], "re.Match[str] | None"]
    amounts: tuple[int, ...]
    wholes: tuple[int, ...]


class _Part(NamedTuple):
    """An entity within a document, once or ``most`` times."""

    place: int
    entity: _Entity
    least: int
    most: int  # 0: exactly one, and no tuple


class Pattern(NamedTuple):
    """The documents of one kind of message, with a prefix or without."""

    place: int  # of the documents among the root's fields
    tag: str
    head: Callable[[str, int], "re.Match[str] | None"]
    start: str
    end: str
    record: type[Record]
    whole: _Entity | None  # a document that is nothing but values
    opening: Callable[[str, int], "re.Match[str] | None"]
    closing: Callable[[str, int], "re.Match[str] | None"]
    parts: tuple[_Part, ...]

    def documents(self, root: etree._Element, text: str) -> list[Any]:
        """Return the first children of the root, ``None`` for each that is not of the usual form.

        ``text`` is the message that the root was parsed from. An empty list says nothing at all.
        """
        if "\r" in text:  # as XML reads line ends
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        if root.prefix not in (None, _PREFIX):
            if f"<{_PREFIX}:" in text:
                return []
            text = text.replace(f"<{root.prefix}:", f"<{_PREFIX}:").replace(f"</{root.prefix}:", f"</{_PREFIX}:")
        head = self.head(text, 0)
        if head is None or _has(text, "!", head.end()) or _has(text, "?", head.end()):
            return []
        found: list[Any] = []
        at = head.end()
        while text.startswith(self.start, at):
            document, after = self._document(text, at)
            if document is None:
                end = text.find(self.end, at) + len(self.end)
                if end <= at:
                    return []  # it ends with white space in its tag
                document, _ = self._document(_EMPTY.sub(r"<\1></\1>", text[at:end]), 0)
                after = _SPACE(text, end).end()  # type: ignore[union-attr]  # it matches nothing, too
            found.append(document)
            at = after
        if not text.startswith("<", at):  # text between elements, where none belongs
            return []
        return found if self._agrees(root, len(found)) else []

    def _agrees(self, root: etree._Element, count: int) -> bool:
        """Does the tree begin with as many documents, and no more? Anything nested would upset the count."""
        if not 0 < count <= len(root):
            return False
        tags = [child.tag for child in islice(root, count + 1)]
        return tags[:count] == [self.tag] * count and tags[count:] != [self.tag]

    def _document(self, text: str, at: int) -> tuple[Any, int]:
        document, after = self._matched(text, at)
        return (document, after) if text.find("&", at, after) < 0 else (None, at)

    def _matched(self, text: str, at: int) -> tuple[Any, int]:
        if self.whole:
            return _one(self.whole, text, at)
        opened = self.opening(text, at)
        if opened is None:
            return None, at
        at = opened.end()
        values: list[Any] = []
        for part in self.parts:
            value, at = _one(part.entity, text, at)
            if not part.most:
                if value is None:
                    return None, at
                values.append(value)
                continue
            several = []
            while value is not None:
                several.append(value)
                value, at = _one(part.entity, text, at)
            if not part.least <= len(several) <= part.most:
                return None, at
            values.append(tuple(several))
        closed = self.closing(text, at)
        if closed is None:
            return None, at
        return tuple.__new__(self.record, values), closed.end()


def _has(text: str, mark: str, start: int) -> bool:
    """Is there a ``<!`` or a ``<?``? One character alone is found ten times faster than two."""
    return text.find(mark, start) >= 0 and text.find(f"<{mark}", start) >= 0


def _one(entity: _Entity, text: str, at: int) -> tuple[Any, int]:
    found = entity.match(text, at)
    if found is None:
        return None, at
    values: list[Any] = list(found.groups())
    for place in entity.amounts:
        if (raw := values[place]) is not None:
            values[place] = _decimal(raw)
    for place in entity.wholes:
        if (raw := values[place]) is not None:
            values[place] = int(raw)
    return tuple.__new__(entity.record, values), found.end()


_PATTERNS: Final[dict[tuple[type[Record], bool], Pattern | None]] = {}


def pattern_of(table: Table, *, prefixed: bool) -> Pattern | None:
    """Return the pattern of a message's documents; ``None`` when it has none that an expression can read."""
    key = (table.record, prefixed)
    if key not in _PATTERNS:
        _PATTERNS[key] = _pattern(table, f"{_PREFIX}:" if prefixed else "")
    return _PATTERNS[key]


def _pattern(table: Table, prefix: str) -> Pattern | None:
    first = table.elements[0] if table.elements else None
    if first is None or first.entity is None or not first.listed or first.entity.namespace != table.namespace:
        return None
    document = first.entity
    whole = _entity(document, prefix)
    parts = None if whole else _parts(document, prefix)
    if whole is None and parts is None:
        return None
    name = re.escape(f"{prefix}{document.name}")
    return Pattern(
        place=table.fields.index(first),
        tag=f"{{{document.namespace}}}{document.name}",
        head=re.compile(_ROOT.format(name=re.escape(f"{prefix}{table.name}"), space=_S)).match,
        start=f"<{prefix}{document.name}>",
        end=f"</{prefix}{document.name}>",
        record=document.record,
        whole=whole,
        opening=re.compile(f"<{name}>{_S}").match,
        closing=re.compile(f"</{name}>{_S}").match,
        parts=parts or (),
    )


def _parts(document: Table, prefix: str) -> tuple[_Part, ...] | None:
    parts = []
    for place, field in enumerate(document.fields):
        entity = _entity(field.entity, prefix) if field.entity else None
        if entity is None or field.role != "element" or field.most == UNBOUNDED or not field.least:
            return None
        parts.append(_Part(place, entity, field.least, field.most if field.listed else 0))
    return tuple(parts)


def _entity(table: Table, prefix: str) -> _Entity | None:
    lines = [_line(field, prefix) for field in table.fields]
    if None in lines:
        return None
    name = re.escape(f"{prefix}{table.name}")
    return _Entity(
        record=table.record,
        match=re.compile(f"<{name}>{_S}{''.join(filter(None, lines))}</{name}>{_S}").match,
        amounts=tuple(place for place, field in enumerate(table.fields) if isinstance(field.kind, Fixed)),
        wholes=tuple(place for place, field in enumerate(table.fields) if isinstance(field.kind, Whole)),
    )


def _line(field: Field, prefix: str) -> str | None:
    """Return the expression of one value with its element; ``None`` for what is more than a plain value."""
    value = _value(field.kind) if field.role == "element" and field.kind and not field.listed else None
    if value is None:
        return None
    name = re.escape(f"{prefix}{field.wire}")
    line = f"<{name}>({value})</{name}>{_S}"
    return line if field.least else f"(?:{line})?+"


def _value(kind: Kind) -> str | None:
    """Return what a value of a kind usually looks like; never more than the kind allows, but for an ``&``."""
    if isinstance(kind, Text):
        return f"[^<]{{{kind.least},{kind.most}}}+" if 0 <= kind.most <= _MOST_CHARACTERS else None
    if isinstance(kind, Fixed):
        return _AMOUNT if kind.fraction >= 5 and kind.total >= 14 else None
    return _WHOLE if isinstance(kind, Whole) and kind.digits in (0, 9) else None

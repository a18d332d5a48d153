"""How a field table is written: a class is an entity of the specification, a line is a field of it.

A record is an immutable tuple with names: as cheap to make as a tuple (one clearance makes dozens
of them), equal and hashable by value, and for type checkers a frozen keyword-only dataclass. Codec,
schema and field documentation are derived from what the lines say; nothing is said twice.

Notation of the specification, as used in the tables:

========  =====================================================
``C36``     text of exactly 36 characters
``C..60``   text of at most 60 characters, may be empty
``C1..60``  text of 1 to 60 characters
``C``       text of any length
``N19,5``   decimal of 19 digits, at most 5 of them behind the point
``int``     whole number of 32 bits; ``int9``: of at most 9 digits
========  =====================================================

The wire name of a field is its attribute in camelCase, that of a nested record its class name. A
field with ``default=None`` is optional: ``None`` means absent, ``""`` means present and empty. A
record that inherits has its own fields first and the inherited ones behind them, as messages have
their documents before the common tail.
"""

from collections import namedtuple
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from types import UnionType
from typing import Any, ClassVar, Final, Self, Union, dataclass_transform, get_args, get_origin

from gateway_client.wire.lexical import Kind, kind_of

_REQUIRED: Final = object()
UNBOUNDED: Final = -1
_Getter: Final[Any] = type(vars(namedtuple("_Example", "field"))["field"])
"""What the fields of a named tuple are made of: place and doc; read in half the time of a property."""


@dataclass(frozen=True, slots=True)
class _Declared:
    role: str
    notation: str = ""
    zh: str = ""
    wire: str = ""
    least: int = 1
    most: int = 1
    default: Any = _REQUIRED
    fixed: str | None = None
    listed: bool = False


def text(notation: str, zh: str, *, default: Any = _REQUIRED, wire: str = "") -> Any:
    """Declare a text element; ``notation`` as at the head of this module."""
    return _Declared("element", notation, zh, wire, default=default)


def decimal(notation: str, zh: str, *, default: Any = _REQUIRED) -> Any:
    """Declare an amount, quantity, price or weight: a ``Decimal``, never a float."""
    return _Declared("element", notation, zh, default=default)


def integer(notation: str, zh: str, *, default: Any = _REQUIRED) -> Any:
    """Declare a whole number."""
    return _Declared("element", notation, zh, default=default)


def attribute(notation: str, zh: str, *, default: Any = _REQUIRED, fixed: str | None = None, wire: str = "") -> Any:
    """Declare an XML attribute; ``fixed`` is the only value that it may have."""
    return _Declared("attribute", notation, zh, wire, default=default, fixed=fixed)


def content(notation: str, zh: str) -> Any:
    """Declare the text of an element that also has attributes."""
    return _Declared("content", notation, zh)


def one(zh: str = "", *, default: Any = _REQUIRED) -> Any:
    """Declare one nested record; the annotation names its class."""
    return _Declared("element", zh=zh, default=default)


def many(most: int, zh: str = "", *, least: int = 1) -> Any:
    """Declare a tuple of nested records, ``least`` to ``most`` of them (``UNBOUNDED``: no limit)."""
    return _Declared("element", zh=zh, least=least, most=most, default=() if least == 0 else _REQUIRED, listed=True)


def texts(notation: str, most: int, zh: str, *, wire: str) -> Any:
    """Declare a text element that stands 1 to ``most`` times: a tuple of strings."""
    return _Declared("element", notation, zh, wire, most=most, listed=True)


def anything(zh: str, *, most: int = 1) -> Any:
    """Declare 0 to ``most`` foreign elements, kept as their XML: ``bytes``, empty without any."""
    return _Declared("any", zh=zh, least=0, most=most, default=b"")


@dataclass(frozen=True, slots=True, eq=False)
class Field:
    """One line of a table. A value has a ``kind``, a nested record an ``entity``, foreign XML neither."""

    role: str  # "element", "attribute", "content" or "any"
    attr: str
    wire: str
    zh: str
    kind: Kind | None
    entity: "Table | None"
    least: int
    most: int
    default: Any
    fixed: str | None
    listed: bool  # is its value a tuple?


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """An entity: its name on the wire, its namespace and its fields in their order."""

    name: str
    namespace: str
    zh: str
    record: type["Record"]
    fields: tuple[Field, ...]
    names: tuple[str, ...]
    defaults: dict[str, Any]  # of the fields that may be left out

    @property
    def elements(self) -> tuple[Field, ...]:
        """The fields that are child elements, in order."""
        return tuple(f for f in self.fields if f.role in ("element", "any"))

    @property
    def attributes(self) -> tuple[Field, ...]:
        """The fields that are XML attributes."""
        return tuple(f for f in self.fields if f.role == "attribute")

    @property
    def content(self) -> Field | None:
        """The field that is the element's own text."""
        return next((f for f in self.fields if f.role == "content"), None)

    def walk(self) -> Iterator["Table"]:
        """Yield this table and all nested in it, each once, outermost first."""
        queue, seen = [self], set()
        while queue:
            table = queue.pop(0)
            if table.record in seen:
                continue
            seen.add(table.record)
            yield table
            queue += [f.entity for f in table.fields if f.entity]


def camel(attr: str) -> str:
    """Return the wire name of an attribute: ``ebp_code`` is written ``ebpCode``."""
    head, *rest = attr.split("_")
    return head + "".join(part.capitalize() for part in rest)


def _entity_of(annotation: Any) -> "Table | None":
    if get_origin(annotation) in (tuple, UnionType, Union):
        return next((found for a in get_args(annotation) if (found := _entity_of(a))), None)
    return annotation.table if isinstance(annotation, _Tables) else None


def _field(attr: str, declared: _Declared, annotation: Any) -> Field:
    entity = None if declared.notation or declared.role == "any" else _entity_of(annotation)
    return Field(
        role=declared.role,
        attr=attr,
        wire=declared.wire or (entity.name if entity else camel(attr)),
        zh=declared.zh or (entity.zh if entity else ""),
        kind=kind_of(declared.notation) if declared.notation else None,
        entity=entity,
        least=declared.least if declared.default is _REQUIRED else 0,
        most=declared.most,
        default=declared.default,
        fixed=declared.fixed,
        listed=declared.listed,
    )


@dataclass_transform(
    kw_only_default=True,
    frozen_default=True,
    field_specifiers=(text, decimal, integer, attribute, content, one, many, texts, anything),
)
class _Tables(type):
    """Turns the declared lines of a class into its table and its tuple."""

    table: Table

    def __new__(
        cls, name: str, bases: tuple[type, ...], body: dict[str, Any], *, namespace: str = "", wire: str = ""
    ) -> "_Tables":
        lines = {attr: value for attr, value in body.items() if isinstance(value, _Declared)}
        notes = body.get("__annotations__", {})
        own = {attr: _field(attr, line, notes[attr]) for attr, line in lines.items()}
        kept = {key: value for key, value in body.items() if key not in own}
        parent: Table | None = next((base.table for base in bases if isinstance(base, _Tables)), None)
        inherited = parent.fields if parent else ()
        fields = (
            *(field for attr, field in own.items() if all(field.attr != i.attr for i in inherited)),
            *(own.get(field.attr, field) for field in inherited),
        )
        for place, field in enumerate(fields):
            kept[field.attr] = _Getter(place, field.zh)
        made = super().__new__(cls, name, bases, {**kept, "__slots__": ()})
        made.table = Table(
            name=wire or name,
            namespace=namespace or (parent.namespace if parent else ""),
            zh=(body.get("__doc__") or "").strip().partition("\n")[0].rstrip("."),
            record=made,  # type: ignore[arg-type]  # only Record and its subclasses are made here
            fields=fields,
            names=tuple(field.attr for field in fields),
            defaults={field.attr: field.default for field in fields if field.default is not _REQUIRED},
        )
        return made


class Record(tuple[Any, ...], metaclass=_Tables):
    """What all records share. Make one with keywords; change a copy with ``changed``."""

    table: ClassVar[Table]

    def __new__(cls, **values: Any) -> Self:
        """Make a record; optional fields may be left out. ``TypeError`` names what is missing or unknown."""
        full = cls.table.defaults | values
        try:
            made = [full[name] for name in cls.table.names]
        except KeyError:
            missing = [f"{f.attr} ({f.zh})" for f in cls.table.fields if f.attr not in full]
            raise TypeError(f"{cls.__name__} needs {', '.join(missing)}") from None
        if len(full) != len(made):
            raise TypeError(f"{cls.__name__} has no field {', '.join(sorted(full.keys() - set(cls.table.names)))}")
        return tuple.__new__(cls, made)

    @classmethod
    def of(cls, values: Iterable[Any]) -> Self:
        """Make a record from the values of all fields in their order."""
        return tuple.__new__(cls, values)

    def changed(self, **values: Any) -> Self:
        """Return a copy in which the named fields have these values."""
        return type(self)(**{**self.named(), **values})

    def named(self) -> dict[str, Any]:
        """Return the fields by name, absent ones as ``None``."""
        return {f.attr: value for f, value in zip(self.table.fields, self, strict=True)}

    def __repr__(self) -> str:
        said = ", ".join(f"{name}={value!r}" for name, value in self.named().items() if value is not None)
        return f"{type(self).__name__}({said})"

"""What a company asks of a party: strict JSON, each value held to the field that it will be declared in.

For parties that declare by themselves. What has been asked before is compared place by place, so that
asking again does no harm and asking for something else is refused with both values.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Final, NamedTuple

import orjson
from lxml import etree
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict
from pydantic.alias_generators import to_camel
from pydantic_core import PydanticCustomError

from gateway_client.wire.lexical import Unreadable
from gateway_client.wire.record import Record

_NUMBER: Final = re.compile(r"[0-9]{1,19}(?:\.[0-9]{1,19})?")


class Asked(BaseModel):
    """A request; a part of it is one, too. Names are in camelCase on the wire, unknown ones are refused."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, alias_generator=to_camel)

    def places(self) -> dict[str, str | None]:
        """Return what is asked by its place: ``payer.idNumber``. Amounts that are equal read the same."""
        return dict(_places(self.model_dump(by_alias=True), ""))

    def to_json(self) -> bytes:
        """Return the places as they are kept."""
        return orjson.dumps(self.places())


class Difference(NamedTuple):
    """A value that differs from the one of before."""

    place: str
    value: str | None
    known: str | None


class Clash(NamedTuple):
    """Something else was asked for the same order before, and got ``number``."""

    number: str
    differences: list[Difference]


def clash(asked: Asked, kept: bytes, number: str) -> Clash | None:
    """Compare what is asked with what was: ``None`` when it is the same."""
    known = orjson.loads(kept)
    differences = [
        Difference(place, value, known[place]) for place, value in asked.places().items() if value != known[place]
    ]
    return Clash(number, differences) if differences else None


def text_of(record: type[Record], attr: str) -> AfterValidator:
    """Hold a text to a field's lengths; it may not be blank, nor hold what XML cannot carry."""
    kind = _kind(record, attr)

    def check(value: str) -> str:
        _read(kind, value)
        if not value.strip():
            raise _wrong("must not be blank")
        try:
            etree.Element("text").text = value
        except ValueError:
            raise _wrong("holds a character that XML cannot carry") from None
        return value

    return AfterValidator(check)


def dxp_id_of(record: type[Record], attr: str) -> AfterValidator:
    """Hold a dxpId to its field; white space in one is always a mistake."""
    field = text_of(record, attr)

    def check(value: str) -> str:
        if re.search(r"\s", value):
            raise _wrong("must not hold white space")
        checked: str = field.func(value)  # type: ignore[call-arg]  # one of the two kinds of validators
        return checked

    return AfterValidator(check)


def number_of(record: type[Record], attr: str, *, decimals: int, positive: bool) -> BeforeValidator:
    """Hold a number, or its text, to a field; above 0 when ``positive``, else not below."""
    kind = _kind(record, attr)

    def check(given: Any) -> Decimal:
        written = str(given) if isinstance(given, (str, int, float)) and not isinstance(given, bool) else ""
        if not _NUMBER.fullmatch(written):
            raise _wrong('must be a number such as 12.50, as a number or as a text ("12.50")')
        value: Decimal = _read(kind, written)
        found = -int(value.normalize().as_tuple().exponent)
        if found > decimals:
            raise _wrong(f"has {found} decimals, at most {decimals} are allowed")
        if positive and not value:
            raise _wrong("must be above 0")
        return value.quantize(Decimal("0.01")) if found <= 2 else value.normalize()

    return BeforeValidator(check)


def _kind(record: type[Record], attr: str) -> Any:
    return next(field.kind for field in record.table.fields if field.attr == attr)


def _read(kind: Any, value: str) -> Any:
    try:
        return kind.read(value)
    except Unreadable as wrong:
        raise _wrong(wrong.words.en) from None


def _wrong(why: str) -> PydanticCustomError:
    return PydanticCustomError("value", "{why}", {"why": why})


def _places(given: dict[str, Any], above: str) -> Iterator[tuple[str, str | None]]:
    for name, value in given.items():
        if isinstance(value, dict):
            yield from _places(value, f"{above}{name}.")
        else:
            yield (
                f"{above}{name}",
                None if value is None else format(value, "f") if isinstance(value, Decimal) else value,
            )

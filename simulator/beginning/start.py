"""What a world begins with: an immutable value, and the JSON in which it is kept."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Final, Literal, Self

import orjson

ClockKind = Literal["running", "stepped", "instant"]
Trade = Literal["platform", "retailer", "payment", "carrier", "declarant", "warehouse"]

CLOCKS: Final[dict[ClockKind, str]] = {"running": "连续运行", "stepped": "手动推进", "instant": "即时"}
TRADES: Final[dict[Trade, str]] = {
    "platform": "电商平台",
    "retailer": "电商企业",
    "payment": "支付企业",
    "carrier": "物流企业",
    "declarant": "申报企业",
    "warehouse": "区内仓储企业",
}
"""What an enterprise can be registered as, and what the trade calls it."""

_NOTHING: Final = Decimal(0)


@dataclass(frozen=True, slots=True)
class ClockSetting:
    """How time passes, from ``at`` on (Beijing time; ``None``: the present); ``rate`` times as fast when running."""

    kind: ClockKind = "running"
    at: datetime | None = None
    rate: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True)
class Enterprise:
    """An entry of the register of enterprises."""

    code: str
    name: str
    kinds: tuple[Trade, ...]


@dataclass(frozen=True, slots=True)
class Person:
    """A buyer, and the yuan of each calendar year's limit that are used up."""

    id_number: str
    used: tuple[tuple[int, Decimal], ...]


@dataclass(frozen=True, slots=True)
class Stock:
    """A line of a bonded account book: what has come in (实增), gone out (实减) and is spoken for (预减)."""

    ems_no: str
    item_record_no: str
    actl_inc_qty: Decimal
    actl_redc_qty: Decimal = _NOTHING
    prevd_redc_qty: Decimal = _NOTHING

    @property
    def surplus(self) -> Decimal:
        """What may still be declared."""
        return self.actl_inc_qty - self.actl_redc_qty - self.prevd_redc_qty


@dataclass(frozen=True, slots=True)
class Good:
    """An entry of the register of goods: what a retailer has filed an item as (商品备案)."""

    ebc_code: str
    item_no: str
    gcode: str


@dataclass(frozen=True, slots=True)
class PositiveLine:
    """A line of the list of goods for retail import: 8 digits of the tariff, from a day on, to another (正面清单)."""

    code: str
    since: date | None = None
    until: date | None = None

    def holds_on(self, day: date) -> bool:
        """Is it on the list that day? Both ends count."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class LegalUnits:
    """The units in which the tariff counts goods: the first, and the second where there is one (参数库)."""

    gcode: str
    unit1: str
    unit2: str | None = None


@dataclass(frozen=True, slots=True)
class Beginning:
    """All that a world file says; ``None`` where it says nothing.

    ``pace`` is a name or a table of texts, whole numbers, truth values, tuples and tables; here it is
    carried, not understood.
    """

    title: str | None = None
    seed: str | None = None
    claims: tuple[str, ...] = ()
    pace: str | Mapping[str, Any] | None = field(default=None, hash=False)
    clock: ClockSetting = ClockSetting()
    enterprises: tuple[Enterprise, ...] = ()
    people: tuple[Person, ...] = ()
    stock: tuple[Stock, ...] = ()
    goods: tuple[Good, ...] = ()
    positive_list: tuple[PositiveLine, ...] = ()
    legal_units: tuple[LegalUnits, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "pace", _frozen(self.pace))

    def to_json(self) -> bytes:
        """Return it as it is kept; equal beginnings are equal bytes."""
        return orjson.dumps(self, default=_plain, option=orjson.OPT_SORT_KEYS)

    @classmethod
    def from_json(cls, kept: bytes) -> Self:
        """Return the beginning behind ``to_json``."""
        said = orjson.loads(kept)
        return cls(
            title=said["title"],
            seed=said["seed"],
            claims=tuple(said["claims"]),
            pace=said["pace"],
            clock=_clock(**said["clock"]),
            enterprises=tuple(Enterprise(**{**one, "kinds": tuple(one["kinds"])}) for one in said["enterprises"]),
            people=tuple(_person(**one) for one in said["people"]),
            stock=tuple(_stock(**one) for one in said["stock"]),
            goods=tuple(
                Good(**one) for one in said.get("goods", ())
            ),  # kept by an older kouan: it says nothing of them
            positive_list=tuple(_positive_line(**one) for one in said.get("positive_list", ())),
            legal_units=tuple(LegalUnits(**one) for one in said.get("legal_units", ())),
        )


def written(number: Decimal) -> str:
    """Return the shortest way to write a number without an exponent: the same for equal numbers."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _frozen(value: Any) -> Any:
    match value:
        case Mapping():
            return MappingProxyType({name: _frozen(each) for name, each in value.items()})
        case list() | tuple():
            return tuple(_frozen(each) for each in value)
        case _:
            return value


def _plain(value: Any) -> Any:
    return written(value) if isinstance(value, Decimal) else dict(value)


def _clock(kind: ClockKind, at: str | None, rate: str) -> ClockSetting:
    return ClockSetting(kind, datetime.fromisoformat(at) if at else None, Decimal(rate))


def _person(id_number: str, used: list[tuple[int, str]]) -> Person:
    return Person(id_number, tuple((year, Decimal(amount)) for year, amount in used))


def _positive_line(code: str, since: str | None, until: str | None) -> PositiveLine:
    return PositiveLine(code, *(date.fromisoformat(day) if day else None for day in (since, until)))


def _stock(ems_no: str, item_record_no: str, **quantities: str) -> Stock:
    return Stock(ems_no, item_record_no, **{name: Decimal(quantity) for name, quantity in quantities.items()})


EMPTY: Final = Beginning()
"""A world of which nothing is said."""

"""What a world begins with: an immutable value, and the JSON in which it is kept."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Final, Literal, Self

import orjson

from simulator.beginning.customs import USUAL, Customs, Hold
from simulator.beginning.tax import UNTAXED, Taxation, taxation

ClockKind = Literal["running", "stepped", "instant"]
Trade = Literal["platform", "retailer", "payment", "carrier", "declarant", "warehouse", "operator"]

CLOCKS: Final[dict[ClockKind, str]] = {"running": "连续运行", "stepped": "手动推进", "instant": "即时"}
TRADES: Final[dict[Trade, str]] = {
    "platform": "电商平台",
    "retailer": "电商企业",
    "payment": "支付企业",
    "carrier": "物流企业",
    "declarant": "申报企业",
    "warehouse": "区内仓储企业",
    "operator": "监管场所经营人",
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
    customs: Customs = USUAL
    holds: tuple[Hold, ...] = ()
    tax: Taxation = UNTAXED

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
            customs=_customs(**said.get("customs", {})),  # of a world that began before there was this table: nothing
            holds=tuple(_hold(**one) for one in said.get("holds", ())),
            tax=taxation(said["tax"]) if "tax" in said else UNTAXED,  # older ones say nothing of it
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


def _stock(ems_no: str, item_record_no: str, **quantities: str) -> Stock:
    return Stock(ems_no, item_record_no, **{name: Decimal(quantity) for name, quantity in quantities.items()})


def _customs(returns: list[int] | None = None, **said: Any) -> Customs:
    return Customs(**said) if returns is None else Customs(returns=tuple(returns), **said)


def _hold(course: list[int], rate: str, above: str | None, **said: Any) -> Hold:
    return Hold(course=tuple(course), rate=Decimal(rate), above=Decimal(above) if above else None, **said)


EMPTY: Final = Beginning()
"""A world of which nothing is said."""

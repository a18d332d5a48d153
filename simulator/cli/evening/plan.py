"""What is going to be bought, and what goes wrong with it: the same for the same seed."""

from dataclasses import dataclass
from datetime import date
from itertools import islice
from random import Random
from typing import Any, Final

from gateway_client.rules.kinds import Kind
from simulator.marketplace.enterprises import Enterprises
from simulator.marketplace.fault import Fault
from simulator.marketplace.faults import FAULTS, spoiled
from simulator.marketplace.papers import Sale
from simulator.marketplace.sales import Sales

DAY: Final = date(2026, 11, 11)
MOST: Final = 100_000
_ONE_IN: Final = 8
_BY_PARTIES: Final = 5
_PLACES: Final = {Kind.ORDER: 0, Kind.PAYMENT: 1, Kind.WAYBILL: 2, Kind.INVENTORY: 3}


@dataclass(slots=True)
class Purchase:
    """A purchase as it is going to be declared. ``again`` is a document that is sent a second time.

    ``by_parties``: payment company and carrier declare for themselves, and give payment and waybill
    their numbers.
    """

    number: int
    sale: Sale
    fault: Fault | None
    again: Any = None
    by_parties: bool = False

    @property
    def order_no(self) -> str:
        """Its order number."""
        return self.sale.order.head.order_no


def plan(seed: int, count: int) -> list[Purchase]:
    """Return the purchases: one in eight is wrong, in turn in every way that the marketplace knows."""
    rng = Random(f"evening/{seed}")  # noqa: S311  # a story, not a secret
    faults = list(FAULTS.values())
    rng.shuffle(faults)
    wrong = sorted(rng.sample(range(count), count // _ONE_IN))
    chosen = {place: faults[turn % len(faults)] for turn, place in enumerate(wrong)}
    sales = islice(Sales(seed, day=DAY), count)
    return [_purchase(place, sale, chosen.get(place), rng) for place, sale in enumerate(sales)]


def enterprises() -> Enterprises:
    """Return who takes part."""
    return Enterprises()


def _purchase(place: int, sale: Sale, fault: Fault | None, rng: Random) -> Purchase:
    if fault is None:
        return Purchase(place + 1, sale, None, by_parties=place % _BY_PARTIES == 0)
    bad = spoiled(sale, fault, rng)
    if fault.later:
        return Purchase(place + 1, sale, fault, again=bad[_PLACES[fault.kind]])
    return Purchase(place + 1, bad, fault)

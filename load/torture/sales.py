"""What companies send under fire: unique sales, every hundredth wrong, in turn in each way that only customs sees."""

from dataclasses import dataclass
from datetime import date
from itertools import islice
from random import Random

from gateway_client.envelopes import check
from simulator.bench.sales import BATCH, SENDER
from simulator.marketplace.fault import Fault
from simulator.marketplace.faults import FAULTS, spoiled
from simulator.marketplace.papers import Sale
from simulator.marketplace.sales import Sales


@dataclass(frozen=True, slots=True)
class Prepared:
    """A sale and what is wrong with it, if anything."""

    sale: Sale
    fault: Fault | None

    @property
    def order_no(self) -> str:
        """Its order number."""
        number: str = self.sale.inventory.head.order_no
        return number


def prepared(count: int, *, seed: int, day: date) -> list[Prepared]:
    """Return ``count`` sales of a day, the same ones for the same seed."""
    rng = Random(seed)
    faults = _faults(day)
    made = []
    for serial, sale in enumerate(islice(Sales(seed, day=day), count)):
        fault = faults[serial // BATCH % len(faults)] if serial % BATCH == BATCH - 1 else None
        made.append(Prepared(spoiled(sale, fault, rng) if fault else sale, fault))
    return made


def _faults(day: date) -> list[Fault]:
    """Return the faults that the client cannot see in a document itself, and that need no second sending."""
    (sale,) = islice(Sales(0, day=day), 1)
    alone = [fault for fault in FAULTS.values() if not fault.later]
    return [fault for fault in alone if check(spoiled(sale, fault, Random(0)), SENDER) == ([], [])]

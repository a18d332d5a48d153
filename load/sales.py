"""What the bench sends: unique sales, every hundredth of them wrong, in turn in each way that only customs can see."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from random import Random
from typing import Any, Final

from gateway_client import Sender
from gateway_client.envelopes import check
from simulator.marketplace.fault import Fault
from simulator.marketplace.faults import FAULTS, spoiled
from simulator.marketplace.papers import Sale
from simulator.marketplace.sales import Sales

BATCH: Final = 100
SENDER: Final = Sender(dxp_id="DXPENT0000000001", cop_code="4401960005", cop_name="南沙报关")


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


def batches(sales: list[Prepared]) -> Iterator[list[tuple[Any, ...]]]:
    """Yield a hundred sales at a time as their orders, payments, waybills and inventories."""
    for first in range(0, len(sales), BATCH):
        group = [each.sale for each in sales[first : first + BATCH]]
        yield [
            tuple(sale.order for sale in group),
            tuple(sale.payment for sale in group),
            tuple(sale.waybill for sale in group),
            tuple(sale.inventory for sale in group),
        ]


def _faults(day: date) -> list[Fault]:
    """Return the faults that the client cannot see in a document itself, and that need no second sending."""
    (sale,) = islice(Sales(0, day=day), 1)
    alone = [fault for fault in FAULTS.values() if not fault.later]
    return [fault for fault in alone if check(spoiled(sale, fault, Random(0)), SENDER) == ([], [])]

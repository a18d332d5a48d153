"""What is bought in a rush: sales that nobody else has, every hundredth of them wrong as only customs can see it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from random import Random
from typing import Any, Final

from gateway_client.envelopes import check
from simulator.marketplace.fault import Fault
from simulator.marketplace.faults import FAULTS, spoiled
from simulator.marketplace.papers import Sale
from simulator.marketplace.sales import Sales

WORKERS: Final = 64
"""So many workers at most share a seed; each has a history of its own."""
SEEDS: Final = 10**6 // WORKERS
"""Histories are told apart modulo a million."""
_ONE_IN: Final = 100


@dataclass(frozen=True, slots=True)
class Purchase:
    """A sale, and what is wrong with it if anything is."""

    sale: Sale
    fault: Fault | None

    @property
    def order_no(self) -> str:
        """Its order number."""
        return self.sale.order.head.order_no

    @property
    def code(self) -> str:
        """The code with which its inventory is to be refused; empty when it is to be released."""
        return self.fault.code if self.fault else ""

    @property
    def keys(self) -> tuple[tuple[str, str], ...]:
        """What the receipts about its documents will be known by."""
        sale = self.sale
        order, payment, waybill, inventory = sale.order.head, sale.payment.head, sale.waybill.head, sale.inventory.head
        return (
            ("order", f"{order.ebp_code}/{order.order_no}"),
            ("payment", f"{payment.pay_code}/{payment.pay_transaction_id}"),
            ("waybill", f"{waybill.logistics_code}/{waybill.logistics_no}"),
            ("inventory", f"{inventory.ebc_code}/{inventory.cop_no}"),
        )


def purchases(seed: int, worker: int, day: date) -> Iterator[Purchase]:
    """Yield purchases of a day without end; one seed, worker and day are one history."""
    run = (seed % SEEDS) * WORKERS + worker
    rng = Random(f"rush/{run}")  # noqa: S311  # a rehearsal, not a secret
    faults = _faults(day)
    for serial, sale in enumerate(Sales(run, day=day)):
        fault = faults[serial // _ONE_IN % len(faults)] if serial % _ONE_IN == _ONE_IN - 1 else None
        yield Purchase(spoiled(sale, fault, rng) if fault else sale, fault)


def _faults(day: date) -> list[Fault]:
    """Return the faults that no client can see in a document itself, and that need no second sending."""
    (sale,) = islice(Sales(0, day=day), 1)
    alone: list[Any] = [fault for fault in FAULTS.values() if not fault.later]
    return [fault for fault in alone if check(spoiled(sale, fault, Random(0))) == ([], [])]  # noqa: S311

"""Whoever acts in a round, and the day on which it plays: companies, the keeper of worlds, the hand at a clock."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from random import Random
from typing import Any, Final

from load.torture.company import Company, Served
from load.torture.hand import Hand
from load.torture.keeper import Keeper
from load.torture.sales import Prepared, prepared
from simulator.beginning.start import Beginning, ClockSetting, Stock
from simulator.beginning.writing import to_toml
from simulator.charging import taken
from simulator.world import DEFAULT

START: Final = datetime(2026, 11, 11, 12)
STEPPED: Final = "stepped"
_PACE: Final = {"accept": "2s", "enter": "3s", "release": "20s", "deliver": "1min"}


@dataclass(frozen=True, slots=True)
class Size:
    """How much goes on in a round: companies that send batches, and how large; sales sent one by one and by parties."""

    companies: int = 5
    batch: int = 100
    alone: int = 12
    served: int = 8
    orders: int = 60


class Cast:
    """All that act, the same for the same seed."""

    def __init__(self, seed: int, size: Size) -> None:
        self._random = Random(f"{seed} cast")
        whole = size.companies * size.batch + 2 * size.alone + size.served + size.orders
        sales = iter(prepared(whole, seed=seed, day=START.date()))

        def some(count: int) -> list[Prepared]:
            return [next(sales) for _ in range(count)]

        worlds = (STEPPED, DEFAULT)
        self.companies = [
            self._company(serial + 1, worlds[serial % 2], some(size.batch), size.batch)
            for serial in range(size.companies)
        ]
        self.companies += [self._company(51 + n, world, some(size.alone), 1) for n, world in enumerate(worlds)]
        self.companies.append(Served(61, STEPPED, some(size.served), 1, Random(f"{seed} served")))
        self.keeper = Keeper(STEPPED, [one.sale.order for one in some(size.orders)])
        self.hand = Hand(STEPPED, START, lambda: list(self._entered()), Random(f"{seed} hand"))

    def world_file(self) -> str:
        """Return how the world that stands still begins: claims, pace, and stock of all that is sold there."""
        there = [one for one in self.companies if one.world == STEPPED]
        stock: dict[tuple[str, str], Decimal] = {}
        for company in there:
            for each in company.sales:
                for line, qty in taken(each.sale.inventory).items():
                    stock[line] = stock.get(line, Decimal(0)) + qty
        beginning: dict[str, Any] = {
            "seed": STEPPED,
            "claims": tuple(one.sender.dxp_id for one in there),
            "pace": _PACE,
            "clock": ClockSetting("stepped", START),
            "stock": tuple(Stock(*line, actl_inc_qty=qty) for line, qty in sorted(stock.items())),
        }
        return to_toml(Beginning(**beginning))

    def _company(self, serial: int, world: str, sales: list[Prepared], together: int) -> Company:
        return Company(serial, world, sales, together, Random(f"{self._random.random()}"))

    def _entered(self) -> Iterator[tuple[str, str]]:
        for company in self.companies:
            if company.world == STEPPED:
                yield from list(company.entered)

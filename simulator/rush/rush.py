"""One worker's part of a rush: purchases arrive in their time and go to the desks of those who declare them."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import cycle
from typing import Final

from simulator.rush.desk import Desk, Paper
from simulator.rush.ledger import Ledger
from simulator.rush.profile import Schedule
from simulator.rush.purchases import Purchase, purchases

ROLES: Final = ("operator", "payment", "carrier", "operator")
"""What the users of a worker are, in turn: two in four are operators, who have the most to do."""
LEAST_USERS: Final = 3
_TICK: Final = 0.02
_AT_ONCE: Final = 50
"""Purchases after which others get their turn."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to arrive, where this worker stands among the others, and how patient it is in the end."""

    schedule: Schedule
    batch: int
    seed: int
    patience: float
    worker: int = 0
    workers: int = 1


class Rush:
    """Purchases arrive whatever becomes of those before: that is what makes a backlog."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.ledger = Ledger()
        self.over = False
        self._desks: dict[str, list[Desk]] = {role: [] for role in ROLES}
        self._all_arrived = False

    def desk(self, role: str) -> Desk:
        """Set up a desk for one who plays a role."""
        desk = Desk(self.plan.batch)
        self._desks[role].append(desk)
        return desk

    def run(self, day: date, pause: Callable[[float], None] = time.sleep) -> None:
        """Let all purchases arrive; then wait until all is settled, or nothing has moved for too long."""
        plan = self.plan
        if not all(self._desks.values()):
            raise ValueError(f"each worker wants {LEAST_USERS} companies: an operator, a payment company, a carrier")
        shop = purchases(plan.seed, plan.worker, day)
        next(shop)  # what is prepared once is prepared now
        shop = purchases(plan.seed, plan.worker, day)
        seats = {role: cycle(desks) for role, desks in self._desks.items()}
        begun = before = time.time()
        arrived, all_ = 0, plan.schedule.share(plan.schedule.seconds, plan.worker, plan.workers)
        while arrived < all_:
            now = time.time()
            due = plan.schedule.share(now - begun, plan.worker, plan.workers) - arrived
            for number in range(due):
                at = before + (now - before) * (number + 1) / due  # as spread as they were to be
                self._arrive(next(shop), at, {role: next(seat) for role, seat in seats.items()})
                if number % _AT_ONCE == _AT_ONCE - 1:
                    pause(0)
            arrived += due
            before = now
            pause(_TICK)
        for desks in self._desks.values():
            for desk in desks:
                desk.close()
        while not self.ledger.settled and time.time() - self.ledger.moved < plan.patience:
            pause(_TICK)
        self.over = True

    def _arrive(self, purchase: Purchase, at: float, desks: dict[str, Desk]) -> None:
        self.ledger.arrive(purchase, at)
        order, payment, waybill, inventory = map(Paper, purchase.sale, purchase.keys)
        desks["operator"].lay([order, inventory])
        desks["payment"].lay([payment])
        desks["carrier"].lay([waybill])

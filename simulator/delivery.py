"""Delivery: receipts wait in the outbox until their receiver has fetched and acknowledged them.

At least once, with stable ids: the same receipts come on every fetch until they are acknowledged.
"""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any, Final, TypeAlias

from simulator.docket import Docket
from simulator.store import statements
from simulator.store.database import Connection, Told
from simulator.store.ids import receipt_id, receipt_row, span
from simulator.store.packing import unpack

MOST_RECEIPTS: Final = 100
_MOST_BYTES: Final = 8_000_000
"""Of receipts in one answer; the first one always goes, whatever its size."""


Receiver: TypeAlias = tuple[str, str]
"""The name of a world, and a dxpId in it."""


class Waiters:
    """Wakes those who wait for receipts of a dxpId in a world. Lives in the event loop.

    ``listeners`` hear of everybody's.
    """

    def __init__(self) -> None:
        self._events: dict[Receiver, set[asyncio.Event]] = defaultdict(set)
        self.listeners: set[Callable[[Iterable[Told]], None]] = set()

    def wake(self, told: Iterable[Told]) -> None:
        """Wake whoever waits for receipts of these, or at all in a world that has begun again, or ended."""
        told = list(told)
        for listener in self.listeners:
            listener(told)
        for world, dxp_id in told:
            if dxp_id is None:
                self.wake([receiver for receiver in self._events if receiver[0] == world])
            else:
                for event in self._events.get((world, dxp_id), ()):
                    event.set()

    def count(self, world: str) -> int:
        """Return how many wait in a world."""
        return sum(len(events) for receiver, events in self._events.items() if receiver[0] == world)

    def expect(self, receiver: Receiver) -> asyncio.Event:
        """Return an event that is set at the next commit with receipts for a receiver; give it to ``forget``."""
        event = asyncio.Event()
        self._events[receiver].add(event)
        return event

    def forget(self, receiver: Receiver, event: asyncio.Event) -> None:
        """Expect no longer."""
        self._events[receiver].discard(event)
        if not self._events[receiver]:
            del self._events[receiver]


def unacknowledged(connection: Connection, world: int, dxp_id: str, most: int) -> list[dict[str, Any]]:
    """Return the oldest receipts that a dxpId has not acknowledged yet, in due order."""
    low, high = span(world)
    life = (connection.execute(statements.LIFE, (world,)).fetchone() or (1,))[0]
    found: list[dict[str, Any]] = []
    size = 0
    for row in connection.execute(statements.UNACKNOWLEDGED, (dxp_id, low, high, most)):
        body = unpack(row[4])
        size += len(body)
        if found and size > _MOST_BYTES:
            break
        found.append(
            {
                "id": receipt_id(row[0], life),
                "messageType": row[1],
                "copMsgId": row[2],
                "returnTime": str(row[3]),
                "body": body.decode(),
            }
        )
    return found


def acknowledge(docket: Docket, dxp_id: str, ids: Iterable[str]) -> None:
    """Let receipts rest; ids that are unknown, of before a reset, of somebody else or known already are ignored."""
    world = docket.world
    known = {row: one for one in ids if (row := receipt_row(one, world.number, world.life)) is not None}
    if known:
        docket.acknowledge(dxp_id, known)
        docket.attempt(dxp_id, "acknowledged", known.values())

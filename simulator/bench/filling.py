"""A database filled with clearances by the house itself: handed in at its doors, so that its rows are real.

Receipts are fetched and acknowledged as the client does it, and not read. What came of the sales is read back.
"""

import queue
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from typing import Final

from gateway_client import GatewayClient, Tries, flows
from gateway_client.asking import Wire
from gateway_client.envelopes import Packed
from simulator.bench.ground import Ground
from simulator.bench.reading_back import read_back
from simulator.bench.sales import BATCH, SENDER, Prepared, batches, prepared
from simulator.sandbox.sandbox import Sandbox
from simulator.world import DEFAULT

_SENDERS: Final = 2
_AHEAD: Final = 4
"""Batches that are made ahead."""
_AT_ONCE: Final = 10_000
"""Sales that are held in memory until they are read back."""
_LONGEST_WAIT: Final = 1.0


def fill(at: Ground, count: int, seed: int, done: Callable[[int], None]) -> None:
    """Let ``count`` sales clear; ``done`` hears how many have. Raises ``Failed`` when one ends wrongly."""
    sales = prepared(count, seed=seed)
    with ThreadPoolExecutor(1, "taker") as pool:
        over = threading.Event()
        taking = pool.submit(_take, at.wire, over)
        try:
            for filled in range(0, count, _AT_ONCE):
                held: list[Prepared] = []
                for batch in _sent(at.wire, islice(sales, min(_AT_ONCE, count - filled))):
                    held += batch
                    done(filled + len(held))
                read_back(at.database, held)
        finally:
            over.set()
        taking.result()


def _sent(wire: Wire, sales: Iterator[Prepared]) -> Iterator[list[Prepared]]:
    """Send sales on some threads while the next ones are made; yield those of each batch that is on its way."""
    waiting: queue.Queue[list[Packed] | None] = queue.Queue(_AHEAD)
    failed = threading.Event()

    def send() -> None:
        world = Sandbox(wire, DEFAULT)
        while (messages := waiting.get()) is not None:
            try:
                for packed in messages if not failed.is_set() else ():
                    world.play(flows.post(packed, Tries()))
            except BaseException:  # whatever it was: it is raised again below
                failed.set()  # go on taking from the queue, or its maker would wait for ever
                while waiting.get() is not None:
                    pass
                raise

    with ThreadPoolExecutor(_SENDERS, "sender") as pool:
        sending = [pool.submit(send) for _ in range(_SENDERS)]
        while not failed.is_set() and (group := list(islice(sales, BATCH))):
            for batch in batches(group):
                waiting.put(batch.messages())
            yield group
        for _ in sending:
            waiting.put(None)
        for one in sending:
            one.result()


def _take(wire: Wire, over: threading.Event) -> None:
    """Fetch and acknowledge receipts until none are left."""
    with GatewayClient(SENDER, wire=wire) as client:
        while True:
            last = over.is_set()
            receipts = client.receipts(wait=0 if last else _LONGEST_WAIT)
            client.acknowledge(*receipts)
            if last and not receipts:
                return

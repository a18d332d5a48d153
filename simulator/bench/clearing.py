"""Client and simulator together: sales sent by the client library on some threads, their receipts taken on another.

The clock stops when the last receipt is fetched, read and acknowledged.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Final

from gateway_client import GatewayClient, Tries, flows
from gateway_client.asking import Ask, Reply, Silence, Wire
from gateway_client.wire.findings import Words
from simulator.bench.ground import Ground
from simulator.bench.reading_back import Failed
from simulator.bench.sales import SENDER, Batch, Prepared, batches
from simulator.sandbox.sandbox import Sandbox
from simulator.sandbox.wires import WorldWire
from simulator.world import DEFAULT

SENDERS: Final = 4
_PATIENCE: Final = 2.0
"""Seconds without any receipt, after everything was sent, until what is not there is lost."""
_MESSAGES: Final = "/dxp/messages"
_RELEASED: Final = "800"

Moment = tuple[float, float]
"""When a message was answered, and how many seconds the answer took."""


@dataclass(slots=True)
class Cleared:
    """What a run took. Times are those of ``time.perf_counter``."""

    begun: float
    seconds: float = 0.0
    client_cpu: float = 0.0
    returns: int = 0
    answers: list[Moment] = field(default_factory=list)
    released: list[tuple[float, int]] = field(default_factory=list)


class _TimedWire:
    """A wire that notes how long the answers to messages take."""

    def __init__(self, wire: Wire, answers: list[Moment]) -> None:
        self._wire, self._answers = wire, answers

    def ask(self, ask: Ask) -> Reply | Silence:
        begun = time.perf_counter()
        heard = self._wire.ask(ask)
        if ask.path == _MESSAGES:
            ended = time.perf_counter()
            self._answers.append((ended, ended - begun))
        return heard

    def close(self) -> None:
        pass  # it is the ground's


def clear(at: Ground, sales: Sequence[Prepared], done: Callable[[int], None], world: str = DEFAULT) -> Cleared:
    """Clear sales in a world; ``done`` hears how many returns have come.

    Raises ``Failed`` when returns are lost or doubled.
    """
    shares = list(batches(sales))
    expected = sum(each.returns for each in sales)
    run = Cleared(time.perf_counter())
    mine = time.process_time()
    wire = _TimedWire(at.wire if world == DEFAULT else WorldWire(at.wire, world), run.answers)
    past = Sandbox(at.wire, world)
    with ThreadPoolExecutor(SENDERS, "sender") as pool:
        sending = [pool.submit(_send, wire, past, shares[part::SENDERS]) for part in range(SENDERS)]
        for when, returns, released in _take(wire, lambda: all(one.done() for one in sending)):
            run.returns += returns
            run.released.append((when, released))
            done(run.returns)
            if run.returns >= expected:
                break
        for one in sending:
            one.result()
    run.seconds = time.perf_counter() - run.begun
    run.client_cpu = time.process_time() - mine
    run.returns += sum(returns for _, returns, _ in _take(wire, lambda: True, wait=0))
    if run.returns != expected:
        raise Failed(
            Words(
                f"{run.returns} returns came for {len(sales)} sales, {expected} must come: some are lost or doubled",
                f"{len(sales)}笔订单应有{expected}条回执，实收{run.returns}条：有丢失或重复",
            )
        )
    return run


def _send(wire: Wire, past: Sandbox, share: list[Batch]) -> None:
    """Send what the client lets pass as companies do, and past it what it would stop."""
    with GatewayClient(SENDER, wire=wire) as client:
        for batch in share:
            for documents in batch.documents:
                client.send(*documents)
            for packed in batch.past:
                past.play(flows.post(packed, Tries()))
            for document in batch.again:
                client.send(document)


def _take(wire: Wire, all_sent: Callable[[], bool], *, wait: float = _PATIENCE) -> Iterator[tuple[float, int, int]]:
    """Take receipts until none come any more; yield when, how many returns, and how many of them release."""
    with GatewayClient(SENDER, wire=wire) as client:
        while True:
            over = all_sent()
            receipts = client.receipts(wait=wait)
            if not receipts and over:
                return
            said = [one for receipt in receipts for one in receipt.returns]
            client.acknowledge(*receipts)
            yield time.perf_counter(), len(said), sum(one.return_status == _RELEASED for one in said)

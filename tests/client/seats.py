"""The four ways to sit before the port, driven alike: threads or event loop, over HTTP or in this process."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from inspect import isawaitable
from itertools import count
from pathlib import Path
from typing import Any

from gateway_client import AsyncGatewayClient, AsyncInProcess, GatewayClient, InProcess, Purchase, Sender, Tries
from gateway_client.asking import Ask, Reply, Silence
from gateway_client.transport import AsyncHttpWire, HttpWire, guard
from simulator.app import create_app
from simulator.clock import SteppedClock
from simulator.settings import Settings
from tests.purchases import NOON, purchase

WAYS = ("sync", "async", "in process", "async in process")
AT_ONCE = Tries(pause=0, longest_wait=0)
_SERIALS = count(700_000)


class StillClock:
    """Stands still but for pauses, which it makes at once."""

    def __init__(self) -> None:
        self.now = 0.0
        self.pauses: list[float] = []

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.now += seconds

    async def asleep(self, seconds: float) -> None:
        self.sleep(seconds)


class Between:
    """Stands between a client and its wire. ``during`` is told each question and may lose the answer."""

    def __init__(self, wire: Any, during: Callable[[Ask, Callable[[], Any]], Any]) -> None:
        self.wire = wire
        self._during = during

    def ask(self, ask: Ask) -> Any:
        return self._during(ask, lambda: self.wire.ask(ask))

    def close(self) -> Any:
        return self.wire.close()


class AsyncBetween(Between):
    async def ask(self, ask: Ask) -> Any:
        said = self._during(ask, lambda: self.wire.ask(ask))
        return await said if isawaitable(said) else said


def losing(number: int, path: str = "/dxp/messages") -> Callable[[Ask, Callable[[], Any]], Any]:
    """Let the first so many answers from a path be lost after the port has given them."""
    left = iter(range(number))

    def during(ask: Ask, go_on: Callable[[], Any]) -> Any:
        if ask.path != path or next(left, None) is None:
            return go_on()
        said = go_on()
        lost = Silence("ReadTimeout")
        if not isawaitable(said):
            return lost

        async def lose() -> Reply | Silence:
            await said
            return lost

        return lose()

    return during


@dataclass
class Seat:
    """One way to sit; its clients are called as if all were synchronous."""

    way: str
    runner: asyncio.Runner
    wire: Any

    def client(self, sender: Sender, during: Any = None, **options: Any) -> "Client":
        """Return a client; with ``during``, something stands between it and the port."""
        wire = self.wire
        if during is not None:
            wire = (AsyncBetween if self.way.startswith("async") else Between)(self.wire, during)
        kind: Any = AsyncGatewayClient if self.way.startswith("async") else GatewayClient
        return Client(kind(sender, wire=wire, **options), self.runner)


class Client:
    """A client of either kind."""

    def __init__(self, inner: Any, runner: asyncio.Runner) -> None:
        self.inner = inner
        self._runner = runner

    def __getattr__(self, name: str) -> Any:
        method = getattr(self.inner, name)

        def call(*arguments: Any, **options: Any) -> Any:
            async def play() -> Any:
                said = method(*arguments, **options)
                return await said if isawaitable(said) else said

            return self._runner.run(play())

        return call

    def __enter__(self) -> "Client":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def wire_of(way: str, url: str, db: Path) -> Any:
    """Return the wire of a way: to a server that runs, or to an app in this process."""
    match way:
        case "sync":
            return HttpWire(guard(url))
        case "async":
            return AsyncHttpWire(guard(url))
    app = create_app(Settings(db=db, clock=SteppedClock(NOON)))
    return InProcess(app) if way == "in process" else AsyncInProcess(app)


@dataclass(frozen=True)
class Trader:
    """A company with a dxpId, order numbers and buyers of its own."""

    serial: int

    @staticmethod
    def new() -> "Trader":
        return Trader(next(_SERIALS))

    @property
    def sender(self) -> Sender:
        return Sender(dxp_id=f"DXPENT{self.serial:010d}", cop_code="4401960005", cop_name="南沙报关")

    def purchase(self, n: int = 1, **options: Any) -> Purchase:
        number = f"C{self.serial:06d}-{n:04d}"
        return Purchase(**purchase(number, **{"buyer_id_number": f"4401{self.serial:06d}{n:08d}", **options}))

    def purchases(self, number: int) -> list[Purchase]:
        return [self.purchase(n) for n in range(1, number + 1)]

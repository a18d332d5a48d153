"""Any ASGI application can be spoken to in this process; its lifespan is opened and closed with the client."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from gateway_client import AsyncGatewayClient, AsyncInProcess, GatewayClient, InProcess, Sender, Tries, Unreachable
from simulator.app import create_app
from simulator.clock import SteppedClock
from simulator.settings import Settings
from tests.client.seats import StillClock, Trader
from tests.purchases import NOON

SENDER = Sender(dxp_id="D", cop_code="C", cop_name="N")


class App:
    """Answers every question with an empty page and writes down what happens to it."""

    def __init__(self, lifespan: str = "", answer: bytes | None = b'{"receipts": []}', slow: bool = False) -> None:
        self.events: list[str] = []
        self.lifespan, self.answer, self.slow = lifespan, answer, slow

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            await self._live(scope, receive, send)
            return
        self.events.append(scope["method"] + scope["path"] + str(scope["state"]))
        if self.slow:
            await asyncio.Event().wait()
        if self.answer is None:
            return
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": self.answer[:3], "more_body": True})
        await send({"type": "http.response.body", "body": self.answer[3:]})
        assert (await receive())["type"] == "http.request"
        assert (await receive())["type"] == "http.disconnect"

    async def _live(self, scope: Any, receive: Any, send: Any) -> None:
        if self.lifespan == "unknown":
            raise RuntimeError("what is a lifespan?")
        while True:
            said = (await receive())["type"]
            self.events.append(said)
            if self.lifespan == said:
                await send({"type": f"{said}.failed", "message": "no disk"})
                raise RuntimeError("no disk")
            scope["state"]["house"] = 1
            await send({"type": f"{said}.complete"})
            if said == "lifespan.shutdown":
                return


def play(way: str, app: Any, **options: Any) -> Any:
    """Ask for receipts twice with a client of one kind."""
    if way == "sync":
        with GatewayClient(SENDER, app=app, clock=StillClock(), **options) as client:
            return client.receipts() + client.receipts()

    async def play() -> Any:
        async with AsyncGatewayClient(SENDER, app=app, clock=StillClock(), **options) as client:
            first, second = await asyncio.gather(client.receipts(), client.receipts())
            return first + second

    return asyncio.run(play())


ways = pytest.mark.parametrize("way", ["sync", "async"])


@ways
def test_the_lifespan_is_opened_once_and_closed(way: str) -> None:
    app = App()
    assert play(way, app) == []
    asked = "GET/dxp/receipts{'house': 1}"
    assert app.events == ["lifespan.startup", asked, asked, "lifespan.shutdown"]


@ways
def test_an_app_without_lifespan_goes_without(way: str) -> None:
    app = App("unknown")
    assert play(way, app) == []
    assert app.events == ["GET/dxp/receipts{}"] * 2


@ways
def test_an_app_that_cannot_start_says_so(way: str) -> None:
    with pytest.raises(RuntimeError, match="the application failed at its startup: no disk"):
        play(way, App("lifespan.startup"))


@ways
def test_an_app_that_cannot_stop_says_so(way: str) -> None:
    with pytest.raises(RuntimeError, match="the application failed at its shutdown: no disk"):
        play(way, App("lifespan.shutdown"))


@ways
def test_what_an_app_raises_is_seen(way: str) -> None:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        raise KeyError("mine")

    with pytest.raises(KeyError, match="mine"):
        play(way, app)


@ways
def test_an_app_that_does_not_answer_is_unreachable(way: str) -> None:
    with pytest.raises(Unreachable, match="the application ended without an answer"):
        play(way, App(answer=None))
    with pytest.raises(Unreachable, match=r"did not end within 0\.01 s"):
        play(way, App(slow=True), tries=Tries(most=2, patience=0.01))


def test_a_closed_client_is_closed() -> None:
    client = GatewayClient(SENDER, app=App())
    client.close()
    with pytest.raises(RuntimeError, match="this client is closed"):
        client._wire.ask(None)  # type: ignore[arg-type]
    client.close()


def test_several_clients_share_one_app(tmp_path: Path) -> None:
    one, another = Trader.new(), Trader.new()
    app = create_app(Settings(db=tmp_path / "kouan.db", clock=SteppedClock(NOON)))
    with InProcess(app) as wire:
        first, second = GatewayClient(one.sender, wire=wire), GatewayClient(another.sender, wire=wire)
        purchase = one.purchase()
        second.send(purchase.payment)
        first.send(purchase.order, purchase.waybill, purchase.inventory)
        assert first.follow(purchase).state == "released"
        assert len(second.receipts()) == 2
        first.close()
        second.close()

    async def play() -> None:
        app = create_app(Settings(db=tmp_path / "async.db", clock=SteppedClock(NOON)))
        async with AsyncInProcess(app) as wire:
            clients = [AsyncGatewayClient(trader.sender, wire=wire) for trader in (one, another)]
            outcomes = await asyncio.gather(
                *[c.clear(t.purchase()) for c, t in zip(clients, (one, another), strict=True)]
            )
            assert [outcome.state for outcome in outcomes] == ["released"] * 2

    asyncio.run(play())

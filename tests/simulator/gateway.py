"""The whole simulator in this process, with a clock that tests move: called like an ``httpx.Client``."""

import asyncio
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import httpx

from simulator.app import create_app
from simulator.clock import SteppedClock
from simulator.house import House
from simulator.pace.profile import INSTANT, Pace, simple_pace
from simulator.settings import Settings
from tests.databases import where
from tests.purchases import NOON

_NONE = timedelta()


def taking(
    accept: timedelta = _NONE, enter: timedelta = _NONE, release: timedelta = _NONE, deliver: timedelta = _NONE
) -> Pace:
    """Return the pace at which the named steps take so long, and the others no time."""
    return simple_pace(accept, enter, release, deliver)


SLOW = taking(accept=timedelta(seconds=2), enter=timedelta(seconds=10), release=timedelta(minutes=1))


class Gateway:
    """Opened on a database, closed at the end of the block."""

    def __init__(self, db: Path, *, start: datetime = NOON, pace: Pace = INSTANT, **settings: Any) -> None:
        self.clock = SteppedClock(start)
        self._runner = asyncio.Runner()
        self._app = create_app(Settings(db=where(db), clock=self.clock, pace=pace, **settings))
        self._lifespan = self._app.router.lifespan_context(self._app)
        self.client = httpx.AsyncClient(transport=httpx.ASGITransport(self._app), base_url="http://gateway")

    @property
    def house(self) -> House:
        """The house behind the doors."""
        house: House = self._app.state.house
        return house

    def __enter__(self) -> Self:
        self._runner.run(self._lifespan.__aenter__())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, wrong: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._runner.run(self.client.aclose())
        self._runner.run(self._lifespan.__aexit__(None, None, None))
        self._runner.close()

    def run(self, work: Any) -> Any:
        """Run a coroutine of a test in the simulator's event loop."""
        return self._runner.run(work)

    def get(self, url: str, **options: Any) -> httpx.Response:
        return self.run(self.client.get(url, **options))

    def post(self, url: str, **options: Any) -> httpx.Response:
        return self.run(self.client.post(url, **options))

    def delete(self, url: str) -> httpx.Response:
        return self.run(self.client.delete(url))

    def advance(self, seconds: float) -> None:
        """Move the clock; returns when everything that is due by then has happened."""
        self.clock.advance(timedelta(seconds=seconds))
        self.catch_up()

    def catch_up(self) -> None:
        """Return when everything that is due has happened: whoever changes anything comes behind it."""
        assert self.post("/dxp/receipts/ack", params={"dxpId": "NOBODY"}, json={"ids": []}).status_code == 200

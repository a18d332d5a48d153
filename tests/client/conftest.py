"""A seat for each way to sit before the port, opened once per worker, and a trader for each test."""

import asyncio
from collections.abc import Iterator
from inspect import isawaitable
from typing import Any

import pytest

from tests.client.seats import WAYS, Seat, Trader, wire_of
from tests.kouan import Server


@pytest.fixture(scope="session", params=WAYS)
def seat(request: pytest.FixtureRequest, server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seat]:
    db = tmp_path_factory.mktemp("seat") / "kouan.db"
    with asyncio.Runner() as runner:
        wire: Any = wire_of(request.param, server.url, db)
        try:
            yield Seat(request.param, runner, wire)
        finally:

            async def close() -> None:
                closing = wire.close()
                if isawaitable(closing):
                    await closing

            runner.run(close())


@pytest.fixture
def trader() -> Trader:
    return Trader.new()

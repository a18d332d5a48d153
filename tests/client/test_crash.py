"""A real kouan, killed in the middle of a batch and started again on its database and port."""

from collections.abc import Callable
from contextlib import ExitStack, closing
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from gateway_client import GatewayClient, Tries, Unreachable
from gateway_client.asking import Ask, Silence
from gateway_client.transport import HttpWire, guard
from tests.client.seats import Between, Trader
from tests.databases import look
from tests.kouan import up


@pytest.mark.parametrize("moment", ["before it is asked", "while it works", "after it has answered"])
@pytest.mark.parametrize("post", [2, 6])
def test_a_server_that_is_killed_loses_and_doubles_nothing(
    trader: Trader, tmp_path: Path, post: int, moment: str
) -> None:
    db, purchases = tmp_path / "kouan.db", trader.purchases(130)
    documents = [document for purchase in purchases for document in purchase.documents]
    with ExitStack() as life:
        server = life.enter_context(up(db))
        port = server.url.rpartition(":")[2]
        wire = life.enter_context(closing(HttpWire(guard(server.url))))
        posts = iter(range(1, 1000))

        def during(ask: Ask, go_on: Callable[[], Any]) -> Any:
            if next(posts) != post:
                return go_on()
            if moment == "before it is asked":
                server.process.kill()
                return go_on()
            if moment == "while it works":
                killing = Thread(target=server.process.kill)
                killing.start()
                go_on()
                killing.join()
                return Silence("reset")
            go_on()
            server.process.kill()
            return Silence("reset")

        journal = tmp_path / "journal"
        with (
            GatewayClient(
                trader.sender, wire=Between(wire, during), journal=journal, tries=Tries(most=2, pause=0)
            ) as client,
            pytest.raises(Unreachable),
        ):
            client.send(*documents)
    with (
        up(db, "--port", port) as server,
        GatewayClient(trader.sender, server.url, journal=journal) as client,
    ):
        assert server.url.endswith(port)
        assert len(client.resume()) == 8 - post + 1
        outcomes = client.follow_all(purchases)
        assert {(one.state, len(one.heard)) for one in outcomes} == {("released", 9)}
        assert client.receipts() == []
    with look(db) as database:
        assert database.execute("SELECT kind, count(*) FROM document GROUP BY kind ORDER BY kind").fetchall() == [
            (kind, 130) for kind in (311, 411, 511, 621)
        ]
        assert database.execute("SELECT count(*) FROM message").fetchone() == (8,)

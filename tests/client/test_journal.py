"""The journal in a file: whose it is, what survives the death of a client, and what is not lost among threads."""

import asyncio
import os
import signal
import sqlite3
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from gateway_client import AsyncGatewayClient, GatewayClient, JournalUnusable, Receipt
from gateway_client.asking import Ask, Reply
from gateway_client.envelopes import Packed
from gateway_client.journal import Journal
from gateway_client.transport import AsyncHttpWire, HttpWire, guard
from tests.client.seats import Between, Trader
from tests.kouan import Server

ROOT = Path(__file__).parents[2]


def test_a_journal_has_one_client_at_a_time(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    for _ in range(2):
        first = Journal(path, "D")
        with pytest.raises(JournalUnusable, match="another client has it; give another path"):
            Journal(path, "D")
        first.close()


def test_a_journal_belongs_to_one_dxp_id(tmp_path: Path) -> None:
    Journal(tmp_path / "journal", "D").close()
    with pytest.raises(JournalUnusable, match="it belongs to D; give another path"):
        Journal(tmp_path / "journal", "E")
    Journal(tmp_path / "journal", "D").close()


def test_what_cannot_be_a_journal_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "text").write_text("my notes, long enough to be taken for something else " * 20)
    with sqlite3.connect(tmp_path / "database") as database:
        database.execute("CREATE TABLE mine (x)")
    database.close()
    for path in (tmp_path, tmp_path / "text", tmp_path / "database", tmp_path / "nowhere" / "journal", ""):
        before = Path(path).read_bytes() if Path(path).is_file() else None
        with pytest.raises(JournalUnusable, match="give another path"):
            Journal(path, "D")
        assert (Path(path).read_bytes() if before else None) == before


def test_messages_are_left_in_their_order_until_they_are_gone(tmp_path: Path) -> None:
    messages = [Packed(f"M{n}", "CEB311Message", n, b"x" * n) for n in range(5)]
    journal = Journal(tmp_path / "journal", "D")
    journal.going(messages)
    journal.going(messages[:2])
    journal.gone(messages[1])
    journal.close()
    journal = Journal(tmp_path / "journal", "D")
    assert journal.left() == [messages[0], *messages[2:]]
    journal.close()


@pytest.mark.parametrize("path", [None, "journal"], ids=["memory", "file"])
def test_what_one_thread_has_taken_another_does_not_keep(tmp_path: Path, path: str | None) -> None:
    """A fetched it, B fetched and took it, then A comes to keep it for B."""
    receipts = [Receipt(str(n), "CEB312Message", "M", "20261111120000000", "<x/>") for n in range(3)]
    journal = Journal(path and tmp_path / path, "D")
    journal.taken(receipts[:2])
    journal.arrived(receipts)
    assert [one.id for _, one in journal.waiting()] == ["2"]
    assert journal.untold(receipts) == receipts[2:]


def test_taken_receipts_do_not_come_back(tmp_path: Path) -> None:
    receipts = [Receipt(str(n), "T", "M", "20261111120000000", "<x/>") for n in range(3000)]
    journal = Journal(tmp_path / "journal", "D")
    for first in range(0, 3000, 100):
        page = receipts[first : first + 100]
        journal.arrived(page)
        journal.told(page)
        journal.taken(page)
        journal.arrived(page)  # a fetch that was under way
        assert journal.waiting() == []
    journal.close()
    with sqlite3.connect(tmp_path / "journal") as database:
        assert database.execute("SELECT count(*) FROM inbox").fetchone()[0] <= 1101
    database.close()


_DYING = """
import os, signal, sys
from gateway_client import GatewayClient
from gateway_client.transport import HttpWire, guard
from tests.client.seats import Trader

class Dying(HttpWire):
    def __init__(self, url, number, before):
        super().__init__(guard(url))
        self.number, self.before = number, before

    def ask(self, ask):
        self.number -= 1
        if self.number == 0 and self.before:
            os.kill(os.getpid(), signal.SIGKILL)
        said = super().ask(ask)
        if self.number == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return said

url, serial, journal, number, before = sys.argv[1:]
trader = Trader(int(serial))
purchases = trader.purchases(150)
with GatewayClient(trader.sender, wire=Dying(url, int(number), before == "before"), journal=journal) as client:
    client.resume()
    client.clear_all(purchases)
"""


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("number", [1, 4, 8, 9, 10])
def test_a_client_that_is_killed_loses_and_doubles_nothing(
    server: Server, trader: Trader, tmp_path: Path, number: int, when: str
) -> None:
    """Killed around the posts 1 to 8, the fetch that follows, and the acknowledgement."""
    journal = tmp_path / "journal"
    command = [sys.executable, "-c", _DYING, server.url, str(trader.serial), str(journal), str(number), when]
    died = subprocess.run(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False)
    purchases = trader.purchases(150)
    if died.returncode == 0:
        pytest.fail("the client should have died")
    assert died.returncode == -signal.SIGKILL
    with GatewayClient(trader.sender, server.url, journal=journal) as client:
        resumed = client.resume()
        expected = [100, 50] * 4 if number <= 8 else []
        assert [one.count for one in resumed] == expected[number - 1 :]
        outcomes = client.follow_all(purchases)
        assert {one.state for one in outcomes} == {"released"}
        assert {len(one.heard) for one in outcomes} == {9}
        assert client.receipts() == []
        assert client.resume() == []


def test_what_is_left_does_not_stand_in_the_way(server: Server, trader: Trader, tmp_path: Path) -> None:
    order, other = trader.purchase(1).order, trader.purchase(2).order

    class Broken(RuntimeError):
        pass

    def dies(ask: Ask, go_on: Any) -> Any:
        raise Broken

    with (
        GatewayClient(trader.sender, wire=Between(None, dies), journal=tmp_path / "journal") as client,
        pytest.raises(Broken),
    ):
        client.send(order)
    with GatewayClient(trader.sender, server.url, journal=tmp_path / "journal") as client:
        client.send(other)
        assert {said.order_no for one in client.receipts() for said in one.returns} == {other.head.order_no}
        assert len(client.resume()) == 1
        assert len(client.receipts()) == 4


@pytest.mark.parametrize("kept", [False, True], ids=["memory", "file"])
def test_threads_share_a_client(server: Server, trader: Trader, tmp_path: Path, kept: bool) -> None:
    with (
        GatewayClient(trader.sender, server.url, journal=tmp_path / "journal" if kept else None) as client,
        ThreadPoolExecutor(15) as threads,
    ):
        outcomes = list(threads.map(client.clear, trader.purchases(15)))
        assert {(one.state, len(one.heard)) for one in outcomes} == {("released", 9)}
        assert client.receipts() == []


@pytest.mark.parametrize("kept", [False, True], ids=["memory", "file"])
def test_tasks_share_a_client(server: Server, trader: Trader, tmp_path: Path, kept: bool) -> None:
    async def play() -> None:
        journal = tmp_path / "journal" if kept else None
        async with AsyncGatewayClient(trader.sender, server.url, journal=journal) as client:
            outcomes = await asyncio.gather(*[client.clear(one) for one in trader.purchases(15)])
            assert {(one.state, len(one.heard)) for one in outcomes} == {("released", 9)}
            assert await client.receipts() == []

    asyncio.run(play())


def test_a_cancelled_task_leaves_its_messages_to_resume(server: Server, trader: Trader) -> None:
    order = trader.purchase().order

    class Hesitant(AsyncHttpWire):
        arrived: asyncio.Event

        async def ask(self, ask: Ask) -> Any:
            said = await super().ask(ask)
            self.arrived.set()
            await asyncio.Event().wait()
            return said

    async def play() -> None:
        wire = Hesitant(guard(server.url))
        wire.arrived = asyncio.Event()
        client = AsyncGatewayClient(trader.sender, wire=wire)
        task = asyncio.create_task(client.send(order))
        await wire.arrived.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        client._wire = AsyncHttpWire(guard(server.url))
        assert len(await client.resume()) == 1
        assert [one.message_type for one in await client.receipts()] == ["CEB312Message"] * 2
        await client._wire.close()
        await wire.close()
        await client.close()

    asyncio.run(play())


def test_an_interrupted_follow_takes_nothing(server: Server, trader: Trader) -> None:
    purchase = trader.purchase()

    async def play() -> None:
        async with AsyncGatewayClient(trader.sender, server.url) as client:
            await client.send(purchase.order)
            task = asyncio.create_task(client.follow(purchase))
            await asyncio.wait([task], timeout=0.3)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            assert len(await client.receipts()) == 2

    asyncio.run(play())


def test_a_full_disk_is_said_before_anything_is_sent(trader: Trader, tmp_path: Path) -> None:
    asked: list[Ask] = []

    class Listening(HttpWire):
        def ask(self, ask: Ask) -> Reply:
            asked.append(ask)
            return Reply(200, b"")

    with GatewayClient(trader.sender, wire=Listening(guard("http://127.0.0.1:9")), journal=tmp_path / "j") as client:
        client._journal._database.execute("PRAGMA max_page_count = 1").fetchall()  # type: ignore[union-attr]
        for _ in range(2):
            with pytest.raises(JournalUnusable, match="full; give another path"):
                client.send(*[one.order for one in trader.purchases(100)])
        assert asked == []
        assert threading.active_count()

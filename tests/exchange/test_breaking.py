"""What breaks, breaks nothing: server killed, wire cut, broker gone, disk full, queues deleted."""

import re
import subprocess
from pathlib import Path

import httpx

from tests.databases import sqlite_only
from tests.enterprise import Enterprise
from tests.exchange.broker import Broker
from tests.exchange.conftest import stranger
from tests.exchange.test_clearance import NINE, as_fetched, send_all, statuses
from tests.exchange.waiting import eventually
from tests.exchange.wire import wire_to
from tests.kouan import up
from tests.purchases import message
from tests.receipts import receipt_of
from tests.server.test_unwritable import limit_files


def by_wire(url: str, broker: Broker) -> tuple[str, ...]:
    return ("--amqp", url, "--amqp-queue", broker.in_queue)


def health(http: httpx.Client) -> dict:
    return http.get("/_kouan/health").json()["amqp"]


def journal(http: httpx.Client) -> list[dict]:
    return http.get("/_kouan/journal", params={"bodies": "true"}).json()["entries"]


def test_killed_between_durable_and_acknowledged(broker: Broker, tmp_path: Path) -> None:
    """The broker hands the message out again, and nothing comes of it: no second entry, no second receipt."""
    db = tmp_path / "kouan.db"
    with wire_to(broker.url) as wire, up(db, *by_wire(wire.url, broker)) as server, server.client() as http:
        company = stranger(http)
        wire.hold()  # the message gets in, what is said of it does not get out
        broker.send(message(company.purchase()["order"], dxp_id=company.dxp_id))
        eventually(lambda: len(company.receipts()) == 2)
        wire.wait_for_held()
        before = journal(http)
        server.process.kill()
        server.process.wait()
    replies = broker.reply_queue()
    with up(db, *broker.options) as server, server.client() as http:
        broker.send(b"", reply_to=replies)  # comes behind the one that comes again
        broker.take(replies)
        eventually(lambda: broker.left(broker.in_queue) == 0)
        assert journal(http) == before
        assert len(stranger(http).receipts()) == 0
        queue = broker.declare(f"{company.dxp_id}_HZ")
        assert statuses(broker.take(queue, 2)) == NINE[:2]
    assert broker.left(broker.in_queue) == 0


def test_killed_between_pushed_and_noted(broker: Broker, tmp_path: Path) -> None:
    """The same receipts come once more, under the same ids: at least once."""
    db = tmp_path / "kouan.db"
    with up(db, *broker.options) as server, server.client() as http:
        company = stranger(http)
        company.send(company.purchase()["order"])
        limit_files(server, 0)
        queue = broker.declare(f"{company.dxp_id}_HZ")
        (first,) = broker.take(queue)
        server.process.kill()
        server.process.wait()
    with up(db, *broker.options) as server, server.client() as http:
        again = broker.take(queue, 2)
        assert (again[0].message_id, again[0].body) == (first.message_id, first.body)
        assert statuses(again) == NINE[:2]
        eventually(lambda: not Enterprise(http, company.serial).receipts())


def test_the_wire_is_cut_again_and_again(broker: Broker, tmp_path: Path) -> None:
    with (
        wire_to(broker.url) as wire,
        up(tmp_path / "kouan.db", *by_wire(wire.url, broker), stderr=subprocess.PIPE) as server,
        server.client() as http,
    ):
        company = stranger(http)
        queue = broker.declare(f"{company.dxp_id}_HZ")
        for n in range(1, 301):
            broker.send(message(company.purchase(n)["order"], dxp_id=company.dxp_id))
            if n % 25 == 0:
                wire.cut()
        received = [receipt_of(as_fetched(one)) for one in unique(broker, queue, 600)]
        assert [int(one.id) for one in received] == sorted(int(one.id) for one in received)
        said = sorted((one.returns[0].order_no, one.returns[0].return_status) for one in received)
        assert said == sorted((company.number(n), status) for n in range(1, 301) for status in ("2", "120"))
        eventually(lambda: broker.left(broker.in_queue) == 0)
        assert broker.left(broker.refused) == 0
        eventually(lambda: health(http)["connected"])
        server.process.terminate()
        server.process.wait(30)
        assert server.process.stderr
        for line in server.process.stderr:
            assert re.search("^the connection to the broker .* trying until|^the broker .* is back$", line)


def unique(broker: Broker, queue: str, count: int) -> list:
    """Take messages until so many different ones have come, each where it came first."""
    found: dict = {}
    while len(found) < count:
        (one,) = broker.take(queue)
        found.setdefault(one.message_id, one)
    return list(found.values())


def test_the_broker_is_gone_for_a_while(broker: Broker, tmp_path: Path) -> None:
    with (
        wire_to(broker.url) as wire,
        up(tmp_path / "kouan.db", *by_wire(wire.url, broker)) as server,
        server.client() as http,
    ):
        company = stranger(http)
        queue = broker.declare(f"{company.dxp_id}_HZ")
        assert health(http) == {
            "broker": f"127.0.0.1:{wire.port}",
            "vhost": "/",
            "inQueue": broker.in_queue,
            "refused": broker.refused,
            "connected": True,
            "why": None,
        }
        wire.down = True
        wire.cut()
        eventually(lambda: not health(http)["connected"])
        assert f"the broker at 127.0.0.1:{wire.port}" in health(http)["why"]
        documents = company.purchase()
        for kind in ("order", "payment", "waybill"):
            company.send(documents[kind])
        assert len(company.receipts()) == 6
        broker.send(message(documents["inventory"], dxp_id=company.dxp_id))
        wire.down = False
        assert statuses(broker.take(queue, 9)) == NINE
        assert health(http)["connected"]


@sqlite_only
def test_a_full_disk_is_waited_out(broker: Broker, tmp_path: Path) -> None:
    with up(tmp_path / "kouan.db", *broker.options) as server, server.client() as http:
        company = stranger(http)
        replies = broker.reply_queue()
        documents = company.purchase()
        broker.send(message(documents["order"], dxp_id=company.dxp_id), reply_to=replies)
        broker.take(replies)
        before = company.receipts()
        limit_files(server, 0)
        for kind in ("payment", "waybill", "inventory"):
            broker.send(message(documents[kind], dxp_id=company.dxp_id), reply_to=replies)
        assert company.post(message(documents["payment"], dxp_id=company.dxp_id)).status_code == 503
        used = http.get("/_kouan/health").json()["cpuSeconds"]
        assert company.post(b"<broken").status_code == 400
        assert company.receipts() == before
        limit_files(server, -1)
        broker.take(replies, 3)
        assert [(one.type, one.returns[0].return_status) for one in company.receipts()] == NINE
        assert http.get("/_kouan/health").json()["cpuSeconds"] - used < 5  # nothing ran in circles
        assert broker.left(broker.refused) == 0


def test_receipts_are_pushed_once_while_the_disk_is_full(broker: Broker, tmp_path: Path) -> None:
    """What is in the queue and could not be noted is noted later, not pushed again."""
    with up(tmp_path / "kouan.db", *broker.options) as server, server.client() as http:
        company = stranger(http)
        company.send_all(company.purchase())
        limit_files(server, 0)
        queue = broker.declare(f"{company.dxp_id}_HZ")
        first = broker.take(queue)
        assert company.post(b"<broken").status_code == 400
        limit_files(server, -1)
        assert statuses(first + broker.take(queue, 8)) == NINE
        eventually(lambda: not company.receipts())


def test_the_queues_are_deleted(broker: Broker, gateway: httpx.Client, company: Enterprise) -> None:
    """The in-queue and that of the refused are made anew; receipts wait until somebody declares theirs again."""
    queue = broker.declare(f"{company.dxp_id}_HZ")
    documents = company.purchase()
    company.send(documents["order"])
    broker.take(queue, 2)
    broker.delete(queue)
    company.send(documents["payment"])
    broker.delete(broker.refused)
    broker.delete(broker.in_queue)
    eventually(lambda: broker.exists(broker.in_queue) and broker.exists(broker.refused))
    broker.send(b"<broken")
    assert broker.take(broker.refused)[0].body == b"<broken"
    assert len(company.receipts()) == 2
    broker.declare(queue)
    assert statuses(broker.take(queue, 2)) == NINE[2:4]


def test_a_queue_that_is_full(broker: Broker, gateway: httpx.Client, company: Enterprise) -> None:
    """What a full queue turns away waits in the outbox, in its order."""
    limits = {"x-max-length": 3, "x-overflow": "reject-publish"}
    queue = broker.declare(f"{company.dxp_id}_HZ", arguments=limits)
    send_all(broker, company)
    eventually(lambda: broker.left(queue) == 3)
    assert company.receipts()
    assert statuses(unique(broker, queue, 9)) == NINE
    eventually(lambda: not company.receipts())


def test_a_signal_stops_it_cleanly(broker: Broker, tmp_path: Path) -> None:
    with up(tmp_path / "kouan.db", *broker.options, stderr=subprocess.PIPE) as server, server.client() as http:
        company = stranger(http)
        replies = broker.reply_queue()
        broker.send(message(company.purchase()["order"], dxp_id=company.dxp_id), reply_to=replies)
        broker.take(replies)
        server.process.terminate()
        server.process.wait(30)
        assert server.process.stderr
        assert server.process.stderr.read() == ""
    assert broker.left(broker.in_queue) == 0

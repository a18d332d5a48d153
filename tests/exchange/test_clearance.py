"""A purchase clears by way of queues alone, in the form that the trade knows; HTTP goes on beside it."""

from typing import Any

import httpx

from simulator.bench.postgresql import database
from tests.enterprise import FOUR, Enterprise
from tests.exchange.broker import Broker, Message
from tests.exchange.conftest import stranger
from tests.exchange.waiting import eventually
from tests.kouan import up
from tests.purchases import enveloped, message
from tests.receipts import answer_of, receipt_of
from tests.worlds.places import begun

NINE = [
    *(("CEB312Message", "2"), ("CEB312Message", "120"), ("CEB412Message", "2"), ("CEB412Message", "120")),
    *(("CEB512Message", "2"), ("CEB512Message", "120")),
    *(("CEB622Message", "2"), ("CEB622Message", "120"), ("CEB622Message", "800")),
]


_SLOW = """
pace = "typical"
clock = { kind = "stepped", at = 2026-11-11T12:00:00 }
"""


def statuses(received: list[Message]) -> list[tuple[str, str]]:
    """Return type and status of receipts that came by queue, once their form has been checked."""
    said = [receipt_of(as_fetched(each)) for each in received]
    return [(each.type, one.return_status) for each in said for one in each.returns]


def as_fetched(received: Message) -> dict[str, Any]:
    return {
        "id": received.message_id,
        "messageType": received.type,
        "copMsgId": received.headers["copMsgId"],
        "returnTime": received.headers["returnTime"],
        "body": received.body.decode(),
    }


def send_all(broker: Broker, company: Enterprise, n: int = 1) -> None:
    documents = company.purchase(n)
    for kind in FOUR:
        broker.send(message(documents[kind], dxp_id=company.dxp_id))


def delivered(http: httpx.Client, kind: str) -> list[str]:
    """Return the ids of the receipts that the journal of deliveries has under a kind."""
    entries = http.get("/_kouan/journal", params={"deliveries": "true"}).json()["entries"]
    return [one for entry in entries if entry["kind"] == kind for one in entry["receipts"]]


def test_four_messages_in_nine_receipts_out(broker: Broker, gateway: httpx.Client, company: Enterprise) -> None:
    queue = broker.declare(f"{company.dxp_id}_HZ")
    send_all(broker, company)
    received = broker.take(queue, 9)
    assert statuses(received) == NINE
    first = received[0]
    assert (first.content_type, first.content_encoding, first.delivery_mode) == ("text/xml", "utf-8", 2)
    assert first.headers["dxpId"] == company.dxp_id
    assert first.correlation_id == first.headers["copMsgId"]
    assert first.headers["returnTime"].startswith("20261111")
    assert company.history()["state"] == "released"
    eventually(lambda: not company.receipts())
    ids = [one.message_id for one in received]
    assert delivered(gateway, "pushed") == delivered(gateway, "acknowledged") == ids
    entries = gateway.get("/_kouan/journal").json()["entries"]
    assert sorted(one["kind"] for one in entries) == ["message"] * 4 + ["receipt"] * 9
    assert [one["entrance"] for one in entries if one["kind"] == "message"] == ["bare"] * 4
    assert broker.left(broker.in_queue) == 0


def test_whoever_asks_is_answered_at_once_too(broker: Broker, gateway: httpx.Client, company: Enterprise) -> None:
    replies = broker.reply_queue()
    body = message(company.purchase()["order"], dxp_id=company.dxp_id)
    broker.send(body, reply_to=replies, correlation_id="一", message_id="1")
    broker.send(enveloped(body, sender=company.dxp_id), reply_to=replies, message_id="2")
    broker.send(body, reply_to=replies)
    answers = broker.take(replies, 3)
    assert [answer_of(one.body).response_code for one in answers] == ["0000"] * 3
    assert [one.correlation_id for one in answers[:2]] == ["一", "2"]
    assert (answers[0].content_type, answers[0].type) == ("text/xml", "DxpRep")
    # the first and the third are one and the same; nobody declared a queue
    assert [status for status, _ in company.statuses("CEB312Message")] == ["2", "120", "-301014"]
    assert not broker.exists(f"{company.dxp_id}_HZ")
    assert broker.left(broker.refused) == 0


def test_an_answer_to_where_the_question_came_from(broker: Broker, gateway: httpx.Client) -> None:
    """RabbitMQ's direct reply-to needs no queue."""
    (answer,) = broker.ask(b"<broken")
    assert answer_of(answer.body).response_code == "0001"


def test_messages_are_kept_in_the_order_in_which_they_came(
    broker: Broker, gateway: httpx.Client, company: Enterprise
) -> None:
    """Large ones take longer than small ones; what came first is first all the same."""
    replies = broker.reply_queue()
    orders = [company.purchase(n)["order"] for n in range(1, 300)]
    for n in range(20):
        some = orders[:200] if n % 2 == 0 else orders[n : n + 1]
        broker.send(message(*some, dxp_id=company.dxp_id, root_guid=f"{n:036d}"), reply_to=replies)
    broker.take(replies, 20)
    entries = gateway.get("/_kouan/journal", params={"bodies": "false"}).json()["entries"]
    kept = [one["copMsgId"] for one in entries if one["kind"] == "message"]
    assert kept == [f"{n:036d}" for n in range(20)]


def test_http_and_queue_together(broker: Broker, gateway: httpx.Client, company: Enterprise) -> None:
    """Who posts gets his receipts where he has a queue, and who has none fetches what he sent by queue."""
    queue = broker.declare(f"{company.dxp_id}_HZ")
    poller = stranger(gateway)
    company.send_all(company.purchase())
    send_all(broker, poller)
    assert statuses(broker.take(queue, 9)) == NINE
    eventually(lambda: len(poller.receipts()) == 9)
    fetched = poller.receipts()
    assert [(one.type, one.returns[0].return_status) for one in fetched] == NINE
    poller.acknowledge(*(one.id for one in fetched))
    assert poller.receipts() == []
    assert not broker.exists(f"{poller.dxp_id}_HZ")


def test_a_queue_that_is_declared_later_gets_what_nobody_has_acknowledged(
    broker: Broker, gateway: httpx.Client, company: Enterprise
) -> None:
    company.send_all(company.purchase())
    early = company.receipts()
    company.acknowledge(*(one.id for one in early[:4]))
    queue = broker.declare(f"{company.dxp_id}_HZ")
    assert [one.message_id for one in broker.take(queue, 5)] == [one.id for one in early[4:]]
    eventually(lambda: not company.receipts())
    assert delivered(gateway, "pushed") == [one.id for one in early[4:]]


def test_whose_receipts_a_queue_gets(broker: Broker, gateway: httpx.Client, company: Enterprise) -> None:
    """Those of the world that claimed a dxpId; what somebody does in a named world of his own is not pushed."""
    queue = broker.declare(f"{company.dxp_id}_HZ")
    apart, own = begun(gateway, "apart"), begun(gateway, "own", "", company.dxp_id)
    body = message(company.purchase()["order"], dxp_id=company.dxp_id)
    assert apart.post("/dxp/messages", content=body).status_code == 200
    broker.send(body)
    assert statuses(broker.take(queue, 2)) == NINE[:2]
    assert len(apart.get(f"/dxp/receipts?dxpId={company.dxp_id}").json()["receipts"]) == 2
    assert len(apart.journal()) == len(own.journal()) == 3
    assert gateway.get("/_kouan/journal").json()["entries"] == []


def test_receipts_are_pushed_when_they_are_due(broker: Broker, gateway: httpx.Client, company: Enterprise) -> None:
    queue = broker.declare(f"{company.dxp_id}_HZ")
    slow = begun(gateway, "slow", _SLOW, company.dxp_id)
    broker.send(message(company.purchase()["order"], dxp_id=company.dxp_id), reply_to=(replies := broker.reply_queue()))
    broker.take(replies)
    assert len(slow.journal()) == 1
    slow.clock(advance="1d")
    received = broker.take(queue, 2)
    assert statuses(received) == NINE[:2]
    assert "20261111120000000" < received[0].headers["returnTime"] < received[1].headers["returnTime"]


def test_a_thousand_messages(broker: Broker, gateway: httpx.Client, company: Enterprise) -> None:
    queue = broker.declare(f"{company.dxp_id}_HZ")
    for n in range(1, 1001):
        broker.send(message(company.purchase(n)["order"], dxp_id=company.dxp_id))
    received = broker.take(queue, 2000)
    ids = [int(one.message_id or 0) for one in received]
    assert ids == sorted(set(ids))
    said = [(one.order_no, one.return_status) for each in received for one in receipt_of(as_fetched(each)).returns]
    assert said == [(company.number(n), status) for n in range(1, 1001) for status in ("2", "120")]
    eventually(lambda: not company.receipts())
    assert broker.left(broker.in_queue) == broker.left(broker.refused) == 0


def test_a_cop_msg_id_that_is_too_long_for_its_place(
    broker: Broker, gateway: httpx.Client, company: Enterprise
) -> None:
    """255 characters are allowed, and a correlation id has 255 bytes."""
    queue = broker.declare(f"{company.dxp_id}_HZ")
    body = message(company.purchase()["order"], dxp_id=company.dxp_id)
    broker.send(enveloped(body, sender=company.dxp_id, cop_msg_id="单" * 255))
    for one in broker.take(queue, 2):
        assert one.correlation_id is None
        assert one.headers["copMsgId"] == "单" * 255


def test_several_processes_push_each_receipt_once_and_in_order(broker: Broker, postgres: str) -> None:
    address = database(postgres, f"pushed_{broker.in_queue.removeprefix('kouan-test-')}")
    with up(address, "--workers", "2", *broker.options) as server, server.client() as client:
        companies = [stranger(client) for _ in range(3)]
        queues = [broker.declare(f"{one.dxp_id}_HZ") for one in companies]
        for n in range(1, 11):
            for one in companies:
                send_all(broker, one, n)
        for one, queue in zip(companies, queues, strict=True):
            received = broker.take(queue, 90)
            assert len({each.message_id for each in received}) == 90
            assert statuses(received) == NINE * 10
            eventually(lambda one=one: one.receipts() == [])

"""What is refused at the in-queue is put aside with the reasons, told to whoever asked, and keeps nobody else out."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pamqp.encode
import pytest

from tests.enterprise import Enterprise
from tests.exchange.broker import Broker
from tests.exchange.conftest import stranger
from tests.exchange.waiting import eventually
from tests.kouan import up
from tests.purchases import enveloped, message
from tests.receipts import answer_of

_BARE = b'<CEB311Message xmlns="http://www.chinaport.gov.cn/ceb" guid="1" version="1.0"/>'


@pytest.fixture(scope="module")
def broker(broker_url: str) -> Iterator[Broker]:
    """One for all tests here: each takes away what it had put aside."""
    found = Broker(broker_url)
    yield found
    found.close()


@pytest.fixture(scope="module")
def gateway(broker: Broker, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    with up(tmp_path_factory.mktemp("refused") / "kouan.db", *broker.options) as server, server.client() as client:
        yield client


@pytest.fixture(autouse=True)
def next_clears(broker: Broker, gateway: httpx.Client) -> Iterator[None]:
    """Behind every test somebody else's good message, which no refused one keeps out, and nothing left behind."""
    yield
    another = stranger(gateway)
    broker.send(message(another.purchase()["order"], dxp_id=another.dxp_id))
    eventually(lambda: [status for status, _ in another.statuses("CEB312Message")] == ["2", "120"])
    eventually(lambda: broker.left(broker.in_queue) == 0)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "0001"),
        (b"Dear customs", "0001"),
        ("订单".encode("gbk"), "0001"),
        (b"\x1f\x8b\x08\x00", "0001"),
        (b'{"order": 1}', "0001"),
        (_BARE, "0002"),
        (enveloped(_BARE, receivers=("DXPEDCCEB0000009",)), "2001"),
    ],
    ids=["empty", "letter", "gbk", "gzip", "json", "nobody", "receiver"],
)
def test_a_refused_envelope(broker: Broker, gateway: httpx.Client, body: bytes, code: str) -> None:
    replies = broker.reply_queue()
    around: dict[str, Any] = {"correlation_id": "17", "message_id": "m", "type": "CEB311Message", "app_id": "erp"}
    broker.send(body, reply_to=replies, headers={"batch": 7, "note": "甲"}, **around)
    (reply,) = broker.take(replies)
    said = answer_of(reply.body)
    by_http = answer_of(gateway.post("/dxp/messages", content=body).content)
    assert (said.response_code, said.response_info) == (code, by_http.response_info)
    assert reply.correlation_id == "17"
    (aside,) = broker.take(broker.refused)
    assert aside.body == body
    assert (aside.correlation_id, aside.message_id, aside.type, aside.app_id) == ("17", "m", "CEB311Message", "erp")
    assert (aside.reply_to, aside.delivery_mode, aside.content_type) == (replies, 2, "text/xml")
    reasons = aside.headers.pop("kouan-reasons")
    assert aside.headers == {"batch": 7, "note": "甲", "kouan-status": 400, "kouan-code": code}
    assert "; ".join(reasons) == by_http.note


def test_nobody_asked_and_it_is_put_aside_all_the_same(broker: Broker) -> None:
    broker.send(b"<broken")
    (aside,) = broker.take(broker.refused)
    assert (aside.body, aside.headers["kouan-code"]) == (b"<broken", "0001")


def test_a_message_that_breaks_its_schema_is_answered_by_a_receipt(broker: Broker, company: Enterprise) -> None:
    """As by HTTP it was accepted: it is not put aside."""
    queue = broker.declare(f"{company.dxp_id}_HZ")
    body = message(company.purchase()["order"], dxp_id=company.dxp_id).replace(b"orderNo>", b"orderNumber>")
    broker.send(body)
    (receipt,) = broker.take(queue)
    assert receipt.type == "CEB900Message"
    broker.send(b"<broken")
    assert broker.take(broker.refused)[0].body == b"<broken"


def test_larger_than_is_taken(broker: Broker, gateway: httpx.Client, company: Enterprise) -> None:
    replies = broker.reply_queue()
    body = message(company.purchase()["order"], dxp_id=company.dxp_id)
    broker.send(body + b" " * (8_000_001 - len(body)), reply_to=replies)
    broker.send(body + b" " * (8_000_000 - len(body)), reply_to=replies)
    answers = [answer_of(one.body) for one in broker.take(replies, 2)]
    assert sorted(one.response_code for one in answers) == ["0000", "0999"]
    (aside,) = broker.take(broker.refused)
    assert len(aside.body) == 8_000_001
    assert aside.headers["kouan-status"] == 413
    assert "is larger than 8000000 bytes: send smaller batches" in aside.headers["kouan-reasons"][0]
    assert len(company.receipts()) == 2


def test_properties_that_are_no_utf_8(broker: Broker, company: Enterprise, monkeypatch: pytest.MonkeyPatch) -> None:
    """Real programs write GBK wherever they write; the library would break the connection again and again."""
    queue = broker.declare(f"{company.dxp_id}_HZ")
    with monkeypatch.context() as patched:
        patched.setitem(pamqp.encode.METHODS, "shortstr", lambda text: bytes([len(t := text.encode("gbk"))]) + t)
        broker.send(message(company.purchase()["order"], dxp_id=company.dxp_id), correlation_id="订单")
        broker.send(b"<broken", correlation_id="订单")
    assert len(broker.take(queue, 2)) == 2
    (aside,) = broker.take(broker.refused)
    assert aside.body == b"<broken"
    assert "utf-8" in aside.headers["kouan-unreadable"]


def test_headers_that_leave_no_room_for_the_reasons(broker: Broker) -> None:
    broker.send(b"<broken", headers={"h": "x" * 130_900}, correlation_id="17")  # a frame has 131,072 bytes
    (aside,) = broker.take(broker.refused)
    assert (aside.body, aside.correlation_id) == (b"<broken", "17")
    assert aside.headers["kouan-headers"] == "left out: too large, or not to be written again"
    assert aside.headers["kouan-reasons"]


def test_an_answer_that_nobody_waits_for(broker: Broker) -> None:
    broker.send(b"<broken", reply_to="nobody-has-such-a-queue")
    broker.send(b"<broken", reply_to=broker.in_queue)  # the answer is no message for the port, either
    assert len(broker.take(broker.refused, 3)) == 3


def test_strangers(broker: Broker, tmp_path: Path, broker_url: str) -> None:
    """Who is claimed by no world is refused where strangers are; so is nobody's queue of receipts filled."""
    other = Broker(broker_url)
    try:
        with up(tmp_path / "strict.db", *other.options, "--strangers", "refuse"):
            other.send(enveloped(_BARE, sender="DXPENT0000000000"), reply_to=(replies := other.reply_queue()))
            assert answer_of(other.take(replies)[0].body).response_code == "2999"
            (aside,) = other.take(other.refused)
            assert aside.headers["kouan-status"] == 404
            assert "no world has claimed it" in aside.headers["kouan-reasons"][0]
    finally:
        other.close()


_STUMBLING = """
import sys
from simulator.port import intake

examine = intake.examine

def stumble(body, schemas, **options):
    if body == b"<stumble/>":
        raise ZeroDivisionError
    return examine(body, schemas, **options)

intake.examine = stumble
from simulator.cli import main
sys.exit(main())
"""


def test_a_fault_of_ours_keeps_nobody_out(broker: Broker, broker_url: str, tmp_path: Path) -> None:
    other = Broker(broker_url)
    command = [sys.executable, "-c", _STUMBLING, "up", "--port", "0", "--db", str(tmp_path / "faulty.db")]
    try:
        with subprocess.Popen(
            [*command, *other.options], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        ) as server:
            try:
                assert server.stdout
                assert server.stdout.readline().startswith("ready ")
                other.send(b"<stumble/>", reply_to=(replies := other.reply_queue()))
                other.send(b"<broken", reply_to=replies)
                assert [answer_of(one.body).response_code for one in other.take(replies, 2)] == ["3001", "0001"]
                aside = other.take(other.refused, 2)[0]
                assert (aside.body, aside.headers["kouan-status"]) == (b"<stumble/>", 500)
                assert "a fault of the simulator" in aside.headers["kouan-reasons"][0]
            finally:
                server.kill()
    finally:
        other.close()

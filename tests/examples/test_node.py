"""The client in Node, run as a newcomer runs it, against a real ``kouan up``."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import httpx
import pytest
from lxml import etree

from tests.cli.running import ROOT, Ran
from tests.kouan import Server

SCRIPT = ROOT / "scenarios/examples/node/clear.mjs"
AT = ("--at", "2026-11-11T12:00")  # when the clock of the tests' server started


@pytest.fixture(scope="session")
def node() -> str:
    """Where Node is. Whoever has none installs it; CI is not let off."""
    if found := shutil.which("node"):
        return found
    why = "node is not there: install Node 18 or newer (apt-get install nodejs) to try the example in Node"
    if "CI" in os.environ:
        pytest.fail(why)
    pytest.skip(why)


def clear(node: str, url: str, *arguments: str) -> Ran:
    env = {**os.environ, "KOUAN_URL": url}
    done = subprocess.run([node, SCRIPT, *arguments], capture_output=True, encoding="utf-8", env=env, check=False)
    return Ran(done.returncode, done.stdout, done.stderr)


def heard(ran: Ran) -> list[tuple[str, str]]:
    """Return document and status of every return that was printed."""
    rows = [line.split()[:2] for line in ran.out.splitlines() if not line.startswith("released")]
    return [(document, status) for document, status in rows]


CLEARED = [
    *(("order", "2"), ("order", "120"), ("payment", "2"), ("payment", "120"), ("waybill", "2"), ("waybill", "120")),
    *(("inventory", "2"), ("inventory", "120"), ("inventory", "800")),
]


def test_an_order_clears(node: str, server: Server, http: httpx.Client) -> None:
    ran = clear(node, server.url, "NODE1", *AT, "--dxp-id", "DXPENT0000770001")
    assert (ran.status, ran.err) == (0, "")
    assert heard(ran) == CLEARED
    history = http.get("/_kouan/documents/NODE1").json()
    assert history["state"] == "released"
    invt_no = ran.last.removeprefix("released / 放行: ")
    assert invt_no in [one.get("invtNo") for one in history["documents"]]
    assert http.get("/dxp/receipts", params={"dxpId": "DXPENT0000770001"}).json() == {"receipts": []}


def test_a_payment_that_differs_is_refused_with_both_values(node: str, server: Server) -> None:
    ran = clear(node, server.url, "NODE2", *AT, "--dxp-id", "DXPENT0000770002", "--paid", "751.43")
    assert ran.status == 1
    assert ran.err == (
        "refused / 退单: inventory 100 [Code:1332;Desc:支付单支付金额与订单支付金额不一致],"
        "[OrderHead.acturalPaid:796.43,PaymentHead.amountPaid751.43]\n"
        "more / 详情: kouan status NODE2\n"
    )


def test_another_day_is_refused_by_the_port(node: str, server: Server) -> None:
    ran = clear(node, server.url, "NODE3", "--at", "2026-11-09T12:00", "--dxp-id", "DXPENT0000770003")
    assert ran.status == 1
    assert "inventory -621001 " in ran.err


def test_the_same_order_again_is_refused(node: str, server: Server) -> None:
    assert clear(node, server.url, "NODE4", *AT, "--dxp-id", "DXPENT0000770004").status == 0
    again = clear(node, server.url, "NODE4", *AT, "--dxp-id", "DXPENT0000770004")
    assert again.status == 1
    assert "order -301014 " in again.err


def test_a_number_too_long_is_refused_by_its_form(node: str, server: Server) -> None:
    ran = clear(node, server.url, "N" * 61, *AT, "--dxp-id", "DXPENT0000770005")
    assert ran.status == 1
    assert "order -999999 " in ran.err


def test_names_that_look_like_markup(node: str, server: Server, http: httpx.Client) -> None:
    name, number = "A&B <x> \"'&lt;]]>", "NODE<6>&"
    ran = clear(node, server.url, number, *AT, "--dxp-id", "DXPENT0000770006", "--buyer", name)
    assert (ran.status, ran.err) == (0, "")
    assert "订单编号：NODE<6>&]" in ran.out
    entries = http.get("/_kouan/journal", params={"order": number, "bodies": True}).json()["entries"]
    messages = [etree.fromstring(one["body"].encode()) for one in entries if one["kind"] == "message"]
    assert [message.findtext(".//{*}orderNo") for message in messages] == [number] * 4
    fields = ["buyerName", "payerName", "consignee", "buyerName"]
    assert [message.findtext(f".//{{*}}{field}") for message, field in zip(messages, fields, strict=True)] == [name] * 4


def test_what_xml_cannot_hold_is_not_accepted_and_why(node: str, server: Server) -> None:
    ran = clear(node, server.url, "NODE7", *AT, "--dxp-id", "DXPENT0000770007", "--buyer", "A\x01B")
    assert ran.status == 1
    first, second = ran.err.splitlines()
    assert first.startswith("order not accepted / 未被接收: 0001 报文格式错误")
    assert "a character that XML forbids" in second


def test_many_at_once_with_one_inbox(node: str, server: Server) -> None:
    """Each takes its own receipts and leaves the others'."""
    numbers = [f"NODE8{letter}" for letter in "ABC"]
    with ThreadPoolExecutor() as threads:
        runs = threads.map(lambda number: clear(node, server.url, number, *AT, "--dxp-id", "DXPENT0000770008"), numbers)
        for number, ran in zip(numbers, runs, strict=True):
            assert (ran.status, ran.err) == (0, "")
            assert sorted(heard(ran)) == sorted(CLEARED)
            assert f"订单编号：{number}]" in ran.out


def test_lost_answers_are_asked_for_again_and_nothing_is_declared_twice(node: str, server: Server) -> None:
    with losing_first_answers(server.url) as (url, lost):
        ran = clear(node, url, "NODE9", *AT, "--dxp-id", "DXPENT0000770009")
    assert (ran.status, ran.err) == (0, "")
    assert heard(ran) == CLEARED
    assert len(lost) == 5  # four messages and an acknowledgement


def test_nobody_there(node: str) -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as closed:
        url = f"http://127.0.0.1:{closed.server_port}"
    ran = clear(node, url, "NODE10")
    assert (ran.status, ran.out) == (3, "")
    assert ran.err.startswith(f"Nobody answers at {url} (ECONNREFUSED): start the simulator with `kouan up`")


def test_something_else_there(node: str, server: Server) -> None:
    ran = clear(node, f"{server.url}/docs", "NODE11")
    assert (ran.status, ran.out) == (3, "")
    assert "is no port / 应答的不是口岸: HTTP 404" in ran.err


def test_no_end_in_time(node: str, server: Server, http: httpx.Client) -> None:
    """In a world whose clock stands still, nothing comes of anything."""
    file = 'pace = "typical"\nclock = { kind = "stepped", at = 2026-11-11T12:00:00 }\n'
    http.post("/_kouan/worlds", json={"name": "node-still", "file": file}).raise_for_status()
    ran = clear(node, f"{server.url}/w/node-still/", "NODE12", *AT, "--patience", "0.3")
    assert (ran.status, ran.out) == (3, "")
    assert ran.err == "No end within 0.3 s / 0.3秒内没有结果: kouan status NODE12\n"


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        ([], "node clear.mjs ORDER"),
        (["T1", "T2"], "node clear.mjs ORDER"),
        (["T1", "--piad", "1"], "'--piad'"),
        (["T1", "--paid", "1.234"], "“1.234” is no amount"),
        (["T1", "--at", "11 November"], "--at 11 November"),
        (["T1", "--at", "2026-02-30T12:00"], "no such moment"),
        (["T1", "--patience", "long"], "--patience long"),
    ],
)
def test_usage(node: str, arguments: list[str], why: str) -> None:
    ran = clear(node, "http://127.0.0.1:9", *arguments)
    assert (ran.status, ran.out) == (2, "")
    assert why in ran.err


@contextmanager
def losing_first_answers(url: str) -> Iterator[tuple[str, set[bytes]]]:
    """A way to the server on which everything that is posted arrives, and its first answer never does."""
    lost: set[bytes] = set()

    class Lossy(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.answer(httpx.get(url + self.path, trust_env=False, timeout=60))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            kind = {"Content-Type": self.headers["Content-Type"]}
            answer = httpx.post(url + self.path, content=body, headers=kind, trust_env=False, timeout=60)
            if body in lost:
                self.answer(answer)
            else:
                lost.add(body)
                self.close_connection = True

        def answer(self, answer: httpx.Response) -> None:
            self.send_response(answer.status_code)
            self.send_header("Content-Length", str(len(answer.content)))
            self.end_headers()
            self.wfile.write(answer.content)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Lossy) as between:
        serving = Thread(target=between.serve_forever)
        serving.start()
        yield f"http://127.0.0.1:{between.server_port}", lost
        between.shutdown()
        serving.join()

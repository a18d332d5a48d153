"""A server that answers rubbish, closes, stalls or repeats: a retry or a typed error; nothing is lost or doubled."""

import asyncio
import socket
import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from typing import Any

import httpx
import pytest
import respx

from gateway_client import (
    AsyncGatewayClient,
    Garbled,
    GatewayClient,
    GatewayError,
    Purchase,
    Receipt,
    Rejected,
    Sender,
    Tries,
    Unanswered,
    Unreachable,
    transport,
)
from gateway_client.asking import Ask, Reply, Silence
from gateway_client.transport import AsyncHttpWire, HttpWire, guard
from simulator.port.answers import dxp_rep
from tests.client.seats import Client, StillClock
from tests.kouan import Server
from tests.purchases import DXP_ID, NOON, purchase

URL = "http://127.0.0.1:9"
SENDER = Sender(dxp_id=DXP_ID, cop_code="4401960005", cop_name="南沙报关")
ORDER = purchase()["order"]
Make = Callable[..., Client]


def rep(code: str) -> bytes:
    return dxp_rep(code, NOON, findings=[], sender=DXP_ID, cop_msg_id="X", message_type="CEB311Message")


ACCEPTED = httpx.Response(200, content=rep("0000"))
HTML = httpx.Response(200, html="<html><body>Willkommen</body></html>")


@pytest.fixture(params=[GatewayClient, AsyncGatewayClient], ids=["sync", "async"])
def make(request: pytest.FixtureRequest) -> Iterator[Make]:
    """Return a maker of clients whose clock makes pauses at once."""
    with asyncio.Runner() as runner:
        made: list[Client] = []

        def make(url: str = URL, clock: StillClock | None = None, **options: Any) -> Client:
            options.setdefault("tries", Tries(longest_wait=0))
            made.append(Client(request.param(SENDER, url, clock=clock or StillClock(), **options), runner))
            return made[-1]

        yield make
        for client in made:
            client.close()


@respx.mock
@pytest.mark.parametrize(
    "troubles",
    [
        [httpx.Response(500)] * 3,
        [httpx.Response(503, content=rep("3001")), httpx.Response(502, html="<h1>Bad Gateway</h1>")],
        [httpx.Response(429), httpx.Response(408), httpx.Response(425)],
        [httpx.ConnectError("refused"), httpx.ReadError("reset"), httpx.ReadTimeout("slow"), httpx.WriteError("pipe")],
        [httpx.RemoteProtocolError("peer closed connection without sending complete message body")],
        [httpx.DecodingError("not gzip")],
        [httpx.Response(200)],
        [httpx.Response(200, content=rep("0000")[:-5])],
        [httpx.Response(200, content=rep("0000")[:200])],
    ],
    ids=["500", "503 and 502", "try later", "network", "half", "undecodable", "empty", "cut", "cut early"],
)
def test_trouble_that_passes_is_waited_out(make: Make, troubles: list[Any]) -> None:
    route = respx.post(f"{URL}/dxp/messages").mock(side_effect=[*troubles, ACCEPTED])
    clock = StillClock()
    client = make(clock=clock)
    (sent,) = client.send(ORDER)
    assert [call.request.content for call in route.calls] == [sent.body] * (len(troubles) + 1)
    assert clock.pauses == [0.2, 0.4, 0.8, 1.6, 3.2][: len(troubles)]
    assert client.resume() == []


@respx.mock
def test_trouble_that_stays_is_unreachable_and_keeps_the_message(make: Make) -> None:
    route = respx.post(f"{URL}/dxp/messages").mock(side_effect=httpx.ConnectError("refused"))
    client = make()
    with pytest.raises(Unreachable, match=r"after 6 tries \(ConnectError: refused\)") as caught:
        client.send(ORDER)
    assert (caught.value.tries, route.call_count) == (6, 6)
    route.mock(return_value=ACCEPTED)
    assert [one.count for one in client.resume()] == [1]
    assert len({call.request.content for call in route.calls}) == 1
    assert client.resume() == []


@respx.mock
@pytest.mark.parametrize(
    ("answer", "status", "code"),
    [
        (httpx.Response(400, content=rep("0002")), 400, "0002"),
        (httpx.Response(413, content=rep("0999")), 413, "0999"),
        (httpx.Response(200, content=rep("2001")), 200, "2001"),
    ],
)
def test_a_refused_message_is_not_sent_again(make: Make, answer: httpx.Response, status: int, code: str) -> None:
    route = respx.post(f"{URL}/dxp/messages").mock(return_value=answer)
    client = make()
    with pytest.raises(Rejected, match=r"the port refused CEB311Message [0-9A-F-]{36} with") as caught:
        client.send(ORDER, purchase()["payment"])
    assert (caught.value.status, caught.value.code, route.call_count) == (status, code, 1)
    route.mock(return_value=ACCEPTED)
    assert [one.message_type for one in client.resume()] == ["CEB411Message"]


@respx.mock
@pytest.mark.parametrize(
    "answer",
    [
        HTML,
        httpx.Response(404, html="<h1>Not Found</h1>"),
        httpx.Response(413, html="<h1>Request Entity Too Large</h1>"),
        httpx.Response(301, headers={"Location": "http://evil.example/dxp/messages"}),
        httpx.Response(307, headers={"Location": f"{URL}/elsewhere"}, content=rep("0000")),
        httpx.Response(204),
        httpx.Response(200, json={"ok": True}),
        httpx.Response(200, content=b"\xff\xfe\x00"),
        httpx.Response(200, content=b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>"),
    ],
    ids=lambda answer: f"{answer.status_code}-{len(answer.content)}",
)
def test_what_is_no_port_is_garbled_and_keeps_the_message(make: Make, answer: httpx.Response) -> None:
    route = respx.post(f"{URL}/dxp/messages").mock(return_value=answer)
    client = make()
    with pytest.raises(Garbled):
        client.send(ORDER)
    route.mock(return_value=ACCEPTED)
    assert [one.count for one in client.resume()] == [1]


@respx.mock
def test_redirects_are_not_followed(make: Make) -> None:
    elsewhere = respx.route(host="evil.example").mock(return_value=ACCEPTED)
    moved = httpx.Response(302, headers={"Location": "http://evil.example/"})
    respx.post(f"{URL}/dxp/messages").mock(return_value=moved)
    respx.get(f"{URL}/dxp/receipts").mock(return_value=moved)
    client = make()
    with pytest.raises(Garbled):
        client.send(ORDER)
    with pytest.raises(Garbled):
        client.receipts()
    assert not elsewhere.called


@respx.mock
@pytest.mark.parametrize(
    "body",
    [
        b"<html></html>",
        b"[]",
        b"{}",
        b"null",
        b'{"receipts": null}',
        b'{"receipts": [1]}',
        b'{"receipts": [{}]}',
        b'{"receipts": [{"id": 1, "messageType": "", "copMsgId": "", "returnTime": "", "body": ""}]}',
        b'{"receipts": [{"id": "1", "messageType": "", "copMsgId": "", "returnTime": "", "body": null}]}',
        b"[" * 100_000,
        b"\xff",
    ],
    ids=lambda body: repr(body[:40]),
)
def test_receipts_that_are_none_are_garbled(make: Make, body: bytes) -> None:
    respx.get(f"{URL}/dxp/receipts").mock(return_value=httpx.Response(200, content=body))
    with pytest.raises(Garbled, match="which no port says: check the address"):
        make().receipts()


@respx.mock
def test_half_a_page_of_receipts_is_fetched_again(make: Make) -> None:
    page = b'{"receipts":[]}'
    respx.get(f"{URL}/dxp/receipts").mock(
        side_effect=[httpx.Response(200, content=part) for part in (b"", page[:14], page)]
    )
    assert make().receipts() == []


@respx.mock
@pytest.mark.parametrize(
    "body",
    ["", "no XML", "<a/>", "<CEB312Message/>", '<CEB999Message xmlns="http://www.chinaport.gov.cn/ceb"/>', "\x00"],
)
def test_unknown_receipts_are_handed_over_as_they_are(make: Make, body: str) -> None:
    said = {"id": "7", "messageType": "CEB999Message", "copMsgId": "M", "returnTime": "20261111120000000", "body": body}
    respx.get(f"{URL}/dxp/receipts").mock(return_value=httpx.Response(200, json={"receipts": [said]}))
    ack = respx.post(f"{URL}/dxp/receipts/ack").mock(return_value=httpx.Response(200, json={}))
    client = make()
    (receipt,) = client.receipts()
    assert receipt == Receipt("7", "CEB999Message", "M", "20261111120000000", body)
    assert receipt.message is None
    assert receipt.returns == ()
    with pytest.raises(Unanswered):
        client.follow(Purchase(**purchase()), timeout=1)
    assert not ack.called
    client.acknowledge(receipt)
    assert ack.calls.last.request.content == b'{"ids":["7"]}'


@respx.mock
def test_a_full_page_of_others_is_named(make: Make) -> None:
    said = {"messageType": "X", "copMsgId": "M", "returnTime": "20261111120000000", "body": ""}
    page = {"receipts": [{**said, "id": str(n)} for n in range(100)]}
    respx.get(f"{URL}/dxp/receipts").mock(return_value=httpx.Response(200, json=page))
    with pytest.raises(Unanswered, match=r"take them with receipts\(\) and acknowledge\(\)"):
        make().follow(Purchase(**purchase()), timeout=5)


@respx.mock
def test_an_answer_without_end_is_cut(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "MOST_ANSWER", 100_000)
    read = 0

    class Endless(httpx.SyncByteStream, httpx.AsyncByteStream):
        def __iter__(self) -> Iterator[bytes]:
            nonlocal read
            while True:
                read += 1
                yield b'{"receipts"' + b" " * 10_000

        async def __aiter__(self) -> Any:
            for part in self:
                yield part

    respx.get(f"{URL}/dxp/receipts").mock(side_effect=lambda _: httpx.Response(200, stream=Endless()))
    with pytest.raises(Unreachable, match="an answer that breaks off"):
        make().receipts()
    assert read <= 6 * 11


@contextmanager
def raw(*answers: bytes) -> Iterator[tuple[str, list[bytes]]]:
    """Serve raw bytes, a connection each, closing behind them; yields the address and what was asked."""
    asked: list[bytes] = []
    left = iter(answers)

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            data = b""
            while b"\r\n\r\n" not in data:
                data += self.request.recv(65536)
            head, _, body = data.partition(b"\r\n\r\n")
            length = next(
                (int(line[15:]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length")), 0
            )
            while len(body) < length:
                body += self.request.recv(65536)
            asked.append(body)
            self.request.sendall(next(left))

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}", asked
        finally:
            server.shutdown()
            thread.join()


def whole(body: bytes, length: int | None = None) -> bytes:
    size = len(body) if length is None else length
    return b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: %d\r\n\r\n" % size + body


def test_half_answers_on_the_wire_are_asked_again(make: Make) -> None:
    good = rep("0000")
    with raw(
        b"",
        b"HTTP/1.1 200",
        whole(good, len(good) + 1),
        whole(good[:100], len(good)),
        b"\x00\x01rubbish\r\n\r\n",
        whole(good),
    ) as (url, asked):
        (sent,) = make(url).send(ORDER)
    assert asked == [sent.body] * 6


@contextmanager
def dawdling(converse: Callable[[socket.socket, threading.Event], None]) -> Iterator[str]:
    """Serve connections that go on until the client hangs up; yields the address. The event ends them at last."""
    ended = threading.Event()

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            with suppress(OSError):
                converse(self.request, ended)

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        server.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            ended.set()
            server.shutdown()
            thread.join()


def dripping(beginning: bytes, drop: bytes) -> Callable[[socket.socket, threading.Event], None]:
    def converse(connection: socket.socket, ended: threading.Event) -> None:
        connection.recv(65536)
        connection.sendall(beginning)
        while not ended.wait(0.01):
            connection.sendall(drop)

    return converse


DRIPS = {
    "headers": dripping(b"HTTP/1.1 200 OK\r\nX-Slow: ", b"x"),
    "many headers": dripping(b"HTTP/1.1 200 OK\r\n", b"X: x\r\n"),
    "not yet": dripping(b"", b"HTTP/1.1 103 Early Hints\r\n\r\n"),
    "body": dripping(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n", b" "),
    "chunks": dripping(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n"),
}


@pytest.mark.parametrize("drip", DRIPS.values(), ids=DRIPS)
def test_an_answer_that_drips_ends_with_its_patience(
    make: Make, drip: Callable[[socket.socket, threading.Event], None]
) -> None:
    with dawdling(drip) as url:
        client = make(url, tries=Tries(most=1, patience=0.2))
        with pytest.raises(Unreachable, match=r"did not end within 0\.2 s"):
            client.receipts()


def sip(connection: socket.socket, ended: threading.Event) -> None:
    while not ended.wait(0.05) and connection.recv(65536):
        pass


def test_a_question_that_is_swallowed_slowly_ends_with_its_patience() -> None:
    long = Ask("POST", "/dxp/messages", body=bytes(50_000_000), patience=0.2)
    late = Silence("the answer did not end within 0.2 s")
    with dawdling(sip) as url:
        with closing(HttpWire(guard(url))) as wire:
            assert wire.ask(long) == late

        async def play() -> None:
            wire = AsyncHttpWire(guard(url))
            assert await wire.ask(long) == late
            await wire.close()

        asyncio.run(play())


def test_each_question_on_a_connection_has_its_own_patience(server: Server) -> None:
    health = Ask("GET", "/_kouan/health", patience=30)
    with closing(HttpWire(guard(server.url))) as wire:
        for patience in (30, 1e-9, 30, 60):
            said = wire.ask(replace(health, patience=patience))
            assert isinstance(said, Silence if patience < 1 else Reply)


def test_a_name_with_several_addresses_is_reached(make: Make) -> None:
    with raw(whole(rep("0000"))) as (url, asked):
        (sent,) = make(url.replace("127.0.0.1", "localhost")).send(ORDER)
    assert asked == [sent.body]


def test_all_errors_are_of_one_tree() -> None:
    assert all(issubclass(error, GatewayError) for error in (Garbled, Rejected, Unanswered, Unreachable))
    assert Silence("x").why == "x"

"""Bodies that are too large, or break off, cost neither memory nor the next parcel."""

import socket
import time
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.enterprise import Enterprise
from tests.kouan import Server
from tests.receipts import answer_of
from tests.server.broken import order


def memory(server: Server) -> int:
    """Return the most memory that the server ever held, in bytes; 0 where nobody tells."""
    status = Path(f"/proc/{server.process.pid}/status")
    if not status.exists():
        return 0
    return int(next(line for line in status.read_text().splitlines() if line.startswith("VmHWM")).split()[1]) * 1024


@pytest.mark.usefixtures("next_clears")
@pytest.mark.parametrize("how", ["with its length", "in chunks"])
def test_300_megabytes_are_refused_and_take_no_memory(enterprise: Enterprise, server: Server, how: str) -> None:
    size, chunk = 300_000_000, b"<a>" * 100_000
    before = memory(server)
    headers = {"Content-Length": str(size)} if how == "with its length" else {}
    content = (chunk for _ in range(size // len(chunk)))
    response = enterprise.http.post("/dxp/messages", content=content, headers=headers)
    assert response.status_code == 413
    said = answer_of(response.content)
    assert said.response_code == "0999"
    assert "报文超过8000000字节，请分批报送" in said.response_info
    assert "is larger than 8000000 bytes: send smaller batches" in said.note
    assert memory(server) - before < 60_000_000


def test_who_asks_first_is_refused_before_he_sends(server: Server) -> None:
    url = urlsplit(server.url)
    with socket.create_connection((url.hostname, url.port), timeout=30) as connection:
        connection.sendall(
            b"POST /dxp/messages HTTP/1.1\r\nHost: x\r\nContent-Length: 300000000\r\nExpect: 100-continue\r\n\r\n"
        )
        assert connection.recv(1000).startswith(b"HTTP/1.1 413 ")


@pytest.mark.usefixtures("next_clears")
def test_who_breaks_off_is_forgotten(enterprise: Enterprise, server: Server) -> None:
    url = urlsplit(server.url)
    body = order(enterprise)
    for sent in (0, 1, len(body) // 2, len(body) - 1):
        with socket.create_connection((url.hostname, url.port), timeout=30) as connection:
            head = f"POST /dxp/messages HTTP/1.1\r\nHost: x\r\nContent-Length: {len(body)}\r\n\r\n"
            connection.sendall(head.encode() + body[:sent])
    assert enterprise.history()["state"] == "unknown"


@pytest.mark.usefixtures("next_clears")
def test_slow_senders_of_large_bodies_keep_nobody_waiting(enterprise: Enterprise, server: Server) -> None:
    url = urlsplit(server.url)
    with ExitStack() as slow:
        for _ in range(20):
            connection = slow.enter_context(socket.create_connection((url.hostname, url.port), timeout=30))
            connection.sendall(b"POST /dxp/messages HTTP/1.1\r\nHost: x\r\nContent-Length: 7999999\r\n\r\n<")
        before = time.monotonic()
        enterprise.send_all(enterprise.purchase())
        assert time.monotonic() - before < 10
    assert [status for status, _ in enterprise.statuses()] == ["2", "120", "800"]

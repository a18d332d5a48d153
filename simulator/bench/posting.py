"""Ready-made messages handed in as fast as the server takes them, by one thread that does next to nothing else.

The client library is no part of this: what is measured is the server alone.
"""

import selectors
import socket
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final
from urllib.parse import urlsplit

from gateway_client.wire.findings import Words
from simulator.bench.reading_back import Failed

_PATIENCE: Final = 60.0
_PIECE: Final = 65536
_END: Final = b"\r\n\r\n"
_LENGTH: Final = b"content-length:"
_GOOD: Final = b"<ResponseCode>0000</ResponseCode>"


def post(url: str, streams: Sequence[Iterable[bytes]], done: Callable[[], None]) -> list[tuple[float, float]]:
    """Hand messages in, each stream over a connection of its own; return when each was answered, and after how long.

    A connection takes the next message when it has the answer to the last. ``done`` hears of each answer. Raises
    ``Failed`` when the port does not take a message, ``OSError`` when it hangs up.
    """
    at = urlsplit(url)
    took: list[tuple[float, float]] = []
    with selectors.DefaultSelector() as selector:
        open_ = [_Connection(str(at.hostname), int(at.port or 0), iter(each)) for each in streams]
        try:
            busy = 0
            for one in open_:
                selector.register(one.socket, selectors.EVENT_READ, one)
                busy += one.send()
            while busy:
                events = selector.select(_PATIENCE)
                if not events:
                    raise OSError(f"the simulator under measurement has not answered for {_PATIENCE:.0f} seconds")
                for key, _ in events:
                    one = key.data
                    if one.hear():
                        took.append((time.perf_counter(), time.perf_counter() - one.sent))
                        done()
                        busy -= not one.send()
        finally:
            for one in open_:
                one.socket.close()
    return took


class _Connection:
    """One connection, with the answer that is on its way."""

    def __init__(self, host: str, port: int, bodies: Iterator[bytes]) -> None:
        self.socket = socket.create_connection((host, port), timeout=_PATIENCE)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.sent = 0.0
        self._bodies = bodies
        self._head = f"POST /dxp/messages HTTP/1.1\r\nHost: {host}:{port}\r\nContent-Type: application/xml\r\n"
        self._heard = b""

    def send(self) -> bool:
        """Send the next message, if there is one."""
        body = next(self._bodies, None)
        if body is None:
            return False
        self.sent, self._heard = time.perf_counter(), b""
        self.socket.sendall(f"{self._head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
        return True

    def hear(self) -> bool:
        """Read what has come; tell whether it is the whole answer."""
        piece = self.socket.recv(_PIECE)
        if not piece:
            raise OSError("the simulator under measurement has hung up")
        self._heard += piece
        head, end, body = self._heard.partition(_END)
        if not end or len(body) < _length(head):
            return False
        if not head.startswith(b"HTTP/1.1 200") or _GOOD not in body:
            said = body.decode(errors="replace")
            raise Failed(Words(f"the port did not take a message: {said}", f"口岸未接收报文：{said}"))
        return True


def _length(head: bytes) -> int:
    place = head.lower().find(_LENGTH)
    return int(head[place + len(_LENGTH) :].split(b"\r\n", 1)[0])

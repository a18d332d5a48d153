"""How questions travel over HTTP: the one module that knows the HTTP library.

Failures come back as ``Silence``. Redirects are answers like others, proxies of the environment are not
asked, and an answer that does not end within its patience or its bounds counts as none. The patience is one
for all of it: connecting, sending, headers and body.
"""

import asyncio
import ipaddress
import socket
import ssl
import time
from collections.abc import Collection, Iterable, Iterator
from typing import Any, Final

import httpcore
import httpx

from gateway_client.asking import Ask, Reply, Silence
from gateway_client.errors import Misdirected

MOST_ANSWER: Final = 64_000_000
"""Bytes of one answer, unless a question allows for more. The port gives at most 8 MB of receipts, in JSON."""

_NO_LIMITS: Final = httpx.Limits(max_connections=None, max_keepalive_connections=20)


def guard(url: str, allow: Collection[str] = ()) -> httpx.URL:
    """Return the address if it is this machine or a host that was named. Raises ``Misdirected``.

    Names are not looked up: but for ``localhost``, a name must be in ``allow`` even if it means this machine.
    The parser is the one of the library that will connect, so that both see the same host.
    """
    try:
        target = httpx.URL(url)
    except (httpx.InvalidURL, TypeError):
        raise Misdirected(str(url)) from None
    host = target.host
    if target.scheme not in ("http", "https") or not host:
        raise Misdirected(str(url))
    named = {allow.lower()} if isinstance(allow, str) else {name.lower() for name in allow}
    if host.lower() not in named and host != "localhost" and not _is_loopback(host):
        raise Misdirected(str(url), host)
    return target


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


_HEADERS: Final = {"Accept-Encoding": "identity"}
"""Nothing is unpacked: a few bytes must not become hundreds of megabytes before they are counted."""


_TOO_LATE: Final = (TimeoutError, httpx.TimeoutException, httpcore.TimeoutException)
_FAILURES: Final = (httpx.RequestError, httpcore.NetworkError, httpcore.ProtocolError)


class HttpWire:
    """Questions over HTTP, from as many threads as like to."""

    def __init__(self, url: httpx.URL) -> None:
        self._http = httpx.Client(
            headers=_HEADERS, base_url=url, trust_env=False, follow_redirects=False, transport=_PunctualTransport()
        )

    def ask(self, ask: Ask) -> Reply | Silence:
        """Ask, and hear a whole answer or nothing."""
        heard = _Heard(ask.most or MOST_ANSWER)
        try:
            with self._http.stream(**_request(ask), timeout=time.monotonic() + ask.patience) as answer:
                for part in answer.iter_bytes():
                    if heard.enough(part):
                        break
        except _TOO_LATE:
            return _too_late(ask)
        except _FAILURES as wrong:
            return _silence(wrong)
        return heard.reply(answer.status_code)

    def close(self) -> None:
        """Close the connections."""
        self._http.close()


class AsyncHttpWire:
    """Questions over HTTP from an event loop."""

    def __init__(self, url: httpx.URL) -> None:
        self._http = httpx.AsyncClient(
            headers=_HEADERS, base_url=url, trust_env=False, follow_redirects=False, limits=_NO_LIMITS
        )

    async def ask(self, ask: Ask) -> Reply | Silence:
        """Ask, and hear a whole answer or nothing."""
        heard = _Heard(ask.most or MOST_ANSWER)
        try:
            async with asyncio.timeout(ask.patience), self._http.stream(**_request(ask), timeout=None) as answer:
                async for part in answer.aiter_bytes():
                    if heard.enough(part):
                        break
        except _TOO_LATE:
            return _too_late(ask)
        except _FAILURES as wrong:
            return _silence(wrong)
        return heard.reply(answer.status_code)

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()


class _PunctualTransport(httpx.BaseTransport):
    """What ``httpx.HTTPTransport`` does, on sockets that keep to a deadline.

    The timeouts of its requests are not spans but moments, of the clock ``time.monotonic``. A span would start
    anew with each byte that comes, so that an answer could drip for ever; a moment is the same for all of them.
    """

    def __init__(self) -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=httpx.create_ssl_context(trust_env=False),
            max_connections=_NO_LIMITS.max_connections,
            max_keepalive_connections=_NO_LIMITS.max_keepalive_connections,
            keepalive_expiry=_NO_LIMITS.keepalive_expiry,
            network_backend=_PunctualBackend(),
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Ask; what goes wrong is the pool's to say."""
        url = request.url
        target = httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
        assert isinstance(request.stream, httpx.SyncByteStream)
        answer = self._pool.handle_request(
            httpcore.Request(
                request.method,
                target,
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        return httpx.Response(answer.status, headers=answer.headers, stream=_Body(answer), extensions=answer.extensions)

    def close(self) -> None:
        """Close the connections."""
        self._pool.close()


class _Body(httpx.SyncByteStream):
    """The body of an answer, as it comes."""

    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        return self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()


class _PunctualBackend(httpcore.NetworkBackend):
    """Connects before a moment. Only the look-up of a name cannot be hurried: the system does it in one call."""

    def __init__(self) -> None:
        self._sockets = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first of a host's addresses that answers; a dead one does not use up the others' time."""
        failure: Exception = httpcore.ConnectError(f"{host} has no address")
        addresses = _addresses(host, port)
        for tried, address in enumerate(addresses):
            share = _left(timeout) / (len(addresses) - tried)
            try:
                return _PunctualStream(self._sockets.connect_tcp(address, port, share, local_address, socket_options))
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as wrong:
                failure = wrong
        raise failure


class _PunctualStream(httpcore.NetworkStream):
    """A connection on which whatever is done is done before a moment."""

    def __init__(self, stream: httpcore.NetworkStream) -> None:
        self._stream = stream

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send it all; the stream's own ``write`` would begin to wait anew with each part that is taken."""
        connection: socket.socket = self._stream.get_extra_info("socket")
        try:
            connection.settimeout(_left(timeout))
            connection.sendall(buffer)
        except TimeoutError as wrong:
            raise httpcore.WriteTimeout(str(wrong)) from None
        except OSError as wrong:
            raise httpcore.WriteError(str(wrong)) from None

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return _PunctualStream(self._stream.start_tls(ssl_context, server_hostname, _left(timeout)))

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _addresses(host: str, port: int) -> list[str]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as wrong:
        raise httpcore.ConnectError(str(wrong)) from None
    return [str(address[0]) for *_, address in found]


def _left(moment: float | None) -> float:
    """Return the seconds until a moment; when there are none, it is too late."""
    assert moment is not None
    left = moment - time.monotonic()
    if left <= 0:
        raise httpcore.TimeoutException("too late")
    return left


class _Heard:
    """An answer's body, as far as it has come. One that is too long is cut, so that nobody can read it."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._parts: list[bytes] = []
        self._size = 0

    def enough(self, part: bytes) -> bool:
        """Take a part; is the answer longer than any port's?"""
        self._parts.append(part)
        self._size += len(part)
        return self._size > self._most

    def reply(self, status: int) -> Reply:
        """Return what was heard."""
        return Reply(status, b"".join(self._parts))


def _request(ask: Ask) -> dict[str, Any]:
    return {
        "method": ask.method,
        "url": ask.path,
        "params": ask.query,
        "content": ask.body or None,
        "headers": {"Content-Type": ask.content_type} if ask.content_type else {},
    }


def _too_late(ask: Ask) -> Silence:
    return Silence(f"the answer did not end within {ask.patience:g} s")


def _silence(wrong: Exception) -> Silence:
    return Silence(f"{type(wrong).__name__}: {wrong}" if str(wrong) else type(wrong).__name__)

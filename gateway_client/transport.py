"""How questions travel over HTTP: the one module that knows the HTTP library.

Failures come back as ``Silence``. Redirects are answers like others, proxies of the environment are not
asked, and an answer that does not end within its patience or its bounds counts as none.
"""

import asyncio
import ipaddress
import time
from collections.abc import Collection
from typing import Any, Final

import httpx

from gateway_client.asking import Ask, Reply, Silence
from gateway_client.errors import Misdirected

MOST_ANSWER: Final = 64_000_000
"""Bytes of one answer. The port gives at most 8 MB of receipts, escaped in JSON."""

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


class HttpWire:
    """Questions over HTTP, from as many threads as like to."""

    def __init__(self, url: httpx.URL) -> None:
        self._http = httpx.Client(
            headers=_HEADERS, base_url=url, trust_env=False, follow_redirects=False, limits=_NO_LIMITS
        )

    def ask(self, ask: Ask) -> Reply | Silence:
        """Ask, and hear a whole answer or nothing."""
        end = time.monotonic() + ask.patience
        heard = _Heard()
        try:
            with self._http.stream(**_request(ask)) as answer:
                for part in answer.iter_bytes():
                    if heard.enough(part):
                        break
                    if time.monotonic() > end:
                        return Silence(f"the answer did not end within {ask.patience:g} s")
        except httpx.RequestError as wrong:
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
        heard = _Heard()
        try:
            async with asyncio.timeout(ask.patience), self._http.stream(**_request(ask)) as answer:
                async for part in answer.aiter_bytes():
                    if heard.enough(part):
                        break
        except TimeoutError:
            return Silence(f"the answer did not end within {ask.patience:g} s")
        except httpx.RequestError as wrong:
            return _silence(wrong)
        return heard.reply(answer.status_code)

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()


class _Heard:
    """An answer's body, as far as it has come. One that is too long is cut, so that nobody can read it."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []
        self._size = 0

    def enough(self, part: bytes) -> bool:
        """Take a part; is the answer longer than any port's?"""
        self._parts.append(part)
        self._size += len(part)
        return self._size > MOST_ANSWER

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
        "timeout": ask.patience,
    }


def _silence(wrong: httpx.RequestError) -> Silence:
    return Silence(f"{type(wrong).__name__}: {wrong}" if str(wrong) else type(wrong).__name__)

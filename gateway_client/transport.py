"""How questions travel: the one module that knows the HTTP library. Failures come back as ``Silence``."""

import asyncio
import ipaddress
import time
from collections.abc import Collection
from typing import Any, Protocol

import httpx

from gateway_client.asking import Ask, Reply, Silence
from gateway_client.errors import Misdirected


class Clock(Protocol):
    """What a client measures time-outs with and pauses on; give your own to tests."""

    def monotonic(self) -> float:
        """Return seconds that only grow."""
        ...

    def sleep(self, seconds: float) -> None:
        """Pause a thread."""
        ...

    async def asleep(self, seconds: float) -> None:
        """Pause a task."""
        ...


class MachineClock:
    """The machine's own."""

    def monotonic(self) -> float:
        """Return seconds that only grow."""
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        """Pause the thread."""
        time.sleep(seconds)

    async def asleep(self, seconds: float) -> None:
        """Pause the task."""
        await asyncio.sleep(seconds)


def guard(url: str, allow: Collection[str]) -> httpx.URL:
    """Return the address if it is this machine or a host that was named. Raises ``Misdirected``."""
    target = httpx.URL(url)
    host = target.host
    if host not in allow and host != "localhost" and not _is_loopback(host):
        raise Misdirected(host or url)
    return target


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class Wire:
    """Questions over HTTP, one after the other."""

    def __init__(self, url: httpx.URL, transport: httpx.BaseTransport | None = None) -> None:
        self._http = httpx.Client(base_url=url, transport=transport, trust_env=False, follow_redirects=False)

    def ask(self, ask: Ask) -> Reply | Silence:
        """Ask, and hear a whole answer or nothing."""
        try:
            heard = self._http.request(**_request(ask))
        except httpx.TransportError as wrong:
            return _silence(wrong)
        return Reply(heard.status_code, heard.content)

    def close(self) -> None:
        """Close the connections."""
        self._http.close()


class AsyncWire:
    """Questions over HTTP from an event loop."""

    def __init__(self, url: httpx.URL, transport: httpx.AsyncBaseTransport | None = None) -> None:
        self._http = httpx.AsyncClient(base_url=url, transport=transport, trust_env=False, follow_redirects=False)

    async def ask(self, ask: Ask) -> Reply | Silence:
        """Ask, and hear a whole answer or nothing."""
        try:
            heard = await self._http.request(**_request(ask))
        except httpx.TransportError as wrong:
            return _silence(wrong)
        return Reply(heard.status_code, heard.content)

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()


def _request(ask: Ask) -> dict[str, Any]:
    return {
        "method": ask.method,
        "url": ask.path,
        "params": ask.query,
        "content": ask.body or None,
        "headers": {"Content-Type": ask.content_type} if ask.content_type else {},
        "timeout": ask.patience,
    }


def _silence(wrong: httpx.TransportError) -> Silence:
    return Silence(f"{type(wrong).__name__}: {wrong}" if str(wrong) else type(wrong).__name__)

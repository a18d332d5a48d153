"""Reads an HTTP body within bounds of size and time."""

import asyncio
from dataclasses import dataclass
from typing import Final

from starlette.requests import ClientDisconnect, Request

from gateway_client.wire.findings import Words
from simulator.reception import too_large

_PATIENCE: Final = 30.0
"""Seconds in which a body must have come."""


@dataclass(frozen=True, slots=True)
class Unread:
    """A body that was not taken, with the HTTP status that says so."""

    status: int
    words: Words


async def read_body(request: Request, most: int) -> bytes | Unread:
    """Return the body; one that is too large is read to its end, thrown away, and refused with 413.

    Reading on lets ordinary clients see the answer instead of a broken connection. A client that asked
    first (``Expect: 100-continue``) is refused at once.
    """
    large = Unread(413, too_large(most))
    declared = request.headers.get("content-length", "")
    if declared.isdecimal() and int(declared) > most and request.headers.get("expect"):
        return large
    parts: list[bytes] = []
    size = 0
    try:
        async with asyncio.timeout(_PATIENCE):
            async for part in request.stream():
                size += len(part)
                if size <= most:
                    parts.append(part)
                else:
                    parts.clear()
    except TimeoutError:
        return Unread(408, Words("did not arrive within 30 s", "报文未在30秒内接收完毕"))
    except ClientDisconnect:
        return Unread(400, Words("was broken off", "报文传输中断"))
    return large if size > most else b"".join(parts)

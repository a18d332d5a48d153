"""Where several processes share a database, a request finds the worlds as whatever was answered before left them."""

from collections.abc import Callable
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from simulator.house import House
from simulator.writer import Unwritable

_PORT: Final = "/dxp/"
"""Its doors only need to know which worlds there are: what is in them is read, and taken, from the database."""


class Freshness:
    """Looks what other processes have done before a request is passed on; says so when the database is away."""

    def __init__(self, app: ASGIApp, house: House, away: Callable[[Request, Exception], Response]) -> None:
        self._app = app
        self._house = house
        self._away = away
        self._failures: tuple[type[Exception], ...] = (*house.database.errors, Unwritable)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        if scope["type"] == "http":
            try:
                await self._house.freshen(wholly=_PORT not in scope["path"])
            except self._failures as wrong:
                await self._away(Request(scope), wrong)(scope, receive, send)
                return
        await self._app(scope, receive, send)

"""Where several processes share a database, a request finds the worlds as whatever was answered before left them."""

from contextlib import suppress
from typing import Final

from starlette.types import ASGIApp, Receive, Scope, Send

from simulator.house import House
from simulator.writer import Unwritable

_PORT: Final = "/dxp/"
"""Its doors only need to know which worlds there are: what is in them is read, and taken, from the database."""


class Freshness:
    """Looks what other processes have done before a request is passed on."""

    def __init__(self, app: ASGIApp, house: House) -> None:
        self._app = app
        self._house = house

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        if scope["type"] == "http":
            with suppress(*self._house.database.errors, Unwritable):  # what needs the database will say so by itself
                await self._house.freshen(wholly=_PORT not in scope["path"])
        await self._app(scope, receive, send)

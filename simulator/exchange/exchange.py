"""The exchange itself: connected as long as the broker is there, and again when it is there again."""

import asyncio
import logging
from contextlib import suppress
from types import TracebackType
from typing import Any, Final

from aiormq import Connection
from aiormq.exceptions import AMQPError

from simulator.exchange.address import REFUSED, Address
from simulator.exchange.arrivals import Arrivals
from simulator.exchange.connection import PATIENCE, Unreachable, connect, open_channel, open_queues, reason
from simulator.exchange.dispatch import PUSHERS, Dispatch
from simulator.exchange.patience import Patience
from simulator.house import House

_LOG: Final = logging.getLogger(__name__)
_LASTING: Final = 10.0
"""Seconds after which a connection was a good one."""
_FAREWELL: Final = 3.0


class Exchange:
    """A house's door at a broker; open while its block lasts. HTTP goes on whatever becomes of the broker."""

    def __init__(self, house: House, address: Address, in_queue: str) -> None:
        self._house = house
        self._address = address
        self._in_queue = in_queue
        self._why: str | None = "not yet"
        self._tried = asyncio.Event()
        self._stop = asyncio.Event()
        self._patience = Patience()

    async def __aenter__(self) -> None:
        self._house.doors["amqp"] = self.told
        self._work = asyncio.create_task(self._run())
        await self._tried.wait()

    async def __aexit__(
        self, kind: type[BaseException] | None, wrong: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        if self._why is not None:  # nothing is under way
            self._work.cancel()
        with suppress(asyncio.CancelledError):
            await self._work

    def told(self) -> dict[str, Any]:
        """Return what health tells: which broker, which queues, and if they are out of reach, why."""
        return {
            "broker": str(self._address),
            "vhost": self._address.vhost,
            "inQueue": self._in_queue,
            "refused": self._in_queue + REFUSED,
            "connected": self._why is None,
            "why": self._why,
        }

    async def _run(self) -> None:
        loop = asyncio.get_running_loop()
        while not self._stop.is_set():
            began = loop.time()
            try:
                await self._live(await connect(self._address))
            except Unreachable as wrong:
                self._lost(str(wrong))
            except Exception as wrong:  # whatever it was: the queues hold everything, and HTTP must go on
                _LOG.exception("the exchange stumbled")
                self._lost(f"a fault of the simulator: {type(wrong).__name__}")
            self._tried.set()
            if loop.time() - began > _LASTING:
                self._patience.recover()
            if not self._stop.is_set():
                await self._patience.rest()

    async def _live(self, connection: Connection) -> None:
        """Take messages in and push receipts until told to stop. Raises ``Unreachable`` when the connection breaks."""
        task = asyncio.current_task()
        try:
            await self._serve(connection)
        except (Exception, asyncio.CancelledError) as wrong:
            if task is not None and task.cancelling():
                raise
            # what waits for a connection that ends is told anything, even that it was cancelled
            if connection.is_closed or isinstance(wrong, AMQPError | OSError | asyncio.CancelledError):
                why = reason(_end_of(connection) or wrong)
                raise Unreachable(f"the connection to the broker at {self._address} broke: {why}") from None
            raise
        finally:
            with suppress(Exception):
                async with asyncio.timeout(_FAREWELL):
                    await connection.close()

    async def _serve(self, connection: Connection) -> None:
        async with asyncio.timeout(PATIENCE):
            await open_queues(connection, self._in_queue)
            incoming = await open_channel(connection)
            outgoing = [await open_channel(connection) for _ in range(PUSHERS)]
            dispatch = Dispatch(self._house, outgoing)
            arrivals = Arrivals(self._house, incoming, self._in_queue, dispatch.came)
            await arrivals.begin()
        self._found()
        pushing = asyncio.create_task(dispatch.run())
        stopping = asyncio.create_task(self._stop.wait())
        ends = [connection.closing, incoming.closing, *(one.closing for one in outgoing), arrivals.broken, pushing]
        try:
            await asyncio.wait([*ends, stopping], return_when=asyncio.FIRST_COMPLETED)
            if stopping.done():
                await arrivals.end()
                return
            raise next(_why(one) for one in ends if one.done())
        finally:
            pushing.cancel()
            stopping.cancel()
            await asyncio.gather(pushing, stopping, return_exceptions=True)

    def _found(self) -> None:
        if self._tried.is_set():
            _LOG.warning("the broker at %s is back", self._address)
        self._why = None
        self._tried.set()

    def _lost(self, why: str) -> None:
        """Say it once, not with every attempt."""
        if self._why is None or not self._tried.is_set():
            _LOG.warning("%s; trying until it is back", why)
        self._why = why


def _end_of(connection: Connection) -> BaseException | None:
    """Return why a connection has ended, if it has and says so."""
    if not connection.is_closed or connection.closing.cancelled():
        return None
    return connection.closing.exception()


def _why(ended: "asyncio.Future[Any]") -> Exception:
    """Return why something ended that should not have."""
    wrong = None if ended.cancelled() else ended.exception()
    while isinstance(wrong, BaseExceptionGroup):
        wrong = wrong.exceptions[0]
    return wrong if isinstance(wrong, Exception) else AMQPError("it was closed")

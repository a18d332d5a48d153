"""Arrivals: messages that came into the in-queue are led to the port, and leave the broker once they are durable.

Nothing is lost and nothing dropped in silence. A message that is refused is put aside with the reasons, in the
queue ``<in-queue>_ERROR``; whoever gave a ``reply_to`` gets the DxpRep in any case. While the database cannot write,
messages go back to where they were in the queue, and are tried again with patience.
"""

import asyncio
import logging
from collections.abc import Callable
from contextlib import AsyncExitStack, suppress
from typing import Final

from aiormq import Channel
from aiormq.abc import DeliveredMessage
from aiormq.exceptions import AMQPError
from pamqp.commands import Basic
from pamqp.common import FieldTable

from gateway_client.wire.findings import Finding, Words
from simulator.exchange.address import REFUSED
from simulator.exchange.patience import Patience
from simulator.house import House
from simulator.port.gates import Refused
from simulator.port.intake import MOST_UNDERWAY
from simulator.reception import Answer, receive, refuse, too_large, unavailable, unreceived
from simulator.writer import Unwritable

XML: Final = "text/xml"
_PERSISTENT: Final = 2
_MOST: Final = 256
"""Messages at once, as many as one transaction takes."""
_MOST_REASONS: Final = 10
_LONGEST_REASON: Final = 300
_FAREWELL: Final = 3.0
"""Seconds for what is under way when the server stops; what is not done by then comes again."""
_FRAME: Final = 8 + 14
"""Bytes of a header's frame beside the properties."""
_LOG: Final = logging.getLogger(__name__)


class Arrivals:
    """Takes messages from a queue, as many at once as the intake has room for.

    ``came`` hears from whom each came. ``broken`` is set when no more can be taken.
    """

    def __init__(self, house: House, channel: Channel, queue: str, came: Callable[[str], None]) -> None:
        self.broken: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.broken.add_done_callback(lambda broken: broken.cancelled() or broken.exception())  # or else it is logged
        self._house = house
        self._failures: tuple[type[Exception], ...] = (Unwritable, *house.database.errors)
        self._channel = channel
        self._queue = queue
        self._came = came
        self._tag: str | None = None
        self._door = asyncio.Lock()
        self._patience = Patience()
        self._putting_aside = asyncio.Lock()
        self._underway: set[asyncio.Task[None]] = set()

    async def begin(self) -> None:
        """Let messages come."""
        room = MOST_UNDERWAY // max(1, self._house.settings.max_body)
        await self._channel.basic_qos(prefetch_count=max(1, min(room, _MOST)))
        self._channel.on_consumer_cancel_callbacks.add(self._cancelled)
        said = await self._channel.basic_consume(self._queue, self._arrived)
        self._tag = said.consumer_tag

    async def end(self) -> None:
        """Let no more come, and finish what is under way."""
        with suppress(AMQPError, TimeoutError):
            async with asyncio.timeout(_FAREWELL):
                if self._tag is not None:
                    await self._channel.basic_cancel(self._tag)
                if self._underway:
                    await asyncio.wait(self._underway)

    async def _cancelled(self, frame: Basic.Cancel) -> None:
        self._break(AMQPError(f"somebody deleted the queue {self._queue}"))

    def _break(self, wrong: Exception) -> None:
        if not self.broken.done():
            self.broken.set_exception(wrong)

    async def _arrived(self, message: DeliveredMessage) -> None:
        task = asyncio.ensure_future(self._take(message))
        self._underway.add(task)
        task.add_done_callback(self._underway.discard)

    async def _take(self, message: DeliveredMessage) -> None:
        try:
            await self._answer(message, await self._received(message.body))
        except Exception as wrong:  # the broker has the message still, and will hand it out again
            self._break(wrong)

    async def _received(self, body: bytes) -> Answer:
        house = self._house
        if len(body) > house.settings.max_body:
            return unreceived(house, 413, too_large(house.settings.max_body))
        try:
            async with AsyncExitStack() as room:
                async with self._door:  # one after the other, so that what a company sends first is kept first
                    await room.enter_async_context(house.intake.room_for(len(body)))
                    if not house.database.alone:
                        await house.freshen(wholly=False)
                return await receive(house, body, house.worlds.of_sender)
        except self._failures as wrong:
            return unavailable(house, wrong)
        except Exception:  # a fault of ours: it must not keep out whatever comes behind
            _LOG.exception("a message from the queue %s could not be judged and was put aside", self._queue)
            words = Words("could not be judged: a fault of the simulator", "模拟器内部错误，报文未处理")
            return refuse(house, 500, Refused("3001", [Finding("AMQP-01", "/", words)]))

    async def _answer(self, message: DeliveredMessage, answer: Answer) -> None:
        tag = message.delivery_tag
        assert tag is not None
        if answer.status == 503:
            await self._patience.rest()
            await self._channel.basic_nack(tag, requeue=True)
            return
        self._patience.recover()
        if answer.status == 200:
            self._came(answer.sender)
        else:
            await self._put_aside(message, answer)
        await self._reply(message.header.properties, answer)
        await self._channel.basic_ack(tag)

    async def _put_aside(self, message: DeliveredMessage, answer: Answer) -> None:
        properties = self._with_reasons(message.header.properties, answer)
        async with self._putting_aside:  # the library tells what comes back by message_id, and this one is not ours
            await self._channel.basic_publish(
                message.body, routing_key=self._queue + REFUSED, properties=properties, mandatory=True
            )

    def _with_reasons(self, given: Basic.Properties, answer: Answer) -> Basic.Properties:
        """Return what a message was sent with, and why it was refused; headers that take too much room stay behind."""
        said: FieldTable = {
            "kouan-status": answer.status,
            "kouan-code": answer.code,
            "kouan-reasons": [one.said()[:_LONGEST_REASON] for one in answer.findings[:_MOST_REASONS]],
        }
        tried: tuple[FieldTable, ...] = (
            {**(given.headers or {}), **said},
            {**said, "kouan-headers": "left out: too large, or not to be written again"},
        )
        for headers in tried:
            properties = Basic.Properties(
                content_type=given.content_type,
                content_encoding=given.content_encoding,
                headers=headers,
                delivery_mode=_PERSISTENT,
                correlation_id=given.correlation_id,
                reply_to=given.reply_to,
                message_id=given.message_id,
                timestamp=given.timestamp,
                message_type=given.message_type,
                app_id=given.app_id,
            )
            if self._fits(properties):
                return properties
        return Basic.Properties(headers=said, delivery_mode=_PERSISTENT)

    def _fits(self, properties: Basic.Properties) -> bool:
        most = self._channel.connection.connection_tune.frame_max or 1 << 30
        try:
            return len(properties.marshal()) + _FRAME <= most
        except Exception:  # the library reads some things that it cannot write
            return False

    async def _reply(self, given: Basic.Properties, answer: Answer) -> None:
        """Tell whoever wants to know; a queue that he has not got any more is his affair."""
        if not given.reply_to:
            return
        properties = Basic.Properties(
            content_type=XML,
            correlation_id=given.correlation_id or given.message_id,
            delivery_mode=_PERSISTENT,
            message_type="DxpRep",
        )
        await self._channel.basic_publish(answer.rep, routing_key=given.reply_to, properties=properties)

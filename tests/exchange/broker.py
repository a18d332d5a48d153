"""A company's end of a real broker, for tests that go on line by line: what it declares it takes away again."""

import asyncio
import uuid
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, TypeVar

import aio_pika
from aio_pika.abc import AbstractIncomingMessage as Message
from aio_pika.exceptions import ChannelNotFoundEntity

T = TypeVar("T")
_LONGEST_WAIT = 60.0
_DIRECT = "amq.rabbitmq.reply-to"


@dataclass
class Broker:
    """Names its in-queue anew for each test, so that tests share a vhost."""

    url: str
    in_queue: str = field(default_factory=lambda: f"kouan-test-{uuid.uuid4().hex}")
    _runner: asyncio.Runner = field(default_factory=asyncio.Runner)
    _arrived: dict[str, "asyncio.Queue[Message]"] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.refused = f"{self.in_queue}_ERROR"
        self._names = {self.in_queue, self.refused}
        self._run(self._open)

    @property
    def options(self) -> tuple[str, ...]:
        """What ``kouan up`` is told."""
        return ("--amqp", self.url, "--amqp-queue", self.in_queue)

    def declare(self, name: str, **options: Any) -> str:
        """Make a durable queue."""
        self._names.add(name)
        self._run(self._channel.declare_queue, name, **{"durable": True, **options})
        return name

    def reply_queue(self) -> str:
        """Make a queue for answers."""
        return self.declare(f"{self.in_queue}_replies{len(self._names)}")

    def send(self, body: bytes, **properties: Any) -> None:
        """Put a message into the in-queue; it is there when this returns."""
        message = aio_pika.Message(body, **{"content_type": "text/xml", "delivery_mode": 2, **properties})
        self._run(self._channel.default_exchange.publish, message, self.in_queue)

    def take(self, queue: str, count: int = 1) -> list[Message]:
        """Wait for messages of a queue and take them."""

        async def wait() -> list[Message]:
            if queue not in self._arrived:
                arrived = self._arrived[queue] = asyncio.Queue()
                await (await self._channel.get_queue(queue)).consume(arrived.put, no_ack=True)
            async with asyncio.timeout(_LONGEST_WAIT):
                return [await self._arrived[queue].get() for _ in range(count)]

        return self._run(wait)

    def ask(self, body: bytes) -> list[Message]:
        """Send a message and wait for the answer, without any queue of one's own."""

        async def listen() -> None:
            arrived = self._arrived[_DIRECT] = asyncio.Queue()
            await (await self._channel.get_queue(_DIRECT, ensure=False)).consume(arrived.put, no_ack=True)

        self._run(listen)
        self.send(body, reply_to=_DIRECT)
        return self.take(_DIRECT)

    def left(self, queue: str) -> int:
        """Return how many messages wait in a queue that nobody of ours listens to."""

        async def count() -> int:
            declared = await self._channel.declare_queue(queue, passive=True)
            return declared.declaration_result.message_count or 0

        return self._run(count)

    def delete(self, name: str) -> None:
        """Take a queue away."""
        self._arrived.pop(name, None)
        self._run(self._channel.queue_delete, name)

    def exists(self, name: str) -> bool:
        """Is there such a queue?"""

        async def look() -> bool:
            channel = await self._connection.channel()
            try:
                await channel.declare_queue(name, passive=True)
            except ChannelNotFoundEntity:
                return False
            await channel.close()
            return True

        return self._run(look)

    def close(self) -> None:
        """Leave nothing behind."""
        for name in self._names:
            with suppress(aio_pika.exceptions.AMQPError):
                self.delete(name)
        self._run(self._connection.close)
        self._runner.close()

    async def _open(self) -> None:
        self._connection = await aio_pika.connect(self.url, timeout=10)
        self._channel = await self._connection.channel(on_return_raises=True)

    def _run(self, what: Callable[..., Coroutine[Any, Any, T]], *values: Any, **options: Any) -> T:
        async def call() -> T:
            return await what(*values, **options)

        return self._runner.run(call())

"""The way in: bytes become submissions on the parser's thread, submissions become history in the writer.

How many bytes may be on their way at once is bounded; whoever comes later waits his turn.
"""

import asyncio
import queue
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeAlias

from gateway_client.wire.validate import Schemas
from simulator.port.gates import Refused, examine
from simulator.port.service import receive
from simulator.port.submission import Submission
from simulator.world import World
from simulator.writer import Job, Writer

MOST_UNDERWAY: Final = 64_000_000
"""Bytes."""

Taken: TypeAlias = tuple[Submission, World] | Refused
"""What became of a message: it is durable in a world, or did not pass the envelope."""


class _Handed(NamedTuple):
    """A message on its way. ``tell`` says what became of it, from whatever thread."""

    body: bytes
    world_of: Callable[[str], World]
    tell: Callable[[Taken | BaseException], Any]


class Intake:
    """Takes messages in for the worlds of one server.

    There is one parser, which hands to the writer itself: the interpreter runs one thread at a time, and each
    that wants its turn, each way over the event loop, costs more than it brings.
    """

    def __init__(self, writer: Writer, schemas: Path | None, *, only_sourced: bool) -> None:
        self._writer = writer
        self._only_sourced = only_sourced
        self._own_schemas = schemas
        self._queue: queue.SimpleQueue[_Handed | None] = queue.SimpleQueue()
        self._parser = threading.Thread(target=self._parse, name="parser", daemon=True)
        self._room = asyncio.Event()
        self._underway = 0

    def start(self) -> None:
        """Begin to work."""
        self._parser.start()

    def stop(self) -> None:
        """Finish what was handed in, then end."""
        self._queue.put(None)
        self._parser.join()

    async def submit(self, body: bytes, world_of: Callable[[str], World]) -> Taken:
        """Lead a message through the gates and keep it in its sender's world; returns once it is durable or refused.

        What is submitted first is kept first.
        """
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[Taken] = loop.create_future()
        self._queue.put(_Handed(body, world_of, lambda said: loop.call_soon_threadsafe(_settle, answer, said)))
        return await answer

    @asynccontextmanager
    async def room_for(self, size: int) -> AsyncIterator[None]:
        """Wait until ``size`` more bytes may be on their way, and hold their place."""
        while self._underway and self._underway + size > MOST_UNDERWAY:
            self._room.clear()
            await self._room.wait()
        self._underway += size
        try:
            yield
        finally:
            self._underway -= size
            self._room.set()

    def _parse(self) -> None:
        schemas = Schemas(self._own_schemas)
        while (handed := self._queue.get()) is not None:
            try:
                self._examine(handed, schemas)
            except Exception as wrong:  # whatever it was, the sender is told
                handed.tell(wrong)

    def _examine(self, handed: _Handed, schemas: Schemas) -> None:
        examined = examine(handed.body, schemas, only_sourced=self._only_sourced)
        if isinstance(examined, Refused):
            handed.tell(examined)
            return
        world = handed.world_of(examined.sender)
        kept = self._writer.submit(Job(world, partial(receive, submission=examined), examined.want))
        kept.add_done_callback(lambda done: handed.tell(done.exception() or (examined, world)))


def _settle(answer: "asyncio.Future[Taken]", said: Taken | BaseException) -> None:
    if answer.done():
        return  # nobody waits for it any more
    if isinstance(said, BaseException):
        answer.set_exception(said)
    else:
        answer.set_result(said)

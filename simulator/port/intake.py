"""The way in: bytes become submissions on parser threads, submissions become history in the writer.

How many bytes may be on their way at once is bounded; whoever comes later waits his turn.
"""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from functools import partial
from pathlib import Path
from typing import Final

from gateway_client.wire.validate import Schemas
from simulator.port.gates import Refused, examine
from simulator.port.service import receive
from simulator.port.submission import Submission
from simulator.world import World
from simulator.writer import Job, Writer

PARSERS: Final = 2
MOST_UNDERWAY: Final = 64_000_000
"""Bytes."""
ANYTIME: Final[AbstractAsyncContextManager[None]] = nullcontext()
"""The turn of those whose messages may be kept in any order."""


class Intake:
    """Takes messages in for the worlds of one server."""

    def __init__(self, writer: Writer, schemas: Path | None) -> None:
        self._writer = writer
        self._own_schemas = schemas
        self._local = threading.local()
        self._parsers = ThreadPoolExecutor(PARSERS, "parser", initializer=self._prepare)
        self._turn = asyncio.Condition()
        self._underway = 0

    async def submit(
        self, body: bytes, world_of: Callable[[str], World], *, turn: AbstractAsyncContextManager[None] = ANYTIME
    ) -> tuple[Submission, World] | Refused:
        """Lead a message through the gates and keep it in its sender's world; returns once it is durable or refused.

        What was submitted side by side is kept in the order of the turns.
        """
        examined = await asyncio.get_running_loop().run_in_executor(self._parsers, self._examine, body)
        async with turn:
            if isinstance(examined, Refused):
                return examined
            world = world_of(examined.sender)
            kept = self._writer.submit(Job(world, partial(receive, submission=examined), examined.want))
        await asyncio.wrap_future(kept)
        return examined, world

    @asynccontextmanager
    async def room_for(self, size: int) -> AsyncIterator[None]:
        """Wait until ``size`` more bytes may be on their way, and hold their place."""
        async with self._turn:
            await self._turn.wait_for(lambda: self._underway + size <= MOST_UNDERWAY or not self._underway)
            self._underway += size
        try:
            yield
        finally:
            async with self._turn:
                self._underway -= size
                self._turn.notify_all()

    def close(self) -> None:
        """Let the parser threads end."""
        self._parsers.shutdown()

    def _prepare(self) -> None:
        self._local.schemas = Schemas(self._own_schemas)

    def _examine(self, body: bytes) -> Submission | Refused:
        return examine(body, self._local.schemas)

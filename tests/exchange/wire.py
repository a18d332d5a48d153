"""The wire between simulator and broker, in the hands of a test: it can be cut, and held up towards the broker."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit, urlunsplit


class Wire:
    """Leads connections on to a broker until it is cut; afterwards it takes new ones unless ``down``."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._there = (parts.hostname or "", parts.port or 5672)
        self._parts = parts
        self._loop = asyncio.new_event_loop()
        self._ends: set[asyncio.StreamWriter] = set()
        self._led: set[asyncio.Task[None]] = set()
        self._flows = asyncio.Event()
        self._flows.set()
        self._held = threading.Event()
        self.down = False
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._server = self._call(self._listen())
        self.port: int = self._server.sockets[0].getsockname()[1]

    @property
    def url(self) -> str:
        """The broker's URL by way of this wire."""
        who = self._parts.netloc.rpartition("@")[0]
        return urlunsplit(self._parts._replace(netloc=f"{who}@127.0.0.1:{self.port}"))

    def cut(self) -> None:
        """Break every connection at once."""
        self._call(self._cut())

    def hold(self) -> None:
        """From now on let nothing more get to the broker; what the broker says still gets through."""
        self._loop.call_soon_threadsafe(self._flows.clear)

    def wait_for_held(self) -> None:
        """Wait until something is held up."""
        assert self._held.wait(60)

    def flow(self) -> None:
        """Let everything get to the broker again."""
        self._loop.call_soon_threadsafe(self._flows.set)

    def close(self) -> None:
        self.flow()
        self._call(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _listen(self) -> asyncio.Server:
        return await asyncio.start_server(self._connected, "127.0.0.1", 0)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        self._led.add(task)
        task.add_done_callback(self._led.discard)
        if self.down:
            writer.close()
            return
        there_reader, there_writer = await asyncio.open_connection(*self._there)
        self._ends |= {writer, there_writer}
        await asyncio.gather(self._lead(reader, there_writer, held=True), self._lead(there_reader, writer))
        self._ends -= {writer, there_writer}

    async def _lead(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, held: bool = False) -> None:
        with suppress(OSError):
            while data := await reader.read(65536):
                if held and not self._flows.is_set():
                    self._held.set()
                    await self._flows.wait()
                writer.write(data)
                await writer.drain()
        writer.close()

    async def _end(self) -> None:
        self._server.close()
        self.down = True
        await self._cut()
        while self._led:
            await asyncio.gather(*self._led, return_exceptions=True)

    async def _cut(self) -> None:
        for end in self._ends:
            end.transport.abort()

    def _call(self, what):  # type: ignore[no-untyped-def]
        return asyncio.run_coroutine_threadsafe(what, self._loop).result(60)


@contextmanager
def wire_to(url: str) -> Iterator[Wire]:
    """Yield a wire to the broker at a URL."""
    wire = Wire(url)
    try:
        yield wire
    finally:
        wire.close()

"""How questions reach an application in this process: any ASGI app, without port, socket or HTTP library.

The app's lifespan is opened with the first question and closed with ``close``; an app that knows no
lifespan goes without. What the app raises is raised here: the tests of a program want to see it.
"""

import asyncio
import threading
from collections.abc import Awaitable, Callable, Coroutine, MutableMapping
from concurrent.futures import Future
from types import TracebackType
from typing import Any, Final, Self, TypeAlias, TypeVar
from urllib.parse import quote, urlencode

from gateway_client.asking import Ask, Reply, Silence

T = TypeVar("T")
_Event: TypeAlias = MutableMapping[str, Any]
Application: TypeAlias = Callable[
    [MutableMapping[str, Any], Callable[[], Awaitable[_Event]], Callable[[_Event], Awaitable[None]]], Awaitable[None]
]
_ASGI: Final = {"version": "3.0", "spec_version": "2.3"}
_HOST: Final = "gateway"


class AsyncInProcess:
    """An app in the caller's event loop, for several clients of one loop.

    >>> async with AsyncInProcess(create_app(settings)) as wire:
    ...     shop, carrier = AsyncGatewayClient(one, wire=wire), AsyncGatewayClient(another, wire=wire)
    """

    def __init__(self, app: Application) -> None:
        self._app = app
        self._lifespan = _Lifespan(app)
        self._opening: asyncio.Task[None] | None = None
        self._closed = False

    async def ask(self, ask: Ask) -> Reply | Silence:
        """Ask, and hear a whole answer or nothing."""
        if self._closed:
            raise RuntimeError("this client is closed: make another one")
        if self._opening is None:
            self._opening = asyncio.create_task(self._lifespan.open())
        await asyncio.shield(self._opening)
        try:
            async with asyncio.timeout(ask.patience):
                return await _answer(self._app, ask, self._lifespan.state)
        except TimeoutError:
            return Silence(f"the answer did not end within {ask.patience:g} s")

    async def close(self) -> None:
        """Close the app's lifespan."""
        self._closed = True
        if self._opening is not None:
            opening, self._opening = self._opening, None
            await asyncio.wait([opening])
            await self._lifespan.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, wrong: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()


class InProcess:
    """An app in an event loop of its own, in a thread of its own, for clients in other threads.

    >>> with InProcess(create_app(settings)) as wire:
    ...     shop, carrier = GatewayClient(one, wire=wire), GatewayClient(another, wire=wire)
    """

    def __init__(self, app: Application) -> None:
        self._app = AsyncInProcess(app)
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._end: asyncio.Event | None = None
        self._closed = False

    def ask(self, ask: Ask) -> Reply | Silence:
        """Ask, and hear a whole answer or nothing."""
        with self._lock:
            if self._closed:
                raise RuntimeError("this client is closed: make another one")
            loop = self._loop = self._loop or self._begin()
        return _wait(self._app.ask(ask), loop)

    def close(self) -> None:
        """Close the app's lifespan and end the thread."""
        with self._lock:
            self._closed = True
            loop, self._loop = self._loop, None
        if loop and self._thread and self._end:
            try:
                _wait(self._app.close(), loop)
            finally:
                loop.call_soon_threadsafe(self._end.set)
                self._thread.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, wrong: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _begin(self) -> asyncio.AbstractEventLoop:
        ready: Future[asyncio.AbstractEventLoop] = Future()
        self._thread = threading.Thread(
            target=lambda: asyncio.run(self._live(ready)), name="gateway in process", daemon=True
        )
        self._thread.start()
        return ready.result()

    async def _live(self, ready: "Future[asyncio.AbstractEventLoop]") -> None:
        self._end = asyncio.Event()
        ready.set_result(asyncio.get_running_loop())
        await self._end.wait()


def _wait(work: Coroutine[Any, Any, T], loop: asyncio.AbstractEventLoop) -> T:
    done = asyncio.run_coroutine_threadsafe(work, loop)
    try:
        return done.result()
    finally:
        done.cancel()  # whoever was interrupted does not leave a question behind


class _Lifespan:
    """An app's start and end, in a task of its own, as servers do it."""

    def __init__(self, app: Application) -> None:
        self._app = app
        self.state: dict[str, Any] = {}
        self._said: asyncio.Queue[_Event] = asyncio.Queue()
        self._answer: asyncio.Future[_Event] | None = None
        self._task: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Start the app. Raises ``RuntimeError`` when it says that it cannot start."""
        self._task = asyncio.create_task(self._live())
        await self._tell("startup", self._task)

    async def close(self) -> None:
        """Stop the app."""
        if self._task is not None and not self._task.done():
            await self._tell("shutdown", self._task)
            await asyncio.wait([self._task])

    async def _live(self) -> None:
        try:
            await self._app({"type": "lifespan", "asgi": _ASGI, "state": self.state}, self._said.get, self._hear)
        except Exception:  # an app that knows no lifespan says so by failing, one that failed has said it
            return

    async def _hear(self, event: _Event) -> None:
        if self._answer is not None and not self._answer.done():
            self._answer.set_result(event)

    async def _tell(self, what: str, task: "asyncio.Task[None]") -> None:
        answer = self._answer = asyncio.get_running_loop().create_future()
        await self._said.put({"type": f"lifespan.{what}"})
        await asyncio.wait([answer, task], return_when=asyncio.FIRST_COMPLETED)
        if answer.done() and answer.result()["type"] == f"lifespan.{what}.failed":
            raise RuntimeError(f"the application failed at its {what}: {answer.result().get('message', '')}")


async def _answer(app: Application, ask: Ask, state: dict[str, Any]) -> Reply | Silence:
    """Put one request to an app and return its answer."""
    told = False
    status = 0
    parts: list[bytes] = []
    ended = asyncio.Event()

    async def receive() -> _Event:
        nonlocal told
        if told:
            await ended.wait()
            return {"type": "http.disconnect"}
        told = True
        return {"type": "http.request", "body": ask.body, "more_body": False}

    async def send(said: _Event) -> None:
        nonlocal status
        if said["type"] == "http.response.start":
            status = said["status"]
        elif said["type"] == "http.response.body":
            parts.append(said.get("body", b""))
            if not said.get("more_body", False):
                ended.set()

    await app(_scope(ask, state), receive, send)
    return Reply(status, b"".join(parts)) if ended.is_set() else Silence("the application ended without an answer")


def _scope(ask: Ask, state: dict[str, Any]) -> dict[str, Any]:
    headers = [(b"host", _HOST.encode()), (b"content-length", b"%d" % len(ask.body))]
    if ask.content_type:
        headers.append((b"content-type", ask.content_type.encode()))
    return {
        "type": "http",
        "asgi": _ASGI,
        "http_version": "1.1",
        "method": ask.method,
        "scheme": "http",
        "path": ask.path,
        "raw_path": quote(ask.path).encode(),
        "root_path": "",
        "query_string": urlencode(ask.query).encode(),
        "headers": headers,
        "client": ("127.0.0.1", 0),
        "server": (_HOST, 80),
        "state": state.copy(),
    }

"""The clients: ``GatewayClient`` for threads, ``AsyncGatewayClient`` for event loops. Both play the same flows."""

import os
from collections.abc import Collection, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self, TypeVar

from gateway_client.asking import AsyncWire, Flow, Pause, Reply, Silence, Wire
from gateway_client.clock import Clock, MachineClock
from gateway_client.conversations import Conversations
from gateway_client.envelopes import Packed, Sender
from gateway_client.envelopes import check as check_documents
from gateway_client.errors import Unsendable
from gateway_client.flows import MOST_RECEIPTS, Receipt, Tries
from gateway_client.inprocess import Application as AsgiApplication
from gateway_client.inprocess import AsyncInProcess, InProcess
from gateway_client.journal import Journal
from gateway_client.outcome import Outcome
from gateway_client.purchase import Application, Followed, Purchase
from gateway_client.wire.ceb.tail import ExtendMessage

DEFAULT_URL: Final = "http://127.0.0.1:8765"
"""Where ``kouan up`` listens; the environment's ``KOUAN_URL`` says otherwise."""

T = TypeVar("T")


class _Client:
    """What both clients are made of."""

    def __init__(self, sender: Sender, *, journal: Path | str | None, clock: Clock | None, tries: Tries | None) -> None:
        self._clock = clock or MachineClock()
        self._journal = Journal(journal, sender.dxp_id)
        self._talk = Conversations(sender, self._journal, tries=tries or Tries(), monotonic=self._clock.monotonic)

    @property
    def sender(self) -> Sender:
        """Who transmits."""
        return self._talk.sender

    def check(self, *documents: Any) -> None:
        """Raise ``Unsendable`` with everything that is wrong with documents in themselves; send nothing."""
        findings, objections = check_documents(documents, self.sender)
        if findings or objections:
            raise Unsendable(findings, objections)


class GatewayClient(_Client):
    """A company's connection to the port, for programs with threads; one client may serve many.

    >>> with GatewayClient(Sender(dxp_id="DXPENT0000000001", cop_code="4401960005", cop_name="…")) as client:
    ...     outcome = client.clear(purchase)

    ``url`` (default: the environment's ``KOUAN_URL``, else ``http://127.0.0.1:8765``) must be this machine
    unless its host is in ``allow``.
    ``app`` is an ASGI application in this process, to be used instead of a port; ``wire`` is one that
    several clients share (``InProcess``), and that its maker closes.

    ``journal`` is a file that survives a crash: begin with ``resume()``, which sends what the crash left.
    Without one, receipts that are not taken stay at the port. ``clock`` and ``tries`` are for tests.

    All amounts are ``Decimal`` in yuan, weights in kilograms, time-outs in seconds. Errors: see
    ``gateway_client.errors``; here ``Misdirected`` and ``JournalUnusable``.
    """

    def __init__(
        self,
        sender: Sender,
        url: str | None = None,
        *,
        app: AsgiApplication | None = None,
        wire: Wire | None = None,
        journal: Path | str | None = None,
        allow: Collection[str] = (),
        clock: Clock | None = None,
        tries: Tries | None = None,
    ) -> None:
        _one_of(url=url, app=app, wire=wire)
        self._borrowed = wire is not None
        self._wire: Wire = wire or (InProcess(app) if app is not None else _http(url, allow))
        super().__init__(sender, journal=journal, clock=clock, tries=tries)

    def send(self, *documents: Any, extend: ExtendMessage | None = None) -> list[Packed]:
        """Check documents and hand them to the port, those of a kind together, a hundred to a message.

        Returns the messages once the port has them for good. Raises ``Unsendable`` with all that is
        wrong before anything is sent, ``Rejected``, ``Unreachable``. The same documents sent again are
        the same messages, which the port declares once.
        """
        return self._play(self._talk.send(documents, extend))

    def resume(self) -> list[Packed]:
        """Hand in what was left unfinished, by this client or a crashed one with this journal.

        Returns those messages, the oldest first. Raises ``Unreachable``, or ``Rejected`` after which the
        rest is still there.
        """
        return self._play(self._talk.resume())

    def receipts(self, *, most: int = MOST_RECEIPTS, wait: float = 0) -> list[Receipt]:
        """Return the oldest receipts that were not acknowledged, waiting up to ``wait`` seconds for the first.

        1 to 100 receipts, 0 to 60 seconds. The same ones come again until they are acknowledged, or their
        purchases followed to the end.
        """
        return self._play(self._talk.receipts(most=most, wait=wait))

    def acknowledge(self, *receipts: Receipt) -> None:
        """Say that these receipts were taken; until then they are handed over again and again."""
        self._play(self._talk.acknowledge(receipts))

    def follow(self, followed: Followed, *, timeout: float = 60) -> Outcome:
        """Wait until a purchase or an application has come to its end, and take its receipts.

        A purchase ends with 800, with the refusal of one of its documents, with 430 (cancelled) or 700 (to be
        shipped back); one that was only stored (appStatus 1) with 1. A cancellation, return or arrival list ends
        with 399 or its refusal. An inventory that is held (``Outcome.held``) is waited for. Raises ``Unanswered``
        after ``timeout`` seconds; then nothing was taken, and who follows again hears everything again.
        """
        return self._play(self._talk.follow([followed], timeout))[0]

    def follow_all(self, followed: Sequence[Followed], *, timeout: float = 60) -> list[Outcome]:
        """Wait until all have come to their end; their outcomes come in the same order."""
        return self._play(self._talk.follow(followed, timeout))

    def clear(self, purchase: Purchase, *, timeout: float = 60) -> Outcome:
        """Send a purchase's documents and follow it to its end."""
        return self.clear_all([purchase], timeout=timeout)[0]

    def clear_all(self, purchases: Sequence[Purchase], *, timeout: float = 60) -> list[Outcome]:
        """Send the documents of purchases, a hundred to a message, and follow all to their end."""
        self.send(*[document for purchase in purchases for document in purchase.documents])
        return self.follow_all(purchases, timeout=timeout)

    def apply(self, application: Application, *, timeout: float = 60) -> Outcome:
        """Send a cancellation, a return or an arrival list and follow it to its end."""
        self.send(application)
        return self.follow(application, timeout=timeout)

    def close(self) -> None:
        """Close connections and journal."""
        if not self._borrowed:
            self._wire.close()
        self._journal.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, wrong: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _play(self, flow: Flow[T]) -> T:
        heard: Reply | Silence | None = None
        try:
            while True:
                said = flow.send(heard)
                if isinstance(said, Pause):
                    self._clock.sleep(said.seconds)
                    heard = None
                else:
                    heard = self._wire.ask(said)
        except StopIteration as end:
            ended: T = end.value
            return ended
        finally:
            flow.close()


class AsyncGatewayClient(_Client):
    """The same for programs with an event loop; arguments and errors are those of ``GatewayClient``.

    A task that is cancelled leaves its messages to ``resume()`` and its receipts unacknowledged. A
    journal is written in the event loop, a few milliseconds a message.
    """

    def __init__(
        self,
        sender: Sender,
        url: str | None = None,
        *,
        app: AsgiApplication | None = None,
        wire: AsyncWire | None = None,
        journal: Path | str | None = None,
        allow: Collection[str] = (),
        clock: Clock | None = None,
        tries: Tries | None = None,
    ) -> None:
        _one_of(url=url, app=app, wire=wire)
        self._borrowed = wire is not None
        self._wire: AsyncWire = wire or (AsyncInProcess(app) if app is not None else _async_http(url, allow))
        super().__init__(sender, journal=journal, clock=clock, tries=tries)

    async def send(self, *documents: Any, extend: ExtendMessage | None = None) -> list[Packed]:
        """See ``GatewayClient.send``."""
        return await self._play(self._talk.send(documents, extend))

    async def resume(self) -> list[Packed]:
        """See ``GatewayClient.resume``."""
        return await self._play(self._talk.resume())

    async def receipts(self, *, most: int = MOST_RECEIPTS, wait: float = 0) -> list[Receipt]:
        """See ``GatewayClient.receipts``."""
        return await self._play(self._talk.receipts(most=most, wait=wait))

    async def acknowledge(self, *receipts: Receipt) -> None:
        """See ``GatewayClient.acknowledge``."""
        await self._play(self._talk.acknowledge(receipts))

    async def follow(self, followed: Followed, *, timeout: float = 60) -> Outcome:
        """See ``GatewayClient.follow``."""
        return (await self._play(self._talk.follow([followed], timeout)))[0]

    async def follow_all(self, followed: Sequence[Followed], *, timeout: float = 60) -> list[Outcome]:
        """See ``GatewayClient.follow_all``."""
        return await self._play(self._talk.follow(followed, timeout))

    async def clear(self, purchase: Purchase, *, timeout: float = 60) -> Outcome:
        """See ``GatewayClient.clear``."""
        return (await self.clear_all([purchase], timeout=timeout))[0]

    async def clear_all(self, purchases: Sequence[Purchase], *, timeout: float = 60) -> list[Outcome]:
        """See ``GatewayClient.clear_all``."""
        await self.send(*[document for purchase in purchases for document in purchase.documents])
        return await self.follow_all(purchases, timeout=timeout)

    async def apply(self, application: Application, *, timeout: float = 60) -> Outcome:
        """See ``GatewayClient.apply``."""
        await self.send(application)
        return await self.follow(application, timeout=timeout)

    async def close(self) -> None:
        """Close connections and journal."""
        if not self._borrowed:
            await self._wire.close()
        self._journal.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, wrong: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def _play(self, flow: Flow[T]) -> T:
        heard: Reply | Silence | None = None
        try:
            while True:
                said = flow.send(heard)
                if isinstance(said, Pause):
                    await self._clock.asleep(said.seconds)
                    heard = None
                else:
                    heard = await self._wire.ask(said)
        except StopIteration as end:
            ended: T = end.value
            return ended
        finally:
            flow.close()


def _one_of(**ways: object) -> None:
    if len(given := [name for name, way in ways.items() if way is not None]) > 1:
        raise TypeError(f"give only one of {', '.join(given)}")


def _target(url: str | None) -> str:
    return os.environ.get("KOUAN_URL") or DEFAULT_URL if url is None else url


def _http(url: str | None, allow: Collection[str]) -> Wire:
    from gateway_client.transport import HttpWire, guard  # who stays in this process need not load an HTTP library

    return HttpWire(guard(_target(url), allow))


def _async_http(url: str | None, allow: Collection[str]) -> AsyncWire:
    from gateway_client.transport import AsyncHttpWire, guard

    return AsyncHttpWire(guard(_target(url), allow))

"""The clients: ``GatewayClient`` for threads, ``AsyncGatewayClient`` for event loops. Both play the same flows."""

from collections.abc import Collection
from pathlib import Path
from types import TracebackType
from typing import Final, Self, TypeVar
from uuid import uuid4

from gateway_client.asking import Flow, Pause, Reply, Silence
from gateway_client.conversations import Conversations
from gateway_client.envelopes import Packed, Sender
from gateway_client.envelopes import check as check_documents
from gateway_client.errors import Unsendable
from gateway_client.flows import MOST_RECEIPTS, Receipt, Tries
from gateway_client.journal import Journal
from gateway_client.purchase import Outcome, Purchase
from gateway_client.transport import AsyncWire, Clock, MachineClock, Wire, guard
from gateway_client.wire.ceb.tail import ExtendMessage
from gateway_client.wire.record import Record

DEFAULT_URL: Final = "http://127.0.0.1:8765"

T = TypeVar("T")


class _Client:
    """What both clients are made of."""

    def __init__(self, sender: Sender, *, journal: Path | None, clock: Clock | None, tries: Tries | None) -> None:
        self._clock = clock or MachineClock()
        self._journal = Journal(journal)
        self._talk = Conversations(
            sender,
            self._journal,
            tries=tries or Tries(),
            monotonic=self._clock.monotonic,
            new_guid=lambda: str(uuid4()).upper(),
        )

    @property
    def sender(self) -> Sender:
        """Who transmits."""
        return self._talk.sender

    def check(self, *documents: Record) -> None:
        """Raise ``Unsendable`` with everything that is wrong with documents in themselves; send nothing."""
        findings, refusals = check_documents(documents)
        if findings or refusals:
            raise Unsendable(findings, refusals)


class GatewayClient(_Client):
    """A company's connection to the port, for programs with threads.

    >>> with GatewayClient(Sender(dxp_id="DXPENT0000000001", cop_code="4401960005", cop_name="…")) as client:
    ...     outcome = client.clear(purchase)

    ``url`` must be this machine unless its host is in ``allow``. ``journal`` is a file that survives a
    crash; without one, receipts that are not taken stay at the port. ``clock`` and ``tries`` are for
    tests. Errors: see ``gateway_client.errors``.
    """

    def __init__(
        self,
        sender: Sender,
        url: str = DEFAULT_URL,
        *,
        journal: Path | None = None,
        allow: Collection[str] = (),
        clock: Clock | None = None,
        tries: Tries | None = None,
        wire: Wire | None = None,
    ) -> None:
        self._wire = wire or Wire(guard(url, allow))
        super().__init__(sender, journal=journal, clock=clock, tries=tries)

    def send(self, *documents: Record, extend: ExtendMessage | None = None) -> list[Packed]:
        """Check documents and hand them to the port, a hundred of a kind to a message.

        Returns the messages once the port has them for good. Raises ``Unsendable`` with all that is
        wrong before anything is sent, ``Rejected``, ``Unreachable``.
        """
        return self._play(self._talk.send(documents, extend))

    def resume(self) -> list[Packed]:
        """Hand in what a client with this journal left unfinished; returns those messages."""
        return self._play(self._talk.resume())

    def receipts(self, *, most: int = MOST_RECEIPTS, wait: float = 0) -> list[Receipt]:
        """Return the oldest receipts that were not acknowledged, waiting up to ``wait`` seconds for the first."""
        return self._play(self._talk.receipts(most=most, wait=wait))

    def acknowledge(self, *receipts: Receipt) -> None:
        """Say that these receipts were taken; until then they are handed over again and again."""
        self._play(self._talk.acknowledge(receipts))

    def follow(self, purchase: Purchase, *, timeout: float = 60) -> Outcome:
        """Wait until a purchase is released or refused. Raises ``Unanswered`` after ``timeout`` seconds."""
        return self._play(self._talk.follow(purchase, timeout))

    def clear(self, purchase: Purchase, *, timeout: float = 60) -> Outcome:
        """Send a purchase's documents and follow it to its end."""
        self.send(*purchase.documents)
        return self.follow(purchase, timeout=timeout)

    def close(self) -> None:
        """Close connections and journal."""
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


class AsyncGatewayClient(_Client):
    """The same for programs with an event loop; arguments and errors are those of ``GatewayClient``."""

    def __init__(
        self,
        sender: Sender,
        url: str = DEFAULT_URL,
        *,
        journal: Path | None = None,
        allow: Collection[str] = (),
        clock: Clock | None = None,
        tries: Tries | None = None,
        wire: AsyncWire | None = None,
    ) -> None:
        self._wire = wire or AsyncWire(guard(url, allow))
        super().__init__(sender, journal=journal, clock=clock, tries=tries)

    async def send(self, *documents: Record, extend: ExtendMessage | None = None) -> list[Packed]:
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

    async def follow(self, purchase: Purchase, *, timeout: float = 60) -> Outcome:  # world time
        """See ``GatewayClient.follow``."""
        return await self._play(self._talk.follow(purchase, timeout))

    async def clear(self, purchase: Purchase, *, timeout: float = 60) -> Outcome:  # world time
        """See ``GatewayClient.clear``."""
        await self.send(*purchase.documents)
        return await self.follow(purchase, timeout=timeout)

    async def close(self) -> None:
        """Close connections and journal."""
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

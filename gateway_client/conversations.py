"""What an operator does with the port, as flows: check and send, read receipts, follow purchases to their end.

Written once for every client; a journal and a clock are given to it, an HTTP library is not.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

from gateway_client import flows
from gateway_client.asking import Flow, Pause
from gateway_client.envelopes import Packed, Sender, check, pack
from gateway_client.errors import Rejected, Unanswered, Unsendable
from gateway_client.flows import LONGEST_WAIT, MOST_RECEIPTS, Receipt, Tries
from gateway_client.journal import Journal
from gateway_client.purchase import Outcome, Purchase, Watch
from gateway_client.wire.ceb.tail import ExtendMessage

_Key = tuple[str, str, str]
_LOOK: Final = 0.05
_LONGEST_LOOK: Final = 1.0
"""Seconds between looks when the port's answer holds nothing new: doubled from the one to the other."""

_FULL: Final = (
    "; the port holds 100 receipts that nobody takes and shows no others: "
    "take them with receipts() and acknowledge(), or give the client a journal"
)


class Conversations:
    """The flows of one sender. ``monotonic`` is the clock that time-outs are measured on, in seconds."""

    def __init__(self, sender: Sender, journal: Journal, *, tries: Tries, monotonic: Callable[[], float]) -> None:
        self.sender = sender
        self.journal = journal
        self._tries = tries
        self._monotonic = monotonic

    def send(self, documents: Iterable[Any], extend: ExtendMessage | None = None) -> Flow[list[Packed]]:
        """Check documents, pack them, hand the messages in. Nothing is sent when anything is wrong."""
        given = list(documents)
        findings, objections = check(given, self.sender, extend)
        if findings or objections:
            raise Unsendable(findings, objections)
        messages = list(pack(given, self.sender, extend=extend))
        self.journal.going(messages)
        yield from self._hand_in(messages)
        return messages

    def resume(self) -> Flow[list[Packed]]:
        """Hand in what the journal still holds: messages of which nobody knows whether they arrived."""
        left = self.journal.left()
        yield from self._hand_in(left)
        return left

    def receipts(self, *, most: int, wait: float) -> Flow[list[Receipt]]:
        """Return receipts that nobody has taken: those of the journal first, else the port's."""
        if not 1 <= most <= MOST_RECEIPTS or not 0 <= wait <= LONGEST_WAIT:
            raise ValueError(
                f"receipts wants most from 1 to {MOST_RECEIPTS} and wait from 0 to {LONGEST_WAIT:g} seconds"
            )
        kept = self.journal.waiting(most)
        if not kept:
            found = yield from flows.fetch(self.sender.dxp_id, most=most, wait=wait, tries=self._tries)
            if not self.journal.durable:
                return found
            yield from self._keep(found)
            kept = self.journal.waiting(most)
        return [receipt for _, receipt in kept]

    def acknowledge(self, receipts: Iterable[Receipt]) -> Flow[None]:
        """Say that receipts were taken: they will not be handed over again."""
        taken = list(receipts)
        untold = self.journal.untold(taken)
        yield from flows.acknowledge(self.sender.dxp_id, [one.id for one in untold], self._tries)
        self.journal.taken(taken)

    def follow(self, purchases: Sequence[Purchase], timeout: float) -> Flow[list[Outcome]]:
        """Wait until purchases are released or refused, then take their receipts.

        Until then nothing is taken: who follows again after a time-out hears everything again. A receipt
        with returns about other purchases stays until those were followed, too, or somebody acknowledges it.
        """
        end = self._monotonic() + timeout
        watch, ours, seen = Watch(purchases), _Ours(), set[_Key]()
        place, look, full, looked = 0, _LOOK, False, False
        while True:
            for at, receipt in self.journal.waiting(behind=place):
                ours.hear(watch, receipt)
                place = at
            if not watch.open:
                yield from self._take(ours)
                return watch.outcomes
            left = max(0.0, end - self._monotonic())
            if looked and not left:
                raise _unanswered(timeout, watch, _FULL if full else "")
            wait = min(left, self._tries.longest_wait)
            found = yield from flows.fetch(self.sender.dxp_id, most=MOST_RECEIPTS, wait=wait, tries=self._tries)
            new = [one for one in found if one.key not in seen]
            seen.update(one.key for one in new)
            looked, full = True, len(found) >= MOST_RECEIPTS and not new
            if self.journal.durable:
                yield from self._keep(found)
            else:
                for receipt in new:
                    ours.hear(watch, receipt)
            if new:
                look = _LOOK
            else:
                yield Pause(min(look, left))
                look = min(look * 2, _LONGEST_LOOK)

    def _take(self, ours: "_Ours") -> Flow[None]:
        """Note which returns were handed over; acknowledge the receipts of which all were."""
        whole = [receipt for receipt, numbers in ours.heard.values() if self.journal.noted(receipt, numbers)]
        yield from self.acknowledge(whole)

    def _hand_in(self, messages: Iterable[Packed]) -> Flow[None]:
        for message in messages:
            try:
                yield from flows.post(message, self._tries)
            except Rejected:
                self.journal.gone(message)
                raise
            self.journal.gone(message)

    def _keep(self, receipts: list[Receipt]) -> Flow[None]:
        """Take receipts over into the durable journal; from then on the port may forget them."""
        self.journal.arrived(receipts)
        yield from flows.acknowledge(self.sender.dxp_id, [one.id for one in receipts], self._tries)
        self.journal.told(receipts)


class _Ours:
    """The receipts that say something of what is followed, with the numbers of the returns that do."""

    def __init__(self) -> None:
        self.heard: dict[_Key, tuple[Receipt, list[int]]] = {}

    def hear(self, watch: Watch, receipt: Receipt) -> None:
        if numbers := watch.hear(receipt.returns):
            self.heard[receipt.key] = receipt, numbers


def _unanswered(timeout: float, watch: Watch, hint: str) -> Unanswered:
    open_ = watch.open
    heard = open_[0].heard
    last = f"{heard[-1].document} {heard[-1].status}: {heard[-1].info}" if heard else "nothing"
    return Unanswered(timeout, [one.order_no for one in open_], last, watch.outcomes, hint)

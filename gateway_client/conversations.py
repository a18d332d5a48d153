"""What an operator does with the port, as flows: check and send, read receipts, follow purchases to their end.

Written once for every client; a journal and a clock are given to it, an HTTP library is not.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

from gateway_client import flows
from gateway_client.asking import Flow, Pause
from gateway_client.envelopes import Packed, Sender, check, pack
from gateway_client.errors import Rejected, Unanswered, Unreachable, Unsendable
from gateway_client.flows import LONGEST_WAIT, MOST_RECEIPTS, Receipt, Tries
from gateway_client.journal import Journal
from gateway_client.outcome import Outcome
from gateway_client.purchase import Followed
from gateway_client.watch import Watch
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
        self._hearings: list[_Hearing] = []

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
        """Return receipts that nobody has taken: those of the journal first, then the port's."""
        if not 1 <= most <= MOST_RECEIPTS or not 0 <= wait <= LONGEST_WAIT:
            raise ValueError(
                f"receipts wants most from 1 to {MOST_RECEIPTS} and wait from 0 to {LONGEST_WAIT:g} seconds"
            )
        kept = [receipt for _, receipt in self.journal.waiting(most)]
        if len(kept) == most:
            return kept
        try:
            found = yield from flows.fetch(self.sender.dxp_id, most=most, wait=0 if kept else wait, tries=self._tries)
        except Unreachable:
            if not kept:
                raise
            return kept
        if not self.journal.durable:
            return (kept + found)[:most]
        yield from self._keep(found)
        return [receipt for _, receipt in self.journal.waiting(most)]

    def acknowledge(self, receipts: Iterable[Receipt]) -> Flow[None]:
        """Say that receipts were taken: they will not be handed over again."""
        taken = list(receipts)
        untold = self.journal.untold(taken)
        yield from flows.acknowledge(self.sender.dxp_id, [one.id for one in untold], self._tries)
        self.journal.taken(taken)

    def follow(self, followed: Sequence[Followed], timeout: float) -> Flow[list[Outcome]]:
        """Wait until purchases and applications have come to their end, then take their receipts.

        Until then nothing is taken: who follows again after a time-out hears everything again. A receipt
        with returns about other purchases stays until those were followed, too, or somebody acknowledges it.
        """
        hearing = _Hearing(followed)
        self._hearings.append(hearing)
        try:
            yield from self._hear_out(hearing, timeout)
        finally:
            self._hearings.remove(hearing)
        whole = [receipt for receipt, numbers in hearing.ours if self.journal.noted(receipt, numbers)]
        yield from self.acknowledge(whole)
        return hearing.watch.outcomes

    def _hear_out(self, hearing: "_Hearing", timeout: float) -> Flow[None]:
        """Look for receipts until nothing more is to be waited for."""
        end = self._monotonic() + timeout
        look, full, looked = _LOOK, False, False
        while True:
            hearing.read(self.journal)
            left = max(0.0, end - self._monotonic())
            if not hearing.watch.open:
                return
            if looked and not left:
                raise _unanswered(timeout, hearing.watch, _FULL if full else "")
            wait = min(left, self._tries.longest_wait)
            found = yield from flows.fetch(self.sender.dxp_id, most=MOST_RECEIPTS, wait=wait, tries=self._tries)
            looked, new = True, hearing.new(found)
            full = len(found) >= MOST_RECEIPTS and not new
            if self.journal.durable:
                yield from self._keep(found)
            elif full:
                full = not (yield from self._make_room(found))
            else:
                hearing.hear(new)
            if new:
                look = _LOOK
            else:
                yield Pause(min(look, left))
                look = min(look * 2, _LONGEST_LOOK)

    def _make_room(self, found: list[Receipt]) -> Flow[bool]:
        """Keep what is about anything that is followed here and now, so that the port shows its next page.

        The port shows a hundred receipts and no more until some are acknowledged; without this, many who
        follow at once would all wait for the others. Without a file it is the one thing that is
        acknowledged before it is handed over.
        """
        watches = [hearing.watch for hearing in self._hearings]
        ours = [
            one
            for one in found
            if one.returns and all(any(watch.knows(said) for watch in watches) for said in one.returns)
        ]
        yield from self._keep(ours)
        return bool(ours)

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


class _Hearing:
    """What one who follows has heard: of what, and the receipts that say something of it."""

    def __init__(self, followed: Sequence[Followed]) -> None:
        self.watch = Watch(followed)
        self.ours: list[tuple[Receipt, list[int]]] = []  # with the numbers of the returns that concern us
        self._fetched: set[_Key] = set()
        self._heard: set[_Key] = set()
        self._place = 0

    def new(self, found: list[Receipt]) -> list[Receipt]:
        """Return those that no fetch before has brought."""
        new = [one for one in found if one.key not in self._fetched]
        self._fetched.update(one.key for one in new)
        return new

    def read(self, journal: Journal) -> None:
        """Hear what the journal has got."""
        kept = journal.waiting(behind=self._place)
        if kept:
            self._place = kept[-1][0]
            self.hear([receipt for _, receipt in kept])

    def hear(self, receipts: Iterable[Receipt]) -> None:
        """Hear receipts, each once."""
        for receipt in receipts:
            if receipt.key not in self._heard:
                self._heard.add(receipt.key)
                if numbers := self.watch.hear(receipt.returns):
                    self.ours.append((receipt, numbers))


def _unanswered(timeout: float, watch: Watch, hint: str) -> Unanswered:
    open_ = watch.open
    heard = open_[0].heard
    last = f"{heard[-1].document} {heard[-1].status}: {heard[-1].info}" if heard else "nothing"
    return Unanswered(timeout, [one.order_no for one in open_], last, watch.outcomes, hint)

"""What an operator does with the port, as flows: check and send, read receipts, follow a purchase to its end.

Written once for every client; a journal and a clock are given to it, an HTTP library is not.
"""

from collections.abc import Callable, Iterable
from typing import Final

from gateway_client import flows
from gateway_client.asking import Flow, Pause
from gateway_client.envelopes import Packed, Sender, check, pack
from gateway_client.errors import Rejected, Unanswered, Unsendable
from gateway_client.flows import LONGEST_WAIT, MOST_RECEIPTS, Receipt, Tries
from gateway_client.journal import Journal
from gateway_client.purchase import Heard, Outcome, Purchase, heard_of
from gateway_client.wire.ceb.tail import ExtendMessage
from gateway_client.wire.record import Record

_LOOK: Final = 0.2
"""Seconds between looks when the port holds a full page of receipts that are not ours to acknowledge."""


class Conversations:
    """The flows of one sender. ``monotonic`` is the clock that time-outs are measured on, in seconds."""

    def __init__(
        self,
        sender: Sender,
        journal: Journal,
        *,
        tries: Tries,
        monotonic: Callable[[], float],
        new_guid: Callable[[], str],
    ) -> None:
        self.sender = sender
        self.journal = journal
        self._tries = tries
        self._monotonic = monotonic
        self._new_guid = new_guid

    def send(self, documents: Iterable[Record], extend: ExtendMessage | None = None) -> Flow[list[Packed]]:
        """Check documents, pack them, hand the messages in. Nothing is sent when anything is wrong."""
        given = list(documents)
        findings, refusals = check(given)
        if findings or refusals:
            raise Unsendable(findings, refusals)
        messages = list(pack(given, self.sender, self._new_guid, extend=extend))
        self.journal.going(messages)
        yield from self._hand_in(messages)
        return messages

    def resume(self) -> Flow[list[Packed]]:
        """Hand in what the journal still holds: messages of which nobody knows whether they arrived."""
        left = self.journal.left()
        yield from self._hand_in(left)
        return left

    def receipts(self, *, most: int = MOST_RECEIPTS, wait: float = 0) -> Flow[list[Receipt]]:
        """Return receipts that nobody has taken: those of the journal first, else the port's."""
        kept = self.journal.waiting(most)
        if kept:
            return kept
        found = yield from flows.fetch(self.sender.dxp_id, most=most, wait=min(wait, LONGEST_WAIT), tries=self._tries)
        if self.journal.durable:
            yield from self._keep(found)
        return found

    def acknowledge(self, receipts: Iterable[Receipt]) -> Flow[None]:
        """Say that receipts were taken: they will not be handed over again."""
        taken = list(receipts)
        self.journal.taken(taken)
        if not self.journal.durable:
            yield from flows.acknowledge(self.sender.dxp_id, [one.id for one in taken], self._tries)

    def follow(self, purchase: Purchase, timeout: float) -> Flow[Outcome]:
        """Wait until a purchase is released or refused, and take its receipts.

        Other purchases' receipts are left to whoever asks for them. Raises ``Unanswered`` after
        ``timeout`` seconds.
        """
        end = self._monotonic() + timeout
        outcome = Outcome(purchase.order_no)
        while True:
            outcome = yield from self._take_ours(purchase, outcome, self.journal.waiting())
            if outcome.final:
                return outcome
            left = end - self._monotonic()
            if left <= 0:
                raise Unanswered(purchase.order_no, timeout, _last(outcome))
            wait = min(left, LONGEST_WAIT)
            found = yield from flows.fetch(self.sender.dxp_id, most=MOST_RECEIPTS, wait=wait, tries=self._tries)
            if self.journal.durable:
                yield from self._keep(found)
                continue
            before = outcome
            outcome = yield from self._take_ours(purchase, outcome, found)
            if outcome.final:
                return outcome
            if found and outcome == before:
                yield Pause(_LOOK)  # others' receipts come back at once on every fetch

    def _take_ours(self, purchase: Purchase, outcome: Outcome, receipts: Iterable[Receipt]) -> Flow[Outcome]:
        """Add to an outcome what receipts say of its purchase; acknowledge those that say nothing else."""
        heard: list[Heard] = []
        ours: list[Receipt] = []
        for receipt in receipts:
            said = heard_of(purchase, receipt.message)
            heard += [one for one in said if one not in outcome.heard]
            if said and len(said) == len(receipt.returns):
                ours.append(receipt)
        if ours:
            yield from self.acknowledge(ours)
        return Outcome(outcome.order_no, outcome.heard + tuple(heard)) if heard else outcome

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


def _last(outcome: Outcome) -> str:
    if not outcome.heard:
        return "nothing"
    last = outcome.heard[-1]
    return f"{last.document} {last.status}: {last.info}"

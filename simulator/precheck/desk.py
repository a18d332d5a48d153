"""Judges files as if they were sent in the order given: first the port, then customs among them.

What only a server knows is left out: what a buyer has used of this year, and documents that are not
among the files. An inventory's day of acceptance is its own declTime unless another day is given.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Final, cast

from gateway_client.rules.kinds import Kind, head_of, key, names_of
from gateway_client.rules.rule import Refusal
from gateway_client.wire.findings import Words
from simulator.clock import WallClock
from simulator.customs.rules import BOOK, Case
from simulator.port.arrival import Arrival, Version
from simulator.port.rules import refusals
from simulator.port.submission import Submission
from simulator.precheck.objection import Level, Objection
from simulator.precheck.papers import Filed, Paper, filed
from simulator.precheck.wording import missing, of_form, of_rule

_DECLARING: Final = 2


class Desk:
    """One check over some files, at will without the assumed rules."""

    def __init__(self, day: date | None = None, *, only_sourced: bool = False) -> None:
        self.objections: list[Objection] = []
        self.documents = 0
        self._day = day
        self._only_sourced = only_sourced
        self._messages: dict[str, str] = {}
        self._current: dict[tuple[Kind, str], Filed] = {}

    def take(self, paper: Paper) -> None:
        """Judge a file as the port does when it comes in."""
        examined = paper.examined
        if isinstance(examined, Submission):
            self._submitted(paper, examined)
        else:
            self.objections += [of_form(paper, finding) for finding in examined.findings]

    def compare(self) -> None:
        """Judge the inventories that the port took, as customs does, with what is among the files."""
        for one in list(self._current.values()):
            if one.kind is Kind.INVENTORY and not one.refused:
                self._compare(one)

    def _submitted(self, paper: Paper, submission: Submission) -> None:
        digest = submission.digest
        first = self._messages.get(digest)
        if first == paper.name:
            return
        if first is not None:
            words = Words(f"is the same message as {first}: accepted, nothing new", f"与{first}为同一报文，不重复处理")
            note = Objection(level=Level.NOTE, file=paper.name, line=None, code="CHK-02", why=words)
            self.objections.append(note)
            return
        self._messages[digest] = paper.name
        self.objections += [of_form(paper, finding) for finding in submission.findings]
        for one, own in zip(filed(paper), submission.refusals, strict=True):
            self.documents += 1
            before = self._current.get((one.kind, one.key))
            found = [*own, *refusals(self._arrival(one, submission, before), only_sourced=self._only_sourced)]
            one.refused = bool(found)
            if before is None or not found or (before.refused and _time(one) > _time(before)):
                self._current[one.kind, one.key] = one
            self.objections += [of_rule(one, refusal, {one.kind: one}, before) for refusal in found]

    def _arrival(self, one: Filed, submission: Submission, before: Filed | None) -> Arrival:
        return Arrival(
            kind=one.kind,
            document=one.document,
            head=head_of(one.document),
            sender_id=submission.sender,
            dxp_id=submission.dxp_id,
            day=self._day_of(one),
            before=Version(_time(before), before.refused, _DECLARING) if before else None,
            subscriptions=submission.subscriptions,
        )

    def _day_of(self, one: Filed) -> date:
        if self._day:
            return self._day
        if one.kind is Kind.INVENTORY:
            try:
                return datetime.strptime(one.document.head.decl_time, "%Y%m%d").date()
            except ValueError:
                pass
        return WallClock().now().date()

    def _compare(self, inventory: Filed) -> None:
        head = inventory.document.head
        order_key = key(head.ebp_code, head.order_no)
        waybill_key = key(head.logistics_code, head.logistics_no)
        sought = {
            Kind.ORDER: (order_key, self._current.get((Kind.ORDER, order_key))),
            Kind.PAYMENT: (order_key, self._payment(head)),
            Kind.WAYBILL: (waybill_key, self._current.get((Kind.WAYBILL, waybill_key))),
        }
        papers = {kind: one for kind, (_, one) in sought.items() if one and not one.refused}
        case = Case(
            inventory=inventory.document,
            order=_document(papers.get(Kind.ORDER)),
            payment=_document(papers.get(Kind.PAYMENT)),
            waybill=_document(papers.get(Kind.WAYBILL)),
            day=self._day_of(inventory),
            used=None,
        )
        for refusal in _refusals(case, only_sourced=self._only_sourced):
            self.objections.append(of_rule(inventory, refusal, {**papers, Kind.INVENTORY: inventory}, None))
        for kind, (sought_key, known) in sought.items():
            if kind not in papers:
                self.objections.append(missing(inventory, kind, sought_key, known))

    def _payment(self, head: Any) -> Filed | None:
        payments = (one for (kind, _), one in self._current.items() if kind is Kind.PAYMENT)
        own = [one for one in payments if _order_of(one) == (head.ebp_code, head.order_no)]
        living = [one for one in own if not one.refused] or own
        return living[-1] if living else None


class _Absent(Exception):
    """A rule looked at a document that is not among the files."""


class _Nothing:
    """Stands where a document is missing, so that every rule that needs it is left out."""

    def __getattr__(self, name: str) -> Any:
        raise _Absent


def _document(one: Filed | None) -> Any:
    return one.document if one else cast("Any", _Nothing())


def _refusals(case: Case, *, only_sourced: bool) -> Iterable[Refusal]:
    names = names_of(Kind.INVENTORY, case.inventory.head)
    for rule in BOOK.for_kind(Kind.INVENTORY, only_sourced=only_sourced):
        try:
            found = rule.judge(case)
        except _Absent:
            continue
        if found is not None:
            yield rule.refuse(Kind.INVENTORY, found, names)


def _time(one: Filed) -> str:
    app_time: str = head_of(one.document).app_time
    return app_time


def _order_of(payment: Filed) -> tuple[str, str]:
    return payment.document.head.ebp_code, payment.document.head.order_no

"""Judges files as if they were sent in the order given: first the port, then customs among them.

What only a server knows is left out: what a buyer has used of this year, and documents that are not
among the files. An inventory's day of acceptance is its own declTime unless another day is given.
"""

import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Final, cast

from gateway_client.rules.kinds import SEPARATOR, Kind, key, names_of
from gateway_client.rules.rule import Refusal, Side
from gateway_client.wire.findings import Finding, Words
from simulator.clock import WallClock
from simulator.customs.rules import BOOK, Case
from simulator.port.answers import FORMAT_ERROR, TEXTS
from simulator.port.gates import NOT_HANDLED, Refused
from simulator.port.rules import Arrival, Version, refusals
from simulator.port.submission import Submission
from simulator.precheck.objection import Answer, Level, Objection, Place, gist
from simulator.precheck.papers import Filed, Paper, Received, filed

_KIND_NAMED: Final = re.compile(r"\b(Order|Payment|Logistics|Inventory)")
_KINDS: Final = {"Order": 311, "Payment": 411, "Logistics": 511, "Inventory": 621}
_DECLARING: Final = 2


class Desk:
    """One check over some files."""

    def __init__(self, day: date | None = None) -> None:
        self.objections: list[Objection] = []
        self.documents = 0
        self._day = day
        self._messages: dict[str, str] = {}
        self._current: dict[tuple[Kind, str], Filed] = {}

    def take(self, paper: Paper) -> None:
        """Judge a file as the port does when it comes in."""
        examined = paper.examined
        if isinstance(examined, Submission):
            self._submitted(paper, examined)
        else:
            self.objections += [_of_form(paper, finding) for finding in examined.findings]

    def compare(self) -> None:
        """Judge the inventories that the port took, as customs does, with what is among the files."""
        for one in list(self._current.values()):
            if one.kind is Kind.INVENTORY and not one.refused:
                self._compare(one)

    def _submitted(self, paper: Paper, submission: Submission) -> None:
        digest = submission.digest(0)
        first = self._messages.get(digest)
        if first == paper.name:
            return
        if first is not None:
            words = Words(f"is the same message as {first}: accepted, nothing new", f"与{first}为同一报文，不重复处理")
            note = Objection(level=Level.NOTE, file=paper.name, line=None, code="CHK-02", why=words)
            self.objections.append(note)
            return
        self._messages[digest] = paper.name
        self.objections += [_of_form(paper, finding) for finding in submission.findings]
        for one, own in zip(filed(paper), submission.refusals, strict=True):
            self.documents += 1
            before = self._current.get((one.kind, one.key))
            found = [*own, *refusals(self._arrival(one, submission, before))]
            one.refused = bool(found)
            if before is None or not found or (before.refused and one.document.head.app_time > _time(before)):
                self._current[one.kind, one.key] = one
            self.objections += [_of_rule(one, refusal, {one.kind: one}, before) for refusal in found]

    def _arrival(self, one: Filed, submission: Submission, before: Filed | None) -> Arrival:
        return Arrival(
            kind=one.kind,
            document=one.document,
            sender_id=submission.sender,
            dxp_id=submission.dxp_id,
            day=self._day_of(one),
            before=Version(_time(before), before.refused, _DECLARING) if before else None,
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
        for refusal in _refusals(case):
            self.objections.append(_of_rule(inventory, refusal, {**papers, Kind.INVENTORY: inventory}, None))
        for kind, (missing, known) in sought.items():
            if kind not in papers:
                self.objections.append(_missing(inventory, kind, missing, known))

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


def _refusals(case: Case) -> Iterable[Refusal]:
    names = names_of(Kind.INVENTORY, case.inventory.head)
    for rule in BOOK.for_kind(Kind.INVENTORY):
        try:
            found = rule.judge(case)
        except _Absent:
            continue
        if found is not None:
            yield rule.refuse(Kind.INVENTORY, found, names)


def _time(one: Filed) -> str:
    app_time: str = one.document.head.app_time
    return app_time


def _order_of(payment: Filed) -> tuple[str, str]:
    return payment.document.head.ebp_code, payment.document.head.order_no


def _of_form(paper: Paper, finding: Finding) -> Objection:
    examined = paper.examined
    answer = None
    if isinstance(examined, Refused) and finding.code != NOT_HANDLED:
        answer = Answer("DxpRep", examined.code, TEXTS[examined.code])
    elif isinstance(examined, Submission):
        answer = Answer("CEB900Message", FORMAT_ERROR, finding.said("zh"))
    name = finding.path.rpartition("/")[2]
    said = Words(*(f"{name} {words}".strip() for words in finding.words))
    return Objection(
        level=Level.REFUSED if answer or isinstance(examined, Received) else Level.NOTE,
        file=paper.name,
        line=finding.line,
        code=finding.code,
        why=said,
        places=(Place(finding.path, finding.value, paper.name, finding.line),),
        answer=answer,
    )


def _of_rule(one: Filed, refusal: Refusal, papers: dict[Kind, Filed], before: Filed | None) -> Objection:
    return Objection(
        level=Level.REFUSED,
        file=one.paper.name,
        line=one.line,
        document=one.kind.label,
        key=one.shown_key,
        code=refusal.rule.code,
        official=refusal.rule.official[refusal.kind],
        why=Words(refusal.rule.title, gist(refusal.info)),
        places=tuple(_place(side, papers, before) for side in refusal.sides),
        answer=Answer(refusal.kind.receipt, refusal.status, refusal.info),
        source=refusal.rule.source,
        confidence=refusal.rule.confidence.value,
    )


def _place(side: Side, papers: dict[Kind, Filed], before: Filed | None) -> Place:
    """Find the file and the line of a value that a rule names."""
    named = _KIND_NAMED.search(side.path)
    one = papers.get(Kind(_KINDS[named[1]])) if named else None
    if before and "known" in side.path:
        one = before
    if one is None:
        return Place(side.path, side.value)
    return Place(side.path, side.value, one.paper.name, one.line_of(side.path))


def _missing(inventory: Filed, kind: Kind, missing: str, known: Filed | None) -> Objection:
    shown = missing.replace(SEPARATOR, "/")
    if known:
        words = Words(
            f"the {kind.label} {shown} is refused: the inventory would wait for a better one",
            f"{_NOUNS[kind]}[{shown}]被退回，清单将等待其重新申报",
        )
    else:
        words = Words(
            f"the {kind.label} {shown} is not among the files: without it the inventory would wait",
            f"文件中没有{_NOUNS[kind]}[{shown}]，缺少时清单将持续等待",
        )
    places = (Place(type(known.document).table.name, None, known.paper.name, known.line),) if known else ()
    return Objection(
        level=Level.NOTE,
        file=inventory.paper.name,
        line=inventory.line,
        document=Kind.INVENTORY.label,
        key=inventory.shown_key,
        code="CHK-01",
        why=words,
        places=places,
    )


_NOUNS: Final = {Kind.ORDER: "订单", Kind.PAYMENT: "支付单", Kind.WAYBILL: "运单"}

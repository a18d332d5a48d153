"""Words an objection: from a finding or a refusal to places in files and the answer that would come."""

import re
from typing import Final

from gateway_client.rules.kinds import SEPARATOR, Kind
from gateway_client.rules.rule import Refusal, Side
from gateway_client.wire.findings import Finding, Words
from simulator.port.answers import FORMAT_ERROR, RESPONSES
from simulator.port.gates import NOT_HANDLED, Refused
from simulator.port.submission import Submission
from simulator.precheck.objection import Answer, Level, Objection, Place, gist
from simulator.precheck.papers import Filed, Paper, Received

_KIND_NAMED: Final = re.compile(r"\b(Order|Payment|LogisticsStatus|Logistics|Inventory)")
_KINDS: Final = {
    "Order": Kind.ORDER,
    "Payment": Kind.PAYMENT,
    "Logistics": Kind.WAYBILL,
    "LogisticsStatus": Kind.DELIVERY,
    "Inventory": Kind.INVENTORY,
}
_NOUNS: Final = {Kind.ORDER: "订单", Kind.PAYMENT: "支付单", Kind.WAYBILL: "运单"}


def of_form(paper: Paper, finding: Finding) -> Objection:
    """Return what is said of a finding against the form of a message."""
    examined = paper.examined
    answer = None
    if isinstance(examined, Refused) and finding.code != NOT_HANDLED:
        answer = Answer("DxpRep", examined.code, RESPONSES[examined.code])
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


def of_rule(one: Filed, refusal: Refusal, papers: dict[Kind, Filed], before: Filed | None) -> Objection:
    """Return what is said of a refusal. ``papers`` has the documents that its values may stand in."""
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
    one = papers.get(_KINDS[named[1]]) if named else None
    if before and "known" in side.path:
        one = before
    if one is None:
        return Place(side.path, side.value)
    return Place(side.path, side.value, one.paper.name, one.line_of(side.path))


def missing(inventory: Filed, kind: Kind, sought: str, known: Filed | None) -> Objection:
    """Return the note on a document that an inventory would wait for; ``known`` is a refused one."""
    shown = sought.replace(SEPARATOR, "/")
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

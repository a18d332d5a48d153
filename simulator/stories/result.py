"""What came of a story: its steps, its orders, and everything that went to and fro. Values, and their JSON.

Everything but ``seconds`` depends on the story alone: played again, it is the same to the letter.
"""

from dataclasses import dataclass
from typing import Any, Literal

from gateway_client.wire.findings import Words
from simulator.stories.story import Story

Status = Literal["passed", "failed", "skipped"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """One side of a disagreement: ``OrderHead.acturalPaid`` and what stands there."""

    path: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Objection:
    """Why a document was refused: code and text of the answer, the rule and both values, where the rule is from.

    ``document`` is order, payment, … ``by_client`` tells that the client stopped it before anything was sent.
    """

    document: str
    code: str
    info: str
    rule: str
    title: Words
    values: tuple[Value, ...]
    source: str
    confidence: str
    by_client: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """One return about a document of an order; ``time`` is YYYYMMDDhhmmssSSS of Beijing, ``message`` CEB622.

    ``n`` is the number of its entry in the world's journal: which came first.
    """

    n: int
    document: str
    message: str
    status: str
    time: str
    info: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderResult:
    """What became of a purchase of the story. ``state`` is ``not declared`` when nothing of it was sent."""

    purchase: str
    order_no: str
    buyer: str
    goods_value: str
    state: str
    missing: tuple[str, ...]
    receipts: tuple[Receipt, ...]
    objections: tuple[Objection, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StepResult:
    """What came of a step. ``said`` is the step in words, ``time`` the world's when it was done, ``why`` it failed."""

    number: int
    line: int
    said: Words
    status: Status
    time: str
    why: Words | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lifeline:
    """Somebody who sends or hears: ``kind`` is company (with its dxpId), port, payment, carrier, officer or clock."""

    id: str
    kind: str
    name: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One arrow, or a note over one lifeline when ``source`` is ``target``. Times are Beijing stamps.

    ``kind`` is message, receipt, copy, asked, clock, verdict, officer or stopped; ``good`` is ``False`` for whatever
    refuses, ``True`` for a release, ``None`` for the rest. ``details`` are lines to be read when it is looked at.
    """

    n: int
    time: str
    kind: str
    source: str
    target: str
    label: Words
    good: bool | None = None
    details: tuple[Words, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """Everything that went to and fro in a world, in its order. ``left_out`` events more there were."""

    lifelines: tuple[Lifeline, ...]
    events: tuple[Event, ...]
    left_out: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryResult:
    """What came of a story. ``why`` is the first failure, with its step's line; ``seconds`` are the machine's."""

    story: Story
    status: Status
    steps: tuple[StepResult, ...]
    orders: tuple[OrderResult, ...]
    trace: Trace
    seconds: float
    why: Words | None = None
    line: int | None = None
    repeat: str = ""
    """The command that plays just this story again."""


def as_json(result: StoryResult) -> dict[str, Any]:
    """Return a result as JSON types, without what differs from run to run."""
    story = result.story
    return {
        "story": story.full_name,
        "file": story.path,
        "title": story.title._asdict(),
        "status": result.status,
        "line": result.line,
        "why": result.why and result.why._asdict(),
        "repeat": result.repeat,
        "steps": [
            {
                "number": step.number,
                "line": step.line,
                "said": step.said._asdict(),
                "status": step.status,
                "time": step.time,
                "why": step.why and step.why._asdict(),
            }
            for step in result.steps
        ],
        "orders": [_order(one) for one in result.orders],
    }


def _order(one: OrderResult) -> dict[str, Any]:
    return {
        "purchase": one.purchase,
        "orderNo": one.order_no,
        "buyer": one.buyer,
        "goodsValue": one.goods_value,
        "state": one.state,
        "missing": list(one.missing),
        "receipts": [
            {
                "n": each.n,
                "document": each.document,
                "message": each.message,
                "returnStatus": each.status,
                "returnTime": each.time,
                "returnInfo": each.info,
            }
            for each in one.receipts
        ],
        "objections": [
            {
                "document": each.document,
                "code": each.code,
                "returnInfo": each.info,
                "rule": each.rule,
                "title": each.title._asdict(),
                "values": [{"path": side.path, "value": side.value} for side in each.values],
                "source": each.source,
                "confidence": each.confidence,
                "byClient": each.by_client,
            }
            for each in one.objections
        ],
    }

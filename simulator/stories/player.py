"""Plays a story in a world of its own, through the client library, and tells what came of it.

Nothing is ever slept for: the clock of a stepped world is moved from step to step until what is expected has come, and
of a running one the port holds its answer back until there is a receipt.
"""

import time
from threading import Event as Flag
from uuid import uuid4

from gateway_client import Garbled, Unreachable
from gateway_client.asking import Wire
from gateway_client.wire.findings import Words
from simulator.beginning.writing import to_toml
from simulator.sandbox.doors import DoorClosed, DoorRefused
from simulator.sandbox.sandbox import Sandbox
from simulator.stories import acting, applying, told, waiting
from simulator.stories import story as s
from simulator.stories.cast import Bought, goods_value
from simulator.stories.declaring import ACCEPTED
from simulator.stories.expecting import Facts
from simulator.stories.failing import Failed
from simulator.stories.reasons import objections
from simulator.stories.result import OrderResult, Status, StepResult, StoryResult
from simulator.stories.stage import Stage
from simulator.stories.trace import trace_of

NOT_DECLARED = "not declared"
_NOTHING_EXPECTED = Words(
    "nothing is expected of it, so it could not fail: add an expect or a hears",
    "没有任何期望，不可能失败：请加expect或hears",
)


def play(story: s.Story, wire: Wire, *, repeat: str = "", stopping: Flag | None = None) -> StoryResult:
    """Play a story in a new world of the simulator at a wire, and let that world end.

    ``repeat`` is the command that plays it again; whoever sets ``stopping`` ends it early, with ``Interrupted``. Raises
    ``DoorClosed`` when there is no simulator any more, ``DoorRefused`` when it lets no world begin.
    """
    try:
        return _played(story, wire, repeat, stopping or Flag())
    except (Unreachable, Garbled) as wrong:  # of the simulator itself, not of what the story is about
        raise DoorClosed(wrong.path, str(wrong)) from None


def _played(story: s.Story, wire: Wire, repeat: str, stopping: Flag) -> StoryResult:
    begun = time.perf_counter()
    with Sandbox.begin(wire, f"story-{uuid4().hex[:16]}", to_toml(story.beginning)) as world:
        stage = Stage(story, world, stopping)
        steps = _steps(story, stage)
        failed = next((one for one in steps if one.status == "failed"), None)
        why = failed.why if failed else None if any(map(_expects, story.steps)) else _NOTHING_EXPECTED
        return StoryResult(
            story=story,
            status="failed" if why else "passed",
            steps=tuple(steps),
            orders=tuple(_told(stage, one) for one in stage.cast.all if one.sent or stage.stopped.get(one.name)),
            trace=trace_of(world.journal(bodies=True), story.parties, stage.acts),
            seconds=time.perf_counter() - begun,
            why=why,
            line=failed.line if failed else None,
            repeat=repeat,
        )


def _expects(step: s.Step) -> bool:
    """Could this step fail if the port did something else?"""
    match step:
        case s.Expect() | s.Hears():
            return True
        case s.Declare():
            return bool(step.stopped) or step.answer != ACCEPTED
        case _:
            return isinstance(step, s.Sending) and step.answer != ACCEPTED


def _steps(story: s.Story, stage: Stage) -> list[StepResult]:
    """Do the steps one after the other, up to the first that fails."""
    found: list[StepResult] = []
    status: Status = "passed"
    for number, step in enumerate(story.steps, 1):
        why = None
        if status == "failed":
            status = "skipped"
        if status != "skipped":
            why = _done(stage, step)
            status = "failed" if why else "passed"
        said = told.step(step)
        found.append(StepResult(number=number, line=step.line, said=said, status=status, time=stage.stamp, why=why))
    return found


def _done(stage: Stage, step: s.Step) -> Words | None:
    """Do a step; return why it failed, ``None`` if it did not."""
    try:
        _do(stage, step)
    except Failed as wrong:
        return wrong.words
    except DoorRefused as wrong:
        said = "; ".join(" ".join(filter(None, (one["place"], one["value"], one["why"]))) for one in wrong.errors)
        return Words(f"the simulator refuses: {said}", f"模拟器拒绝：{said}")
    return None


def _do(stage: Stage, step: s.Step) -> None:
    match step:
        case s.Declare():
            acting.declare(stage, step)
        case s.Post():
            acting.post(stage, step)
        case s.Pay():
            acting.pay(stage, step)
        case s.Ship():
            acting.ship(stage, step)
        case s.Cancel() | s.Return() | s.Arrive():
            applying.apply(stage, step)
        case s.Officer():
            acting.decide(stage, step)
        case s.Advance():
            acting.advance(stage, step)
        case s.Expect():
            waiting.expect(stage, step)
        case s.Hears():
            waiting.hears(stage, step)
    stage.hear()


def _told(stage: Stage, bought: Bought) -> OrderResult:
    """Return what became of a purchase."""
    facts = Facts(stage.world, stage.hearing, bought)
    return OrderResult(
        purchase=bought.name,
        order_no=bought.order_no,
        buyer=bought.head.buyer_name,
        goods_value=f"{goods_value(bought):f}",
        state=facts.order["state"] if bought.sent else NOT_DECLARED,
        missing=tuple(one["document"] for one in facts.missing),
        receipts=tuple(stage.hearing.of(bought)),
        objections=(*stage.stopped.get(bought.name, ()), *objections(facts)),
    )

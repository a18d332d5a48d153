"""What a story expects, waited for in the world's time. Raises ``Failed`` with what did not come, and why."""

from functools import partial

from gateway_client.wire.findings import Words
from simulator.stories import story as s
from simulator.stories.cast import Bought
from simulator.stories.expecting import Facts, Unmet, unheard, unmet
from simulator.stories.failing import Failed
from simulator.stories.reasons import not_come
from simulator.stories.stage import Stage


def expect(stage: Stage, step: s.Expect) -> None:
    """Wait until purchases are as expected; ``within`` counts from the beginning of the step, for all of them."""
    deadline = None if step.within is None else stage.now + step.within
    patient = deadline is not None and _excludes(step)
    for one in stage.bought(*step.purchases):
        if found := stage.until(deadline, partial(_unmet, stage, step, one), patient=patient):
            facts = Facts(stage.world, stage.hearing, one)
            raise Failed(_of_order(one, found.words) if found.final else not_come(found, facts, step.within))


def hears(stage: Stage, step: s.Hears) -> None:
    """Wait until a party has heard what it is to hear."""
    deadline = None if step.within is None else stage.now + step.within
    heard = stage.hearing.by_dxp_id.setdefault(stage.story.parties[step.party].dxp_id, [])
    patient = deadline is not None and not step.messages
    if found := stage.until(deadline, partial(unheard, step, heard), patient=patient):
        raise Failed(found.words)


def _unmet(stage: Stage, step: s.Expect, one: Bought) -> Unmet | None:
    return unmet(step, Facts(stage.world, stage.hearing, one))


def _excludes(step: s.Expect) -> bool:
    """Is anything expected not to come? That is known at the deadline only."""
    return () in (*step.receipts.values(), step.rules, step.missing)


def _of_order(one: Bought, words: Words) -> Words:
    return Words(f"order {one.order_no}: {words.en}", f"订单{one.order_no}：{words.zh}")

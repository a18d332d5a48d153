"""Why something that a story waits for did not come: what the port said last, what stands in its way, what may help."""

from datetime import timedelta
from typing import Any, Final

from gateway_client.wire.findings import Words
from simulator.precheck.objection import gist
from simulator.stories import told
from simulator.stories.expecting import Facts, Unmet
from simulator.stories.result import Objection, Value
from simulator.stories.returns import DOCUMENTS

_ELSEWHERE: Final = ("", "arrival", "tax", "message")
"""Documents that no order has among its own: receipts come of them all the same."""


def not_come(what: Unmet, facts: Facts, within: timedelta | None) -> Words:
    """Say what was waited for in vain, how long, what came last, and why no more did."""
    order = facts.bought.order_no
    if what.document:
        time = told.duration(within) if within is not None else ""
        en = f"did not come within {time} of world time" if time else "did not come, and nothing is planned any more"
        zh = f"未在world时间{time}内到达" if time else "未到达，且已无待办步骤"
        head = Words(f"{what.words.en} of order {order} {en}", f"订单{order}的{what.words.zh}{zh}")
    else:
        head = Words(f"order {order}: {what.words.en}", f"订单{order}：{what.words.zh}")
    last = _last(what, facts) if what.document else Words("", "")
    why = because(facts, what.document)
    return Words(
        head.en + last.en + (f", because {why.en}" if why else ""),
        head.zh + last.zh + (f"，原因：{why.zh}" if why else ""),
    )


def because(facts: Facts, document: str) -> Words | None:
    """Say what stands in the way of a purchase: it was refused, waits, was never declared, or needs more time."""
    if (found := _refusal(facts)) is not None:
        return _refused(found)
    if facts.missing:
        return _waits(facts)
    if not facts.order["documents"]:
        return Words("nothing of it was declared", "尚未申报任何单证")
    if document not in _ELSEWHERE and document not in {one["document"] for one in facts.order["documents"]}:
        name = DOCUMENTS.get(document, Words(document, document))
        return Words(f"no {name.en} of it was declared", f"尚未申报{name.zh}")
    if (due := facts.world.time().next_due) is not None:
        at = told.moment(due)
        return Words(f"the next step is due at {at} only: give it more time", f"下一步将于{at}到期：请放宽时限")
    return None


def _refusal(facts: Facts) -> Objection | None:
    """Return what refused a document of which no other version stands, the inventory's first."""
    documents = facts.order["documents"]
    standing = {one["document"] for one in documents if one["state"] != "refused"}
    refused = {one["document"] for one in documents} - standing
    found = [one for one in objections(facts) if one.document in refused]
    return next((one for one in found if one.document == "inventory"), found[-1] if found else None)


def objections(facts: Facts) -> list[Objection]:
    """Return everything that objected to the documents of a purchase."""
    return [objection(one) for one in facts.verdicts]


def objection(one: dict[str, Any]) -> Objection:
    """Return a verdict of the world as a value."""
    return Objection(
        document=one["document"],
        code=one["code"],
        info=one["returnInfo"],
        rule=one["rule"],
        title=Words(one["title"], gist(one["returnInfo"])),
        values=tuple(Value(path=side["path"], value=side["value"]) for side in one["values"]),
        source=one["source"],
        confidence=one["confidence"],
    )


def _last(what: Unmet, facts: Facts) -> Words:
    heard = facts.hearing.of(facts.bought, what.document or None)
    if not heard:
        return Words("; nothing was heard of it", "；未收到任何回执")
    said = f"{heard[-1].status}: {heard[-1].info}"
    return Words(f"; last was {said}", f"；最后一个为{said}")


def _refused(one: Objection) -> Words:
    name = DOCUMENTS[one.document]
    values = ", ".join(f"{side.path} {side.value}" for side in one.values)
    return Words(
        f"the {name.en} was refused by {one.rule}: {one.title.en} ({values})",
        f"{name.zh}被{one.rule}退单：{one.title.zh}（{values}）",
    )


def _waits(facts: Facts) -> Words:
    names = told.listed(one["document"] for one in facts.missing)
    keys = ", ".join(one["key"] for one in facts.missing)
    en, zh = f"the inventory waits for the {names.en} ({keys})", f"清单等待{names.zh}（{keys}）"
    near = [
        candidate
        for miss in facts.order["nearMisses"]
        for candidate in miss["candidates"]
        if "world" not in candidate  # another story's
    ]
    if near:
        en = f"{en}; perhaps meant: {near[0]['document']} {near[0]['key']}, {near[0]['why']['en']}"
        zh = f"{zh}；疑似：{near[0]['key']}，{near[0]['why']['zh']}"
    return Words(en, zh)

"""The words of stories: steps as sentences, moments and durations as people write them."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from gateway_client.wire.findings import Words
from simulator.stories import story as s
from simulator.stories.returns import DOCUMENTS
from simulator.stories.wording import DECISIONS, STATES

_VERSIONS: Final = {
    "new": Words("declare {what}", "申报{what}"),
    "stored": Words("store {what}", "暂存{what}"),
    "change": Words("change {what}", "变更{what}"),
    "deletion": Words("delete {what}", "删除{what}"),
}
_UNITS: Final = ((86_400_000, "d"), (3_600_000, "h"), (60_000, "min"), (1000, "s"), (1, "ms"))


def duration(time: timedelta) -> str:
    """Return a duration as stories write it: in the largest unit that needs no fraction."""
    size = time // timedelta(milliseconds=1)
    return next((f"{size // unit}{name}" for unit, name in _UNITS if size % unit == 0 and size), "0s")


def moment(when: datetime) -> str:
    """Return a moment as people read it."""
    text = when.isoformat(" ", "milliseconds")
    return text.removesuffix(".000").removesuffix(":00")


def listed(names: Iterable[str]) -> Words:
    """Return names of documents in a row."""
    known = [DOCUMENTS.get(name, Words(name, name)) for name in names]
    return Words(", ".join(one.en for one in known), "、".join(one.zh for one in known))


def step(one: s.Step) -> Words:
    """Return a step as a sentence."""
    match one:
        case s.Declare():
            return _declare(one)
        case s.Post():
            what = one.file.rpartition("/")[2] if one.file else "a text"
            return Words(f"post {what}", f"提交{what if one.file else '一段文本'}")
        case s.Pay():
            amount = f" {one.amount:f}" if one.amount is not None else ""
            return Words(f"{one.purchase} is paid{amount}", f"{one.purchase}付款{amount}")
        case s.Ship():
            return Words(f"{one.purchase} is handed to the carrier", f"{one.purchase}交付物流")
        case s.Cancel():
            return Words(f"cancel {one.purchase}: {one.reason}", f"撤销{one.purchase}：{one.reason}")
        case s.Return():
            lines = [*map(str, one.lines), *(f"{gnum} × {qty:f}" for gnum, qty in one.quantities)]
            what = f" lines {', '.join(lines)}" if lines else ""
            return Words(f"return {one.purchase}{what}: {one.reason}", f"退货{one.purchase}{what}：{one.reason}")
        case s.Arrive():
            return Words(f"{', '.join(one.purchases)} arrived", f"{'、'.join(one.purchases)}运抵")
        case s.Officer():
            to = f" ({one.to})" if one.to else ""
            zh = DECISIONS[one.decision].zh
            return Words(f"an officer decides: {one.decision} {one.purchase}{to}", f"关员决定：{one.purchase}{zh}{to}")
        case s.Advance():
            return _advance(one)
        case s.Expect():
            return _expect(one)
        case s.Hears():
            said = ", ".join(f"{each.message} {each.status or ''}".strip() for each in one.messages)
            return Words(f"{one.party} hears {said or 'nothing'}", f"{one.party}收到{said or '无'}")
    raise TypeError(f"no words for {type(one).__name__}")


def _declare(one: s.Declare) -> Words:
    what = ", ".join(one.purchases)
    documents = listed(one.documents)
    en, zh = (f": {documents.en}", f"：{documents.zh}") if one.documents else ("", "")
    if one.stopped:
        en += f"; the client stops it ({', '.join(one.stopped)})"
        zh += f"；被客户端拦下（{'、'.join(one.stopped)}）"
    if one.fault:
        en, zh = f"{en}; {one.fault}", f"{zh}；{one.fault}"
    does = _VERSIONS[one.version]
    return Words(does.en.format(what=what) + en, does.zh.format(what=what) + zh)


def _advance(one: s.Advance) -> Words:
    if one.by is not None:
        return Words(f"{duration(one.by)} go by", f"过去{duration(one.by)}")
    if one.to is not None:
        return Words(f"it becomes {moment(one.to)}", f"到{moment(one.to)}")
    return Words("time runs until nothing is planned any more", "时间推进至无待办步骤")


def _expect(one: s.Expect) -> Words:
    en, zh = [], []
    for document, wanted in one.receipts.items():
        statuses = ", ".join(each.status for each in wanted)
        en.append(f"{DOCUMENTS[document].en} {statuses or 'nothing'}")
        zh.append(f"{DOCUMENTS[document].zh}{statuses or '无回执'}")
    for document, status in one.sequence:
        en.append(f"{DOCUMENTS[document].en} {status}")
        zh.append(f"{DOCUMENTS[document].zh}{status}")
    if one.state:
        en.append(STATES[one.state].en)
        zh.append(STATES[one.state].zh)
    if one.missing is not None:
        names = listed(one.missing)
        en.append(f"waits for {names.en or 'nothing'}")
        zh.append(f"等待{names.zh or '无'}")
    for name, value in (("rules", one.rules), ("quota", one.quota), ("stock", one.stock), ("values", one.values)):
        if value:
            said = f" {', '.join(one.rules)}" if name == "rules" and one.rules else ""
            en.append(f"{name}{said}")
            zh.append({"rules": "规则", "quota": "额度", "stock": "库存", "values": "数值"}[name] + said)
    within = f" within {duration(one.within)}" if one.within else ""
    within_zh = f"（{duration(one.within)}内）" if one.within else ""
    what = ", ".join(one.purchases)
    return Words(f"expect of {what}: {'; '.join(en)}{within}", f"期望{what}：{'；'.join(zh)}{within_zh}")

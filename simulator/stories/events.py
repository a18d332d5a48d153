"""What one entry of a world's journal looks like in a diagram: who to whom, in which words, good or bad."""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any, Final

from gateway_client import flows
from gateway_client.rules.kinds import KIND_OF, head_of
from gateway_client.rules.statuses import state_of
from gateway_client.wire.findings import Words
from simulator.precheck.objection import gist
from simulator.stories.lifelines import CLOCK, PORT, Lifelines
from simulator.stories.result import Event
from simulator.stories.returns import DOCUMENTS, Return, returns_of, shown_time
from simulator.stories.wording import HANDED_TO

DECLARERS: Final = frozenset({"payment", "carrier"})
"""The entrances of those who declare by themselves."""
_BROKEN: Final = "CEB900Message"
_BAD: Final = frozenset({"refused", "sent back"})
_MOST_DETAILS: Final = 8
_GUID: Final = re.compile(r"\[[0-9A-Fa-f-]{36}\]")
"""The port names a document by its guid after the words; people know it by its number."""

_CUT: Final = Words("its body was cut from the journal", "报文体已从日志中清除")
_MORE: Final = Words("… and {count} more", "……另有{count}条")
_COPY: Final = Words("copy of {what}", "{what}的抄送")
_QUIET: Final = Words("time runs until nothing is planned any more", "时间推进至无待办步骤")
_TO: Final = Words("the clock goes on to {time}", "时钟推进至{time}")
_KINDS: Final = {
    "running": Words("the clock runs from now on, at rate {rate}", "时钟开始走动，倍率{rate}"),
    "stepped": Words("the clock stands still from now on", "时钟停住"),
    "instant": Words("the clock leaps from now on", "时钟即时跳转"),
}
_CLOCK_SET: Final = Words("the clock is set: {kind} {rate}", "时钟设置：{kind} {rate}")
_PAY: Final = Words("take {amount} for order {order}", "收取订单{order}的款项{amount}")
_SHIP: Final = Words("take the parcel of order {order}", "承运订单{order}的包裹")
_DECISIONS: Final = {
    "release": Words("releases {invt}", "放行{invt}"),
    "refuse": Words("refuses {invt}", "退单{invt}"),
    "inspect": Words("inspects {invt}", "查验{invt}"),
    "detain": Words("detains {invt}", "扣留{invt}"),
    "suspend": Words("suspends {invt}", "挂起{invt}"),
    "return": Words("orders {invt} to be shipped back", "责令{invt}退运"),
}
_AGAINST: Final = ("refuse", "detain", "return")
"""Decisions behind which a parcel does not get through, or not soon."""
_FOUNDED: Final = Words("{confidence}: {source}", "{confidence}：{source}")

Entry = Mapping[str, Any]


def event_of(entry: Entry, n: int, lifelines: Lifelines) -> Event:
    """Return the event that an entry is. Raises ``KeyError`` for an entry of a kind that is not known."""
    return _READ[entry["kind"]](entry, n, lifelines)


def _message(entry: Entry, n: int, lifelines: Lifelines) -> Event:
    way, dxp_id = entry["entrance"], entry["dxpId"] or ""
    source = lifelines.declaring(way, dxp_id) if way in DECLARERS else lifelines.company(dxp_id)
    label, details = _written(entry)
    about = Words(f"CopMsgId {entry['copMsgId']}", f"CopMsgId {entry['copMsgId']}")
    return _event(entry, n, source, lifelines.other(PORT), label, details=(about, *details))


def _copy(entry: Entry, n: int, lifelines: Lifelines) -> Event:
    what, details = _written(entry)
    label = Words(_COPY.en.format(what=what.en), _COPY.zh.format(what=what.zh))
    return _event(entry, n, lifelines.other(PORT), lifelines.company(entry["dxpId"]), label, details=details)


def _written(entry: Entry) -> tuple[Words, tuple[Words, ...]]:
    """Return what a message is in a few words, and a line for each document in it."""
    short = _short(entry)
    if not entry.get("body"):
        return _same(short), (_CUT,)
    documents = getattr(flows.read(entry["body"]), "documents", ())
    if not documents:
        return _same(short), ()
    name = _name(entry["messageType"])
    keys = [_number(entry["messageType"], one) for one in documents]
    if len(keys) == 1:
        return Words(f"{short} {name.en} {keys[0]}", f"{short} {name.zh} {keys[0]}"), ()
    count = len(keys)
    label = Words(f"{short} {name.en} × {count}", f"{short} {name.zh} × {count}")
    return label, _some([Words(f"{name.en} {key}", f"{name.zh} {key}") for key in keys])


def _receipt(entry: Entry, n: int, lifelines: Lifelines) -> Event:
    source, target = lifelines.other(PORT), lifelines.company(entry["dxpId"])
    body = entry.get("body")
    said = returns_of(entry["messageType"], getattr(flows.read(body), "returns", ())) if body else []
    broken = entry["messageType"] == _BROKEN
    if not said:
        return _event(
            entry,
            n,
            source,
            target,
            _same(_short(entry)),
            good=False if broken else None,
            details=() if body else (_CUT,),
        )
    label = _said(_short(entry), said)
    return _event(entry, n, source, target, label, good=_good(said, broken=broken), details=_some(_lines(said)))


def _said(short: str, said: list[Return]) -> Words:
    """Return statuses, about what, and on a line of its own the text of the first."""
    first, name = said[0], DOCUMENTS[said[0].document]
    text = _GUID.sub("", gist(first.info)).strip()
    info = f"\n{text}" if text else ""
    if len(said) == 1:
        key = first.key.rpartition("/")[2]
        return Words(f"{short} {first.status} {name.en} {key}{info}", f"{short} {first.status} {name.zh} {key}{info}")
    counts = ", ".join(f"{status} × {count}" for status, count in Counter(one.status for one in said).items())
    return Words(f"{short} {counts} {name.en}{info}", f"{short} {counts} {name.zh}{info}")


def _lines(said: list[Return]) -> list[Words]:
    return [_same(" ".join(filter(None, (one.status, one.key, one.pre_no, one.invt_no, one.info)))) for one in said]


def _good(said: list[Return], *, broken: bool) -> bool | None:
    states = {state_of(one.status) for one in said}
    if broken or states & _BAD:
        return False
    return True if states == {"released"} else None


def _verdict(entry: Entry, n: int, lifelines: Lifelines) -> Event:
    port = lifelines.other(PORT)
    refusals = entry["refusals"]
    name = DOCUMENTS[entry["document"]]
    heads = [Words(f"{one['rule']} {one['title']}", f"{one['rule']} {gist(one['returnInfo'])}") for one in refusals]
    sides = ["".join(f"\n{side['path']} {side['value']}" for side in one["values"]) for one in refusals]
    label = Words(
        "\n".join(head.en + values for head, values in zip(heads, sides, strict=True)),
        "\n".join(head.zh + values for head, values in zip(heads, sides, strict=True)),
    )
    details = [Words(f"{name.en} {entry['key']}", f"{name.zh} {entry['key']}")]
    for one in refusals:
        details += [_same(one["returnInfo"]), _formatted(_FOUNDED, confidence=one["confidence"], source=one["source"])]
    return _event(entry, n, port, port, label, good=False, details=tuple(details))


def _clock(entry: Entry, n: int, lifelines: Lifelines) -> Event:
    clock, said = lifelines.other(CLOCK), entry["said"]
    if "to" in said:
        label = _formatted(_TO, time=shown_time(said["to"]).removesuffix(".000"))
    elif "kind" in said:
        label = _formatted(_KINDS.get(said["kind"], _CLOCK_SET), kind=said["kind"], rate=said["rate"])
    else:
        label = _QUIET
    return _event(entry, n, clock, clock, label)


def _asked(entry: Entry, n: int, lifelines: Lifelines) -> Event:
    said, payment = entry["said"], entry["kind"] == "payment"
    target = lifelines.declaring("payment" if payment else "carrier", said["dxpId"])
    words = _PAY if payment else _SHIP
    label = _formatted(words, order=said["orderNo"], amount=said.get("amount", ""))
    who = said.get("payer") if payment else said.get("consignee")
    details = (_same(str(who["name"])),) if who else ()
    return _event({**entry, "kind": "asked"}, n, lifelines.company(said["dxpId"]), target, label, details=details)


def _officer(entry: Entry, n: int, lifelines: Lifelines) -> Event:
    said = entry["said"]
    label = _formatted(_DECISIONS[said["decision"]], invt=said["invtNo"])
    if said.get("reason"):
        label = Words(f"{label.en}\n{said['reason']}", f"{label.zh}\n{said['reason']}")
    if said.get("to"):
        to = HANDED_TO[said["to"]]
        label = Words(f"{label.en}\nfor the {to.en}", f"{label.zh}\n移交{to.zh}")
    good = True if said["decision"] == "release" else False if said["decision"] in _AGAINST else None
    return _event(entry, n, lifelines.other("officer"), lifelines.other(PORT), label, good=good)


_READ: Final[dict[str, Callable[[Entry, int, Lifelines], Event]]] = {
    "message": _message,
    "receipt": _receipt,
    "copy": _copy,
    "verdict": _verdict,
    "clock": _clock,
    "payment": _asked,
    "waybill": _asked,
    "officer": _officer,
}


def _event(
    entry: Entry,
    n: int,
    source: str,
    target: str,
    label: Words,
    *,
    good: bool | None = None,
    details: tuple[Words, ...] = (),
) -> Event:
    return Event(
        n=n,
        time=entry["time"],
        kind=entry["kind"],
        source=source,
        target=target,
        label=label,
        good=good,
        details=details,
    )


def _short(entry: Entry) -> str:
    kind: str = entry["messageType"]
    return kind.removesuffix("Message")


def _name(message_type: str) -> Words:
    kind = KIND_OF.get(message_type)
    return DOCUMENTS[kind.label if kind else "message"]


def _number(message_type: str, document: Any) -> str:
    """Return the number that people know a document by: that of its order, or its own."""
    head = head_of(document) if message_type in KIND_OF else getattr(document, "head", document)
    names = ("order_no", "logistics_no", "invt_no", "cop_no")
    return next((str(getattr(head, name)) for name in names if getattr(head, name, None)), "")


def _some(said: list[Words]) -> tuple[Words, ...]:
    more = len(said) - _MOST_DETAILS
    return (*said[:_MOST_DETAILS], _formatted(_MORE, count=more)) if more > 0 else tuple(said)


def _same(text: str) -> Words:
    return Words(text, text)


def _formatted(words: Words, **values: object) -> Words:
    return Words(words.en.format(**values), words.zh.format(**values))

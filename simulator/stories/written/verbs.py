"""The verbs of a story: what each step can be, with the keys that go with it and what they come to."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final, get_args

from gateway_client.wire.ceb.cancel import InvtCancel
from gateway_client.wire.ceb.refund import InvtRefundHead
from gateway_client.wire.findings import Words
from gateway_client.wire.record import camel
from simulator.beginning import fields
from simulator.stories.story import (
    Advance,
    Arrive,
    Cancel,
    Decision,
    Officer,
    Pay,
    Post,
    Return,
    Sending,
    Ship,
    Step,
    To,
)
from simulator.stories.written.declaring import ANSWER, DECLARE_KEYS, PURCHASE, PURCHASES, declare
from simulator.stories.written.expectations import EXPECTATIONS, MESSAGES, WITHIN, expect, hears
from simulator.stories.written.files import named_file
from simulator.stories.written.paths import SPOILT_APPLIED
from simulator.stories.written.scope import folder_of, line_of, named
from simulator.stories.written.values import any_text, duration, filled, form, whole, word
from simulator.strict.entry import Contradiction, Key, Place, Reader, list_of, near, optional, table_of, value_of


@dataclass(frozen=True)
class Verb:
    """What a step can be: said in a sentence, its keys (the verb first), and the step that they make."""

    words: Words
    made: Callable[..., Step]
    keys: Mapping[str, Key]

    @cached_property
    def read(self) -> Reader:
        """The reader of a step of this verb."""
        return table_of(self.made, **self.keys)


_ACCEPTED: Final = Sending(line=0).answer
_MOST_LINES: Final = 99
_REASON: Final = value_of(
    fields.text(next(field.kind for field in InvtCancel.table.fields if field.attr == "reason"))  # type: ignore[arg-type]
)
_EXPLAINED: Final = ("refuse", "suspend")
"""Decisions whose receipt tells a reason."""
_COP_NO: Final = value_of(
    fields.text(next(field.kind for field in InvtRefundHead.table.fields if field.attr == "cop_no"))  # type: ignore[arg-type]
)
_GNUMS: Final = filled(
    list_of(
        value_of(whole(1, _MOST_LINES)),
        Words(
            'a list of gnums, such as [1, 2], or a table, such as { 1 = "2" }',
            'gnum列表，如[1, 2]，或表，如{ 1 = "2" }',
        ),
        int,
    )
)
_PERSON: Final = optional(named("people", "person", "个人"))


def _file(place: Place) -> Any:
    found = named_file(place, folder_of(place))
    return found and str(found)


def _officer(officer: str, decision: Decision, reason: str | None = None, to: To | None = None) -> Officer:
    if decision in _EXPLAINED and reason is None:
        raise Contradiction(
            "reason", Words(f"is missing: whoever has to {decision} says why", "缺少此项：退单或挂起须说明原因")
        )
    if decision not in _EXPLAINED and reason is not None:
        raise Contradiction(
            "reason", Words("goes with refuse and suspend: leave it out", "只能与refuse或suspend同用，请删去")
        )
    if to is not None and decision != "detain":
        raise Contradiction("to", Words("goes with detain: leave it out", "只能与detain同用，请删去"))
    return Officer(line=0, purchase=officer, decision=decision, reason=reason, to=to)


def _lines(place: Place) -> Any:
    """Read which lines go back: a list of gnums, or a table that says how much of each."""
    if not isinstance(place.value, dict):
        return _GNUMS(place)
    if not place.value:
        return place.refuse(Words("is empty: leave it out or name something", "不能为空，请删去或填写内容"))
    found = tuple(_quantity(place.at(name), name) for name in place.value)
    return None if None in found else found


def _quantity(place: Place, name: str) -> Any:
    if not name.isascii() or not name.isdigit() or not 1 <= int(name) <= _MOST_LINES:
        return place.refuse(
            Words(
                f"no line is called {name}: lines are numbered from 1 to {_MOST_LINES}",
                f"没有名为{name}的项，项号为1至{_MOST_LINES}",
            )
        )
    qty = value_of(fields.quantity)(place)
    return None if qty is None else (int(name), qty)


def _return(reason: str, lines: Any = (), **said: Any) -> Return:
    parts = [one for one in lines if isinstance(one, tuple)]
    return Return(
        line=0,
        purchase=said.pop("return"),
        reason=reason,
        lines=() if parts else lines,
        quantities=tuple(parts),
        **said,
    )


def _run(run: str) -> Advance:
    return Advance(line=0)


VERBS: Final[dict[str, Verb]] = {
    "declare": Verb(
        Words("Documents of purchases are made out and sent, in the order given.", "按所列次序制作并发送购物的单证。"),
        declare,
        DECLARE_KEYS,
    ),
    "post": Verb(
        Words("The bytes of a file are handed in as they are.", "将文件内容原样提交。"),
        lambda post, answer=_ACCEPTED: Post(line=0, file=post, answer=answer),
        {"post": Key(_file), "answer": ANSWER},
    ),
    "postText": Verb(
        Words("A text is handed in as it is.", "将文本原样提交。"),
        lambda post_text, answer=_ACCEPTED: Post(line=0, text=post_text, answer=answer),
        {"post_text": Key(value_of(any_text)), "answer": ANSWER},
    ),
    "pay": Verb(
        Words(
            "The payment company takes the money and declares the payment itself.", "支付企业收款，并自行申报支付单。"
        ),
        lambda pay, **said: Pay(line=0, purchase=pay, **said),
        {"pay": Key(PURCHASE), "amount": optional(value_of(fields.yuan)), "payer": _PERSON},
    ),
    "ship": Verb(
        Words("The carrier takes the parcel and declares the waybill itself.", "物流企业揽收包裹，并自行申报运单。"),
        lambda ship, **said: Ship(line=0, purchase=ship, **said),
        {"ship": Key(PURCHASE), "consignee": _PERSON},
    ),
    "cancel": Verb(
        Words("The declarant asks to cancel the inventory (CEB623).", "申报企业申请撤销清单（CEB623）。"),
        lambda cancel, **said: Cancel(line=0, purchase=cancel, **said),
        {"cancel": Key(PURCHASE), "reason": Key(_REASON), "spoil": optional(SPOILT_APPLIED), "answer": ANSWER},
    ),
    "return": Verb(
        Words("The declarant announces a return (CEB625).", "申报企业申请退货（CEB625）。"),
        _return,
        {
            "return": Key(PURCHASE),
            "reason": Key(_REASON),
            "lines": optional(_lines),
            "cop_no": optional(_COP_NO),
            "spoil": optional(SPOILT_APPLIED),
            "answer": ANSWER,
        },
    ),
    "arrive": Verb(
        Words(
            "The operator of a supervised site reports that parcels have arrived (CEB711).",
            "监管场所经营人报送入库明细单（CEB711）。",
        ),
        lambda arrive, **said: Arrive(line=0, purchases=arrive, **said),
        {
            "arrive": Key(PURCHASES),
            "operator": optional(named("parties", "party", "企业")),
            "spoil": optional(SPOILT_APPLIED),
            "answer": ANSWER,
        },
    ),
    "officer": Verb(
        Words(
            "An officer decides about an inventory: who refuses or suspends says why, who detains may say to whom.",
            "海关关员处置清单：退单或挂起须说明原因，扣留可写明移交部门（to）。",
        ),
        _officer,
        {
            "officer": Key(PURCHASE),
            "decision": Key(value_of(word(*get_args(Decision)))),
            "reason": optional(_REASON),
            "to": optional(value_of(word(*get_args(To)))),
        },
    ),
    "advance": Verb(
        Words("The clock is moved on by a duration.", "时钟前进一段时间。"),
        lambda advance: Advance(line=0, by=advance),
        {"advance": Key(value_of(duration))},
    ),
    "to": Verb(
        Words("The clock is moved on to a moment of Beijing.", "时钟前进到某一北京时间。"),
        lambda to: Advance(line=0, to=to),
        {"to": Key(value_of(fields.moment))},
    ),
    "run": Verb(
        Words("The clock is moved on until nothing is planned any more.", "时钟前进，直到不再有任何待办事项。"),
        _run,
        {"run": Key(value_of(form("until quiet", '"until quiet"', '"until quiet"')))},
    ),
    "expect": Verb(
        Words("What must have come of purchases; it is waited for.", "购物应有的结果；会等待其出现。"),
        expect,
        {"expect": Key(PURCHASES), **EXPECTATIONS, "within": WITHIN},
    ),
    "hears": Verb(
        Words("All that a party must have heard so far, in its order.", "某企业迄今应依次收到的全部报文。"),
        hears,
        {"hears": Key(named("parties", "party", "企业")), "messages": MESSAGES, "within": WITHIN},
    ),
}
"""All verbs, by the key that says them."""


def step(place: Place) -> Any:
    """Read a step, which says exactly one verb."""
    if not place.holds(dict, Words("a table", "表")):
        return None
    said = _verbs(place.value)
    if len(said) != 1:
        return place.refuse(_two(*said[:2]) if said else _none(place.value))
    made = VERBS[said[0]].read(place)
    return made and replace(made, line=line_of(place))


def _verbs(said: Mapping[str, Any]) -> list[str]:
    """Return the verbs that a step says; what goes with another one of them, as ``expect`` and ``cancel``, is none."""
    found = [key for key in said if key in VERBS]
    over = [verb for verb in found if all(key in keys_of(verb) for key in found)]
    return over if len(over) == 1 else found


def steps(place: Place) -> Any:
    """Read the steps; there must be some."""
    if place.value == []:
        return place.refuse(Words("is empty: in a story something happens", "不能为空：故事中须有步骤"))
    return _STEPS(place)


def keys_of(verb: str) -> dict[str, bool]:
    """Return the keys that go with a verb, as files write them, and whether each is needed."""
    return {camel(attr): key.needed for attr, key in VERBS[verb].keys.items()}


def _two(one: str, other: str) -> Words:
    return Words(
        f"says {one} and {other}: a step is one thing, write two steps",
        f"同时写了{one}和{other}：一个步骤只做一件事，请写成两步",
    )


def _none(said: Mapping[str, Any]) -> Words:
    names = ", ".join(VERBS)
    meant = next((found for key in said if (found := near(key, VERBS))), None)
    en, zh = f"says nothing to do, write one of {names}", f"没有动作，请写{names}之一"
    return Words(f"{en}. Did you mean {meant}?", f"{zh}。是否应为{meant}？") if meant else Words(en, zh)


_STEPS: Final = list_of(step, Words("a list of tables: write [[steps]]", "表的列表，请写[[steps]]"), id)

"""The verbs of a story: what each step can be, with the keys that go with it and what they come to."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final, get_args

from gateway_client.wire.ceb.cancel import InvtCancel
from gateway_client.wire.findings import Words
from gateway_client.wire.record import camel
from simulator.beginning import fields
from simulator.stories.story import (
    Advance,
    Cancel,
    Decision,
    Officer,
    Pay,
    Post,
    Return,
    Sending,
    Ship,
    Step,
)
from simulator.stories.written.declaring import ANSWER, DECLARE_KEYS, PURCHASE, PURCHASES, declare
from simulator.stories.written.expectations import EXPECTATIONS, MESSAGES, WITHIN, expect, hears
from simulator.stories.written.files import named_file
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
_PERSON: Final = optional(named("people", "person", "个人"))


def _file(place: Place) -> Any:
    found = named_file(place, folder_of(place))
    return found and str(found)


def _officer(officer: str, decision: Decision, reason: str | None = None) -> Officer:
    if decision == "refuse" and reason is None:
        raise Contradiction("reason", Words("is missing: whoever refuses says why", "缺少此项：退单须说明原因"))
    return Officer(line=0, purchase=officer, decision=decision, reason=reason)


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
        {"cancel": Key(PURCHASE), "reason": Key(_REASON), "answer": ANSWER},
    ),
    "return": Verb(
        Words("The declarant announces a return (CEB625).", "申报企业申请退货（CEB625）。"),
        lambda reason, **said: Return(line=0, purchase=said.pop("return"), reason=reason, **said),
        {
            "return": Key(PURCHASE),
            "reason": Key(_REASON),
            "lines": optional(
                filled(
                    list_of(
                        value_of(whole(1, _MOST_LINES)),
                        Words("a list of gnums, such as [1, 2]", "gnum列表，如[1, 2]"),
                        int,
                    )
                )
            ),
            "answer": ANSWER,
        },
    ),
    "officer": Verb(
        Words("An officer releases an inventory or refuses it.", "海关关员放行清单或退单。"),
        _officer,
        {"officer": Key(PURCHASE), "decision": Key(value_of(word(*get_args(Decision)))), "reason": optional(_REASON)},
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
    said = [key for key in place.value if key in VERBS]
    if len(said) != 1:
        return place.refuse(_two(*said[:2]) if said else _none(place.value))
    made = VERBS[said[0]].read(place)
    return made and replace(made, line=line_of(place))


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

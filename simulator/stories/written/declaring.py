"""Declaring, the step that most stories are about: what goes with it, and what does not go together."""

from typing import Any, Final, get_args

from gateway_client.wire.findings import Words
from simulator.marketplace.faults import FAULTS
from simulator.stories.story import SENDABLE, Declare, Version
from simulator.stories.written.expectations import RULES
from simulator.stories.written.paths import OMITTED, REMOVED, SPOILT, TEXTS, together
from simulator.stories.written.scope import named
from simulator.stories.written.values import filled, form, listed, one_or_more, truth, word
from simulator.strict.entry import Contradiction, Key, optional, value_of

PURCHASE: Final = named("purchases", "purchase", "购物")
PURCHASES: Final = one_or_more(PURCHASE, "a list of purchases", "购物名称列表")
ANSWER: Final = optional(value_of(form("[0-9]{4}", 'a code of 4 digits, such as "0000"', '4位代码，如"0000"')))

DECLARE_KEYS: Final = {
    "declare": Key(PURCHASES),
    "as": optional(value_of(word(*get_args(Version)))),
    "documents": optional(filled(listed(word(*SENDABLE)))),
    "change": optional(TEXTS),
    "remove": optional(REMOVED),
    "spoil": optional(SPOILT),
    "omit": optional(OMITTED),
    "fault": optional(value_of(word(*FAULTS))),
    "unchecked": optional(value_of(truth)),
    "stopped": optional(filled(RULES)),
    "answer": ANSWER,
}
"""What goes with declaring."""


def declare(
    declare: tuple[str, ...], change: Any = (), remove: Any = (), spoil: Any = (), omit: Any = (), **said: Any
) -> Declare:
    """Return how purchases are declared."""
    version: Version = said.pop("as", "new")
    if version in ("change", "deletion") and "documents" not in said:
        raise Contradiction(
            "documents",
            Words('is missing: say what is meant, such as ["inventory"]', '缺少此项：请写明单证，如["inventory"]'),
        )
    if "fault" in said and len(declare) > 1:
        raise Contradiction("fault", Words("goes with one purchase only", "只能用于一笔购物"))
    if "stopped" in said:
        for key in ("answer", "unchecked"):
            if key in said:
                raise Contradiction(
                    key,
                    Words("does not go with stopped: then nothing is sent", "不能与stopped同用，被拦下时不会发送"),
                )
        if spoil or omit:
            raise Contradiction(
                "stopped",
                Words(
                    "does not go with spoil and omit: they come after all checks",
                    "不能与spoil或omit同用，二者在校验之后执行",
                ),
            )
    return Declare(
        line=0,
        purchases=declare,
        version=version,
        change=together(change, remove, "remove", "change"),
        spoil=together(spoil, omit, "omit", "spoil"),
        **said,
    )

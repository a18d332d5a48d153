"""The life of a declaration: which status follows which, by what, and what its receipt says.

One table for port, customs and officers; the diagram in the README is drawn from it. What each status means is
in ``gateway_client.rules.statuses``, which the client shares.
"""

from enum import StrEnum
from typing import Final, NamedTuple

from gateway_client.rules.kinds import Kind
from gateway_client.rules.rule import Confidence
from gateway_client.rules.statuses import (
    AWAITED,
    BELOW,
    CANCELLED,
    CLEARED,
    CLOSED,
    DECLARING,
    DETAINED,
    ENTERED,
    HELD,
    INSPECTED,
    RECEIVED,
    REFUSED,
    RELEASED,
    REVIEWED,
    SENT,
    SENT_BACK,
    STATUSES,
    STORED,
    SUSPENDED,
    UNSENT,
    Status,
)

__all__ = [
    "AWAITED",
    "BEFORE_ENTRY",
    "BELOW",
    "CANCELLED",
    "CLEARED",
    "CLOSED",
    "DECLARING",
    "DETAINED",
    "ENTERED",
    "HELD",
    "INSPECTED",
    "MOVES",
    "OPEN",
    "RECEIVED",
    "REFUSED",
    "RELEASED",
    "REVIEWED",
    "SENT",
    "SENT_BACK",
    "STATUSES",
    "STORED",
    "SUSPENDED",
    "UNSENT",
    "Happening",
    "Move",
    "Status",
    "impossible",
    "move",
    "possible",
]

OPEN: Final = (ENTERED, CLEARED, *HELD)
"""Customs has taken the inventory in and not finished it: its quota is charged."""
BEFORE_ENTRY: Final = (DECLARING, SENT, UNSENT)
"""Accepted by the port, and not yet with customs."""


class Happening(StrEnum):
    """What happens to a declaration."""

    STORE = "store"
    ACCEPT = "accept"
    REJECT = "reject"
    SEND = "send"
    FAIL = "fail to send"
    ENTER = "enter"
    REFUSE = "refuse"
    REVIEW = "review"
    CLEAR = "clear"
    AWAIT = "await arrival"
    INSPECT = "inspect"
    DETAIN = "detain"
    SUSPEND = "suspend"
    SEND_BACK = "return"
    RELEASE = "release"
    CLOSE = "close"
    CANCEL = "cancel"


class Move(NamedTuple):
    """From one of some statuses to another. ``info`` is the receipt's text where it is always the same."""

    kinds: frozenset[Kind]
    states: tuple[int, ...]
    happening: Happening
    to: int
    info: str
    source: str
    confidence: Confidence


_ALL: Final = frozenset(Kind)
_LISTS: Final = frozenset({Kind.INVENTORY})
_CANCELS: Final = frozenset({Kind.CANCEL})
_RETURNS: Final = frozenset({Kind.RETURN})
_ARRIVALS: Final = frozenset({Kind.ARRIVAL})
_SEEN: Final = "receipts seen in practice"
_NAMED: Final = "name of the status in specification 202205; that the text is no more than that is assumed"
_DIGITS: Final = "practice: two-digit customs statuses behind [Code:NNxx]; this text is made after that pattern"
_PATTERN: Final = "pattern of real receipts"

MOVES: Final = (
    Move(_ALL, (RECEIVED,), Happening.STORE, STORED, "暂存", "official sample of a 622", Confidence.TWO_SOURCES),
    Move(_ALL, (RECEIVED,), Happening.ACCEPT, DECLARING, "", _PATTERN, Confidence.TWO_SOURCES),
    Move(_ALL, (RECEIVED,), Happening.REJECT, BELOW, "", "table 7-2", Confidence.SPECIFICATION),
    Move(_LISTS, (DECLARING, UNSENT), Happening.SEND, SENT, "发送海关成功", _NAMED, Confidence.ASSUMED),
    Move(_LISTS, (DECLARING,), Happening.FAIL, UNSENT, "发送海关失败", _NAMED, Confidence.ASSUMED),
    Move(
        _ALL,
        (DECLARING, SENT, UNSENT),
        Happening.ENTER,
        ENTERED,
        "[Code:1800;Desc:逻辑校验通过]",
        "real receipt of a 622; the other kinds from test data and by analogy",
        Confidence.TWO_SOURCES,
    ),
    Move(
        _LISTS | _CANCELS | _RETURNS,
        (DECLARING, SENT, UNSENT, ENTERED, CLEARED, *HELD),
        Happening.REFUSE,
        REFUSED,
        "",
        "receipts pasted into test data",
        Confidence.PRACTICE,
    ),
    Move(
        _LISTS | _RETURNS,
        (ENTERED, AWAITED, INSPECTED, SUSPENDED),
        Happening.REVIEW,
        REVIEWED,
        "[Code:1200;Desc:待人工审核]",
        "test data of a declaration system",
        Confidence.PRACTICE,
    ),
    Move(
        _LISTS,
        (ENTERED,),
        Happening.AWAIT,
        AWAITED,
        "海关已接受申报待货物运抵后处理",
        _SEEN,
        Confidence.PRACTICE,
    ),
    Move(
        _LISTS,
        (ENTERED, REVIEWED, AWAITED, INSPECTED, SUSPENDED),
        Happening.CLEAR,
        CLEARED,
        "[Code:2300;Desc:审核通过]",
        _DIGITS,
        Confidence.ASSUMED,
    ),
    Move(
        _LISTS,
        (ENTERED, REVIEWED, CLEARED, AWAITED, SUSPENDED),
        Happening.INSPECT,
        INSPECTED,
        "[Code:2400;Desc:查验]",
        _DIGITS,
        Confidence.ASSUMED,
    ),
    *(
        Move(
            _LISTS,
            (ENTERED, REVIEWED, CLEARED, AWAITED, INSPECTED, SUSPENDED),
            Happening.DETAIN,
            code,
            STATUSES[code].words.zh,
            _NAMED,
            Confidence.ASSUMED,
        )
        for code in DETAINED
    ),
    Move(
        _LISTS,
        (ENTERED, REVIEWED, CLEARED, AWAITED, INSPECTED),
        Happening.SUSPEND,
        SUSPENDED,
        "[Code:2500;Desc:挂起,{reason}]",
        "text 挂起,地址不详 seen in practice; code by its pattern",
        Confidence.PRACTICE,
    ),
    Move(
        _LISTS,
        (ENTERED, REVIEWED, CLEARED, AWAITED, INSPECTED, *DETAINED, SUSPENDED),
        Happening.SEND_BACK,
        SENT_BACK,
        "退运",
        _NAMED,
        Confidence.ASSUMED,
    ),
    Move(
        _LISTS,
        (ENTERED, REVIEWED, CLEARED, AWAITED, INSPECTED, *DETAINED, SUSPENDED),
        Happening.RELEASE,
        RELEASED,
        "[Code:2600;Desc:放行]",
        "real receipts",
        Confidence.TWO_SOURCES,
    ),
    Move(_LISTS, (RELEASED,), Happening.CLOSE, CLOSED, "结关", _NAMED, Confidence.ASSUMED),
    Move(
        _LISTS,
        (ENTERED, REVIEWED, CLEARED, AWAITED, SUSPENDED),
        Happening.CANCEL,
        CANCELLED,
        "撤销成功",
        "receipts seen in practice; that inspection and detention forbid it is assumed",
        Confidence.PRACTICE,
    ),
    Move(
        _CANCELS,
        (ENTERED,),
        Happening.CLEAR,
        CLEARED,
        "[Code:2300;Desc:审核通过],撤单申请审核通过,清单[{invt_no}]已成功撤单",
        "receipt pasted into test data",
        Confidence.PRACTICE,
    ),
    Move(
        _RETURNS,
        (ENTERED, REVIEWED),
        Happening.CLEAR,
        CLEARED,
        "[Code:2300;Desc:审核通过],退货申请审核通过,清单[{invt_no}]已成功退货",
        "by analogy with a cancellation",
        Confidence.ASSUMED,
    ),
    Move(
        _RETURNS,
        (CLEARED,),
        Happening.RELEASE,
        RELEASED,
        "[Code:2600;Desc:放行]",
        "test data of a declaration system; a variant by setting",
        Confidence.PRACTICE,
    ),
    Move(
        _ARRIVALS,
        (ENTERED,),
        Happening.CLEAR,
        CLEARED,
        "[Code:2300;Desc:审核通过]",
        _DIGITS,
        Confidence.ASSUMED,
    ),
)
"""Every move that there is. What is not here does not happen."""

_TO: Final = {(kind, state, one.to): one for one in MOVES for kind in one.kinds for state in one.states}


def move(kind: Kind, state: int, to: int) -> Move | None:
    """Return how a declaration gets from one status to another at once; ``None`` if it does not."""
    return _TO.get((kind, state, to))


def possible(kind: Kind, state: int) -> list[int]:
    """Return the statuses that can come next."""
    return [to for each, before, to in _TO if each is kind and before == state]


def impossible(kind: Kind, course: tuple[int, ...]) -> tuple[int, int] | None:
    """Return the first two statuses of a course of which the second never follows the first; ``None`` if all can be.

    A course begins behind 2. What can only be had behind 120 gets it in between by itself.
    """
    state = DECLARING
    for to in course:
        if move(kind, state, to) is None and state in BEFORE_ENTRY and move(kind, ENTERED, to):
            state = ENTERED
        if move(kind, state, to) is None:
            return state, to
        state = to
    return None

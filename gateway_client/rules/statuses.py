"""What the receipts' returnStatus means: one list for the simulator, the client, and whoever tells people of it.

0 is ours, for what nobody has answered yet.
"""

from typing import Final, NamedTuple

from gateway_client.rules.rule import Confidence
from gateway_client.wire.findings import Words

RECEIVED: Final = 0
STORED: Final = 1
DECLARING: Final = 2
SENT: Final = 3
UNSENT: Final = 4
REFUSED: Final = 100
ENTERED: Final = 120
REVIEWED: Final = 300
CLEARED: Final = 399
AWAITED: Final = 400
CANCELLED: Final = 430
INSPECTED: Final = 500
DETAINED: Final = (501, 502, 503, 599)
SUSPENDED: Final = 600
SENT_BACK: Final = 700
RELEASED: Final = 800
CLOSED: Final = 899
BELOW: Final = -1
"""Stands for every code below 0."""


class Status(NamedTuple):
    """What a returnStatus means, and where that is said."""

    words: Words
    state: str
    source: str
    confidence: Confidence = Confidence.SPECIFICATION


_XSD: Final = "specification 202205, documentation of returnStatus"
_SEEN: Final = "receipts seen in practice"

STATUSES: Final = {
    RECEIVED: Status(Words("received", "已收到"), "received", "ours: no receipt says it", Confidence.ASSUMED),
    STORED: Status(Words("stored at the port, not declared", "电子口岸已暂存"), "stored", _XSD),
    DECLARING: Status(Words("accepted by the port", "电子口岸申报中"), "declaring", _XSD),
    SENT: Status(Words("sent to customs", "发送海关成功"), "declaring", _XSD),
    UNSENT: Status(Words("could not be sent to customs", "发送海关失败"), "declaring", _XSD),
    BELOW: Status(Words("refused by the port", "电子口岸处理异常"), "refused", _XSD),
    REFUSED: Status(Words("refused by customs", "海关退单"), "refused", _XSD),
    ENTERED: Status(Words("taken in by customs", "海关入库"), "entered", _XSD),
    REVIEWED: Status(Words("waits for an officer", "人工审核"), "held", _XSD),
    CLEARED: Status(Words("cleared by customs", "海关审结"), "cleared", _XSD),
    AWAITED: Status(Words("waits for the arrival of the goods", "待运抵"), "held", _SEEN, Confidence.PRACTICE),
    CANCELLED: Status(Words("cancelled", "撤销成功"), "cancelled", _SEEN, Confidence.PRACTICE),
    INSPECTED: Status(Words("under inspection", "查验"), "held", _XSD),
    501: Status(Words("detained, handed to clearance", "扣留移送通关"), "held", _XSD),
    502: Status(Words("detained, handed to the anti-smuggling bureau", "扣留移送缉私"), "held", _XSD),
    503: Status(Words("detained, handed to the legal department", "扣留移送法规"), "held", _XSD),
    599: Status(Words("detained otherwise", "其它扣留"), "held", _XSD),
    SUSPENDED: Status(Words("suspended", "挂起"), "held", _SEEN, Confidence.PRACTICE),
    SENT_BACK: Status(Words("to be shipped back", "退运"), "sent back", _XSD),
    RELEASED: Status(Words("released", "放行"), "released", _XSD),
    CLOSED: Status(Words("closed", "结关"), "released", _XSD),
}
"""By returnStatus: what it means, and the state that it comes to."""

HELD: Final = (REVIEWED, AWAITED, INSPECTED, *DETAINED, SUSPENDED)
"""Where an inventory stays until somebody decides, or its goods arrive."""

DONE: Final = frozenset({"released", "refused", "cancelled", "sent back"})
"""The states in which an inventory stays as it is, unless it is declared anew."""
DONE_APPLICATION: Final = frozenset({"cleared", "released", "refused"})
"""The states that end a cancellation, a return or an arrival list: customs has judged it (399)."""


def state_of(return_status: str) -> str:
    """Return the state that a returnStatus comes to; an empty one for a status that is in no list."""
    if return_status.startswith("-"):
        return STATUSES[BELOW].state
    known = STATUSES.get(int(return_status)) if return_status.isascii() and return_status.isdigit() else None
    return known.state if known else ""


def with_state(*states: str) -> frozenset[str]:
    """Return the statuses, as receipts write them, that come to one of these states; not those below 0."""
    return frozenset(str(code) for code, one in STATUSES.items() if one.state in states and code > RECEIVED)

"""What a returnStatus means: the list of the specification, and what practice adds to it.

Below 0 are the refusals of the port, which the rules declare. Which statuses a simulator sends is not said here:
the ledger reads it from the texts and the rules.
"""

from typing import Final, NamedTuple

from gateway_client.rules.rule import Confidence


class Status(NamedTuple):
    """A status with its name in the trade and in English, where it comes from and how well that is founded."""

    code: int
    zh: str
    en: str
    source: str
    confidence: Confidence


_LIST: Final = "specification 202205, returnStatus"
_SEEN: Final = "receipts in practice; not in the list of the specification"
_SPECIFIED, _PRACTICE = Confidence.SPECIFICATION, Confidence.PRACTICE

STATUSES: Final = {
    one.code: one
    for one in (
        Status(1, "电子口岸已暂存", "stored by the port, not declared", _LIST, _SPECIFIED),
        Status(2, "电子口岸申报中", "taken by the port, being declared", _LIST, _SPECIFIED),
        Status(3, "发送海关成功", "handed to customs", _LIST, _SPECIFIED),
        Status(4, "发送海关失败", "could not be handed to customs", _LIST, _SPECIFIED),
        Status(100, "海关退单", "refused by customs", _LIST, _SPECIFIED),
        Status(120, "海关入库", "taken in by customs", _LIST, _SPECIFIED),
        Status(300, "人工审核", "looked at by an officer", _LIST, _SPECIFIED),
        Status(399, "海关审结", "judged by customs", _LIST, _SPECIFIED),
        Status(400, "待运抵", "accepted, waits for the arrival of the goods", _SEEN, _PRACTICE),
        Status(430, "撤销成功", "cancelled", _SEEN, _PRACTICE),
        Status(500, "查验", "inspected", _LIST, _SPECIFIED),
        Status(501, "扣留移送通关", "detained, handed to the clearance department", _LIST, _SPECIFIED),
        Status(502, "扣留移送缉私", "detained, handed to the anti-smuggling bureau", _LIST, _SPECIFIED),
        Status(503, "扣留移送法规", "detained, handed to the legal department", _LIST, _SPECIFIED),
        Status(599, "其它扣留", "detained for another reason", _LIST, _SPECIFIED),
        Status(600, "挂起", "suspended", _SEEN, _PRACTICE),
        Status(700, "退运", "sent back", _LIST, _SPECIFIED),
        Status(800, "放行", "released", _LIST, _SPECIFIED),
        Status(899, "结关", "closed", _LIST, _SPECIFIED),
    )
}

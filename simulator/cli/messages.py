"""The messages of the trade as a table: number, name, who sends it, and what the simulator does with it today."""

import re
from typing import Final

from gateway_client.rules.kinds import KIND_OF
from gateway_client.wire import ceb
from gateway_client.wire.findings import Words

_HEADS: Final = {
    "en": "| message | name | sent by | what the simulator does with it today |\n|--|--|--|--|\n",
    "zh": "| 报文 | 名称 | 发送方 | 模拟器目前的处理 |\n|--|--|--|--|\n",
}
_SENDERS: Final = {
    311: Words("platform or retailer", "电商平台或电商企业"),
    411: Words("payment company", "支付企业"),
    511: Words("carrier", "物流企业"),
    513: Words("carrier", "物流企业"),
    621: Words("declarant", "申报企业"),
    623: Words("declarant", "申报企业"),
    625: Words("declarant", "申报企业"),
    711: Words("operator of the supervised place", "监管场所经营人"),
}
_OF_THE_PORT: Final = Words("port and customs", "电子口岸、海关")
_BY_ITSELF: Final = {
    411: Words("`POST /payment/payments` makes the company send it", "`POST /payment/payments`由支付企业自行申报"),
    511: Words("`POST /carrier/waybills` makes the carrier send it", "`POST /carrier/waybills`由物流企业自行申报"),
    513: Words("the carrier sends it for its own parcels", "物流企业为自己的包裹自行申报"),
}
_JUDGED: Final = Words("judged, answered by CEB{receipt}", "校验，以CEB{receipt}答复")
_NOT_TAKEN: Final = Words(
    "held to its schema, then refused with DxpRep 0999: not taken yet", "按格式校验后以DxpRep 0999退回：暂不接收"
)
_SENT: Final = Words("sent", "发送")
_ASKED_FOR: Final = {
    816: Words("sent after release, in a world that asks for bills", "放行后发送，仅限启用税单的world"),
    818: Words("sent when a bill is summed or voided", "税单汇总或作废时发送"),
}
_BROKEN: Final = Words("sent for a message that does not fit its schema", "报文不符合格式时发送")
_UNSENT: Final = Words("not sent yet; `kouan check` holds one to its schema", "暂不发送；`kouan check`可校验其格式")


def message_table(lang: str) -> str:
    """Return all messages as a table, in the order of their numbers."""
    numbers = sorted(ceb.MESSAGES, key=_number)
    return _HEADS[lang] + "".join(_row(name, lang) for name in numbers)


def _row(name: str, lang: str) -> str:
    number = _number(name)
    sender = _SENDERS[number] if name in ceb.REQUESTS else _OF_THE_PORT
    zh = ceb.MESSAGES[name].table.zh.removesuffix("报文")
    return f"| CEB{number} | {zh} | {sender.lang(lang)} | {_done(name, number, lang)} |\n"


def _done(name: str, number: int, lang: str) -> str:
    if name in KIND_OF:
        told = [_JUDGED.lang(lang).format(receipt=number + 1)]
        told += [words.lang(lang) for words in [_BY_ITSELF.get(number)] if words]
        return ("；" if lang == "zh" else "; ").join(told)
    if name in ceb.REQUESTS:
        return _NOT_TAKEN.lang(lang)
    if name == "CEB900Message":
        return _BROKEN.lang(lang)
    if number in _ASKED_FOR:
        return _ASKED_FOR[number].lang(lang)
    return (_SENT if any(kind.receipt == name for kind in KIND_OF.values()) else _UNSENT).lang(lang)


def _number(name: str) -> int:
    return int(re.sub("[^0-9]", "", name))
